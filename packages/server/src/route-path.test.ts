import assert from 'node:assert/strict'
import { it } from 'node:test'
import { Hono } from 'hono'
import { honoPath, pathParams } from './route-path.ts'

const CASES: [path: string, asked: string, params: Record<string, string> | undefined][] = [
  ['/v1/grids/{id}/status', '/v1/grids/g-1/status', { id: 'g-1' }],
  ['/v1/calendars/{secret}.ics', '/v1/calendars/a.b.ics', { secret: 'a.b' }],
  ['/v1/calendars/{secret}.ics', '/v1/calendars/a', undefined],
  ['/o/requests.{format}', '/o/requests.xml', { format: 'xml' }],
  ['/o/requests.{format}', '/o/requests.json', { format: 'json' }],
  ['/o/requests.{format}', '/o/requests.html', undefined],
  ['/o/requests.{format}', '/o/requests', undefined],
  ['/o/requests/{id}.{format}', '/o/requests/01.a:b.json', { id: '01.a:b', format: 'json' }],
  ['/o/requests/{id}.{format}', '/o/requests/7.xml.xml', { id: '7.xml', format: 'xml' }],
  ['/o/requests/{id}.{format}', '/o/requests/7', undefined],
  ['/o/requests/{id}.{format}', '/o/requests/.xml', undefined],
]

for (const [path, asked, expected] of CASES) {
  it(`${asked} ${expected ? 'is' : 'is not'} ${path}`, async () => {
    const hono = new Hono()
    hono.get(honoPath(path), (c) => c.json(pathParams(path, c.req.param())))
    const response = await hono.request(asked)
    assert.equal(response.status, expected ? 200 : 404)
    if (expected) assert.deepEqual(await response.json(), expected)
  })
}
