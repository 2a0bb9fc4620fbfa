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
    const headers = { ...district.headersOf('org'), 'content-type': 'application/json' }
    const body = Buffer.alloc(10_000_000, 32)
    const url = `${server.url}/v1/sign-ups`
    assertProblem(await answered(await fetch(url, { method: 'POST', headers, body })), 413, 'body-too-large')
    const stream = new Blob([body]).stream()
    const init = { method: 'POST', headers, body: stream, duplex: 'half' } as RequestInit
    assertProblem(await answered(await fetch(url, init)), 413, 'body-too-large')
  })

  /** Sends bytes as they are and gives the first line of what comes back. */
  const raw = (text: string) =>
    new Promise<{ line: string; body: string }>((resolve, reject) => {
      const { hostname, port } = new URL(server.url)
      const socket = connect(Number(port), hostname, () => socket.end(text))
      let said = ''
      socket.on('data', (chunk) => (said += chunk))
      socket.on('close', () => resolve({ line: said.split('\r\n')[0]!, body: said.split('\r\n\r\n')[1] ?? '' }))
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
