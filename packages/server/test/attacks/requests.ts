import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { gzipSync } from 'node:zlib'
import { createApp } from '../../src/app.ts'
import { line, loggable } from '../../src/loggable.ts'
import { ORIGINS, reportCommand } from '../harness.ts'
import { askApp, attack } from './arena.ts'
import type { Arena, Ask } from './arena.ts'

export function requests(arena: Arena): void {
  describe('requests', () => {
    const { ask, refuses, untouched } = arena
    const command = () => JSON.stringify(reportCommand())
    const report = (body: unknown, headers: Ask['headers'] = {}): Ask => ({
      method: 'POST',
      path: '/v1/issues',
      as: 'public',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    })

    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/json-patch+json',
      'text/plain, application/json',
      'application/jsonp',
      undefined,
    ]) {
      attack(`a body of the type ${type ?? 'that is not said'}`, async () => {
        const body = Buffer.from(command())
        await refuses(415, 'unsupported-media-type', report(body, { 'content-type': type }))
      })
    }

    attack('a body in UTF-16', async () => {
      await refuses(400, 'malformed-json', report(Buffer.from(command(), 'utf16le')))
    })

    attack('a body packed to a thousandth', async () => {
      const bomb = gzipSync(`"${'x'.repeat(10_000_000)}"`)
      await refuses(400, 'malformed-json', report(bomb, { 'content-encoding': 'gzip' }))
    })

    for (const header of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
      attack(`another method by the header ${header}`, async () => {
        const answer = await untouched(() => ask({ path: '/v1/issues', as: 'street', headers: { [header]: 'DELETE' } }))
        assert.equal(answer.status, 200)
      })
    }

    for (const path of [
      '/v1/grids/%2e%2e/%2e%2e/etc/passwd',
      '/v1/grids/..%2f..%2fetc%2fpasswd/status',
      '/v1/grids/%252e%252e%252f/status',
      '/v1/grids/root%2fstatus',
      '/v1/grids/root%00/status',
      '/v1//grids',
      '/v1/admin/../grids/',
    ]) {
      attack(`the path ${path}`, async () => void (await refuses(404, undefined, { path, as: 'public' })))
    }

    attack('header lines in a path, a query and a name of a record', async () => {
      const lines = '%0d%0aset-cookie:%20a=b%0d%0a%0d%0a<script>'
      for (const path of [`/v1/grids/${lines}/status`, `/v1/${lines}`, `/v1/issues?after=${lines}`]) {
        const { status, headers } = await untouched(() => ask({ path, as: 'street' }))
        assert.ok(status >= 400 && status < 500)
        assert.equal(headers.get('set-cookie'), null)
        assert.match(headers.get('content-type')!, /problem\+json/)
      }
    })

    attack('an Idempotency-Key that is read back in the answer', async () => {
      const headers = { 'idempotency-key': '<script>alert(1)</script>' }
      const answer = await refuses(422, 'idempotency-key-mismatch', { ...report(reportCommand()), headers })
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
      assert.equal(answer.headers.get('idempotency-key'), null)
    })

    attack('a line of one’s own in the log, by way of the path, the query and the headers', async () => {
      const { database, keyring } = arena.district
      const log: string[] = []
      const app = createApp({
        database: { ...database, db: {} as never },
        keyring,
        limits: false,
        // As the command that serves writes it.
        onError: (error, { id, method, route }) => log.push(`${id} ${line(method)} ${route} failed: ${loggable(error)}`),
      })
      const forged = '%0a2026-03-02 admin signed in'
      const headers = { 'wangge-site-key': 'admin signed in', origin: ORIGINS.public, 'user-agent': 'admin signed in' }
      const request = { path: `/v1/receipts/${forged}?x=${forged}`, headers, method: 'GET' }
      assert.equal((await askApp({ ...arena.district, app }, request)).status, 500)
      assert.ok(log.length > 0)
      assert.doesNotMatch(log.join('\n'), /admin signed in/)
      for (const entry of log) assert.match(entry, /^\w{26} GET \/v1\/receipts\/\{receipt\} failed: [^\n]*(\n {4}at [^\n]*)*/)
    })

    attack('a line of one’s own in the log, by way of an error’s message', async () => {
      const told = loggable(new Error('Expected "a"\n2026-03-02 admin signed in\r\u2028and out'))
      for (const text of told.split('\n').slice(1)) assert.match(text, /^ {4}at /)
    })
  })
}
