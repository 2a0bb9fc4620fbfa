// Callers that are slow, many or silent, by real sockets; with limits short enough to be reached.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { createApp } from '../src/app.ts'
import { DEFAULT_LIMITS } from '../src/limits.ts'
import type { Limits } from '../src/limits.ts'
import { listen } from '../src/listen.ts'
import type { ListenOptions } from '../src/listen.ts'
import { openDatabase } from '../src/storage/database.ts'
import { assertProblem, openDistrict, reportCommand } from './harness.ts'
import type { District } from './harness.ts'

const HEALTH = 'GET /v1/health HTTP/1.1\r\nhost: x\r\n'

describe('connections', () => {
  let district: District
  before(async () => {
    district = await openDistrict(await openDatabase())
  })
  after(async () => {
    district.app.close()
    await district.database.close()
    assert.deepEqual(district.failures, [])
  })

  /** A server with these options for as long as the work goes on. */
  async function serving(options: Partial<ListenOptions>, work: (server: Serving) => Promise<void>, app = district.app) {
    const server = await listen(app, { port: 0, ...options })
    const sockets: Socket[] = []
    try {
      const port = Number(new URL(server.url).port)
      await work({ url: server.url, open: () => keep(sockets, connect(port, '127.0.0.1')) })
    } finally {
      for (const socket of sockets) socket.destroy()
      await server.close()
    }
  }
  interface Serving {
    url: string
    open(): Socket
  }
  const keep = (sockets: Socket[], socket: Socket): Socket => {
    sockets.push(socket)
    // A connection that is cut may break in any way.
    socket.on('error', () => {})
    return socket
  }

  /** All that the server says until it hangs up. */
  const said = (socket: Socket): Promise<string> => {
    const { promise, resolve } = Promise.withResolvers<string>()
    let text = ''
    socket.on('data', (chunk) => (text += chunk))
    socket.once('close', () => resolve(text))
    return promise
  }
  const answer = (socket: Socket): Promise<string> =>
    new Promise((resolve, reject) => {
      socket.once('data', (chunk) => resolve(String(chunk)))
      socket.once('close', () => reject(new Error('The server hung up')))
    })
  const assertTooSlow = (text: string) => {
    const [head, body] = text.split('\r\n\r\n') as [string, string]
    const [line, ...fields] = head.split('\r\n')
    assert.match(line!, /^HTTP\/1\.1 408 /)
    const headers = new Headers(fields.map((field) => field.split(/: (.*)/s, 2) as [string, string]))
    assertProblem({ status: 408, headers, body: JSON.parse(body) }, 408, 'request-timeout')
  }

  const SHORT = { headersTimeout: 250, requestTimeout: 500, connectionsCheckingInterval: 20 }

  it('are ended where the headers never come to their end, also where they go on coming, or nothing comes', async () => {
    await serving({ limits: SHORT }, async ({ open }) => {
      const halted = open()
      halted.write(HEALTH)
      const dripping = open()
      dripping.write(HEALTH)
      const drip = setInterval(() => dripping.writable && dripping.write('a: b\r\n'), 5)
      const silent = open()
      const ends = await Promise.all([halted, dripping, silent].map(said))
      clearInterval(drip)
      for (const end of ends) assertTooSlow(end)
    })
  })

  it('are ended where a body does not come in time, and nothing of it is kept', async () => {
    await serving({ limits: SHORT }, async ({ open }) => {
      const before = await district.database.db.selectFrom('issues').select('id').execute()
      const command = reportCommand()
      const headers = { ...district.headersOf('public'), 'idempotency-key': command.id, 'content-type': 'application/json' }
      const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
      const socket = open()
      const bytes = Buffer.from(JSON.stringify(command))
      socket.write(`POST /v1/issues HTTP/1.1\r\nhost: x\r\n${fields.join('')}content-length: ${bytes.length}\r\n\r\n`)
      socket.write(bytes.subarray(0, -1))
      assertTooSlow(await said(socket))
      assert.deepEqual(await district.database.db.selectFrom('issues').select('id').execute(), before)
    })
  })

  it('go on where only the answer takes long: an event stream outlives every limit of a request', async () => {
    await serving({ limits: SHORT }, async ({ url, open }) => {
      const stream = (await fetch(`${url}/v1/events`, { headers: district.headersOf('public') })).body!.getReader()
      await stream.read()
      // One after the other, so that more time passes than any request has.
      for (let i = 0; i < 3; i += 1) {
        const slow = open()
        slow.write(HEALTH)
        await said(slow)
      }
      await district.post('/v1/issues', reportCommand(), 'public')
      assert.match(Buffer.from((await stream.read()).value!).toString(), /^event: cursor$/m)
      await stream.cancel()
    })
  })

  /** Asks again until the server has noticed that a connection went away. */
  const welcomed = async (open: () => Socket): Promise<string> => {
    for (let tries = 0; tries < 100; tries += 1) {
      const socket = open()
      socket.write(`${HEALTH}connection: close\r\n\r\n`)
      const text = await said(socket)
      if (text !== '') return text
    }
    return ''
  }

  for (const [what, limits] of [
    ['from one address', { connectionsPerAddress: 2 }],
    ['altogether', { connections: 2 }],
  ] as const) {
    it(`are no more ${what} than allowed; whoever comes when one has ended is welcome`, async () => {
      await serving({ limits }, async ({ open }) => {
        const held = [open(), open()]
        for (const socket of held) {
          socket.write(`${HEALTH}\r\n`)
          assert.match(await answer(socket), / 200 OK/)
        }
        const third = open()
        third.write(`${HEALTH}\r\n`)
        assert.equal(await said(third), '')
        // Those that are there are left alone.
        held[0]!.write(`${HEALTH}\r\n`)
        assert.match(await answer(held[0]!), / 200 OK/)
        held[1]!.destroy()
        assert.match(await welcomed(open), / 200 OK/)
      })
    })
  }

  it('are not counted by address behind a proxy of the district’s own, whose address all share', async () => {
    await serving({ limits: { connectionsPerAddress: 1 }, trustedProxies: 1 }, async ({ open }) => {
      for (const socket of [open(), open(), open()]) {
        socket.write(`${HEALTH}\r\n`)
        assert.match(await answer(socket), / 200 OK/)
      }
    })
  })

  describe('and whom their requests are counted for', () => {
    const none = Object.fromEntries(Object.keys(DEFAULT_LIMITS).map((name) => [name, {}])) as Record<keyof Limits, object>
    const limits: Limits = { ...none, reads: { address: { limit: 2, window: 60 } } }
    const appOf = () => {
      const { database, keyring, clock } = district
      // A window of its own, so that no test's counts reach another's.
      clock.now += 60_000
      return createApp({ database, keyring, limits, clock: () => clock.now })
    }
    const statuses = async (url: string, ways: string[]) => {
      const found: number[] = []
      for (const way of ways) found.push((await fetch(`${url}/v1/health`, { headers: { 'x-forwarded-for': way } })).status)
      return found
    }

    it('is the connection’s own address: a header of the caller’s changes nothing', async () => {
      await serving(
        {},
        async ({ url }) => {
          const forged = ['203.0.113.1', '203.0.113.2', '203.0.113.3, 203.0.113.4', '127.0.0.2']
          assert.deepEqual(await statuses(url, forged), [200, 200, 429, 429])
        },
        appOf(),
      )
    })

    it('is what the district’s own proxy says, whatever the caller put in front of it', async () => {
      await serving(
        { trustedProxies: 1 },
        async ({ url, open }) => {
          const one = ['203.0.113.1', '198.51.100.9, 203.0.113.1', '198.51.100.8, 203.0.113.1']
          assert.deepEqual(await statuses(url, one), [200, 200, 429])
          assert.deepEqual(await statuses(url, ['203.0.113.2']), [200])
          // A header that comes twice is one, in its order.
          const twice = open()
          twice.write(`${HEALTH}x-forwarded-for: 198.51.100.7\r\nx-forwarded-for: 203.0.113.1\r\n\r\n`)
          assert.match(await answer(twice), / 429 /)
        },
        appOf(),
      )
    })
  })
})
