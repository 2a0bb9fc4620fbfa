// What only a real socket shows: bodies that are cut off, odd request lines, readers that leave.
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { connect } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { listen } from '../src/listen.ts'
import type { Listening } from '../src/listen.ts'
import { openDatabase } from '../src/storage/database.ts'
import { assertProblem, openDistrict, reportCommand } from './harness.ts'
import type { District } from './harness.ts'

describe('over HTTP', () => {
  let district: District
  let server: Listening
  before(async () => {
    district = await openDistrict(await openDatabase())
    server = await listen(district.app, { port: 0 })
  })
  after(async () => {
    district.app.close()
    await server.close()
    await district.database.close()
    assert.deepEqual(district.failures, [])
  })

  const answered = async (response: Response) => ({
    status: response.status,
    headers: response.headers,
    body: await response.json(),
  })

  it('answers 413 to ten megabytes, with and without their length told', async () => {
    const headers = { ...district.headersOf('employee:A1'), 'content-type': 'application/json' }
    const body = Buffer.alloc(10_000_000, 32)
    const url = `${server.url}/v1/sign-ups`
    assertProblem(await answered(await fetch(url, { method: 'POST', headers, body })), 413, 'body-too-large')
    const stream = new Blob([body]).stream()
    const init = { method: 'POST', headers, body: stream, duplex: 'half' } as RequestInit
    assertProblem(await answered(await fetch(url, init)), 413, 'body-too-large')
  })

  /** Sends bytes as they are and gives what comes back; of a body in chunks the first. */
  const raw = (text: string) =>
    new Promise<{ line: string; headers: Headers; body: string }>((resolve, reject) => {
      const { hostname, port } = new URL(server.url)
      const socket = connect(Number(port), hostname, () => socket.write(text))
      let said = ''
      socket.on('data', (chunk) => (said += chunk))
      socket.on('close', () => {
        const [head = '', body = ''] = said.split('\r\n\r\n')
        const [line = '', ...fields] = head.split('\r\n')
        const headers = new Headers(fields.map((field) => field.split(/: (.*)/s, 2) as [string, string]))
        resolve({ line, headers, body: headers.has('transfer-encoding') ? body.split('\r\n')[1]! : body })
      })
      socket.on('error', reject)
    })

  it('never fails at an odd request line', async () => {
    const key = Object.entries(district.headersOf('public'))
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')
    for (const path of [
      '/v1/grids/%/status',
      '/v1/grids/%E0%A4%A/status',
      '/v1/grids/%00/status',
      '//v1',
      '/v1/grids/../grids',
      '/?',
      '*',
      'http://x/v1/health',
    ]) {
      const { line } = await raw(`GET ${path} HTTP/1.1\r\nhost: x\r\n${key}connection: close\r\n\r\n`)
      assert.match(line, /^HTTP\/1\.1 (200|400|404) /, path)
    }
    const { line } = await raw(`GET /v1/grids HTTP/1.1\r\nhost: a b\r\n${key}connection: close\r\n\r\n`)
    assert.match(line, /^HTTP\/1\.1 (200|4\d\d) /)
  })

  it('answers with a problem what is no request, and leaves the others alone', async () => {
    const get = (rest: string) => `GET /v1/health HTTP/1.1\r\nconnection: close\r\n${rest}\r\n`
    const cases: [string, number, string][] = [
      ['nonsense\r\n\r\n', 400, 'malformed-request'],
      ['BREW / HTTP/1.1\r\nhost: x\r\n\r\n', 400, 'malformed-request'],
      [get('host: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n'), 400, 'malformed-request'],
      [get(`host: x\r\nlong: ${'x'.repeat(200_000)}\r\n`), 431, 'headers-too-large'],
      [get('host: x\r\nexpect: tea\r\n'), 417, 'expectation-failed'],
      [get(''), 400, 'malformed-request'],
      [get('host: a b\r\n'), 400, 'malformed-request'],
      ['GET /a\\b HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 400, 'malformed-request'],
      ['CONNECT x:1 HTTP/1.1\r\nhost: x\r\n\r\n', 405, 'method-not-allowed'],
      [`POST /v1/sign-ups HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nno chunk\r\n`, 400, 'malformed-request'],
    ]
    for (const [text, status, code] of cases) {
      const { line, headers, body } = await raw(text)
      assert.match(line, new RegExp(`^HTTP/1\\.1 ${status} [A-Z]`), text.slice(0, 80))
      assertProblem({ status, headers, body: JSON.parse(body) }, status, code)
      assert.equal(headers.get('x-content-type-options'), 'nosniff')
      assert.equal(headers.get('connection'), 'close')
    }
    assert.match((await raw(get('host: x\r\n'))).line, / 200 OK$/)
  })

  it('never writes into the middle of an answer', async () => {
    const key = Object.entries(district.headersOf('public')).map(([name, value]) => `${name}: ${value}\r\n`)
    const { hostname, port } = new URL(server.url)
    const said = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () =>
        socket.write(`GET /v1/events HTTP/1.1\r\nhost: x\r\n${key.join('')}\r\n`),
      )
      let text = ''
      socket.on('data', (chunk) => {
        if (text === '') socket.write('nonsense\r\n\r\n')
        text += chunk
      })
      socket.on('close', () => resolve(text))
      socket.on('error', reject)
    })
    assert.equal(said.match(/HTTP\/1\.1/g)?.length, 1)
  })

  it('answers HEAD without a body, and does not go on listening for one', async () => {
    const headers = district.headersOf('public')
    const head = await fetch(`${server.url}/v1/grids`, { method: 'HEAD', headers })
    assert.deepEqual([head.status, await head.text()], [200, ''])
    const events = await fetch(`${server.url}/v1/events`, { method: 'HEAD', headers })
    assert.equal(events.status, 200)
    assert.equal(district.database.signal.listeners, 0)
  })

  it('forgets a reader of events whose connection breaks', async () => {
    const left = Promise.withResolvers<void>()
    const { signal } = district.database
    const client = request(`${server.url}/v1/events`, { headers: district.headersOf('public') }, (response) => {
      response.once('data', () => {
        assert.equal(signal.listeners, 1)
        client.destroy()
      })
      response.on('error', () => left.resolve())
    })
    client.on('error', () => left.resolve())
    client.end()
    await left.promise
    // The server learns of it by its own socket, in some later turn of the event loop.
    for (let turns = 0; signal.listeners > 0 && turns < 1000; turns++) await new Promise((resolve) => setImmediate(resolve))
    assert.equal(signal.listeners, 0)
  })

  it('tells every reader of a commit', async () => {
    const headers = district.headersOf('public')
    const readers = await Promise.all(
      [1, 2, 3].map(async () => (await fetch(`${server.url}/v1/events`, { headers })).body!.getReader()),
    )
    const next = async (reader: ReadableStreamDefaultReader<Uint8Array>) =>
      Number(/^id: (\d+)$/m.exec(Buffer.from((await reader.read()).value!).toString())![1])
    const before = await Promise.all(readers.map(next))
    await district.post('/v1/issues', reportCommand(), 'public')
    const told = await Promise.all(readers.map(next))
    assert.deepEqual(
      told,
      before.map((cursor) => cursor + 1),
    )
    await Promise.all(readers.map((reader) => reader.cancel()))
  })
})
