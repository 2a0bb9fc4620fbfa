import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { createContext } from '../../src/context.ts'
import { DEFAULT_LIMITS } from '../../src/limits.ts'
import type { Limits } from '../../src/limits.ts'
import { ProblemError } from '../../src/problem.ts'
import { createRateLimiter } from '../../src/rate-limit.ts'
import type { Charge } from '../../src/rate-limit.ts'
import { createApp } from '../../src/app.ts'
import { forgetWindows } from '../../src/storage/rate-limits.ts'
import { assertProblem, nextUlid, ORIGINS, png } from '../harness.ts'
import type { Answered, Caller, District } from '../harness.ts'

const MINUTE = 60_000

/** Nothing is limited but what a test names. */
const limitsOf = (changes: Partial<Limits>): Limits => ({
  ...(Object.fromEntries(Object.keys(DEFAULT_LIMITS).map((name) => [name, {}])) as Record<keyof Limits, object>),
  ...changes,
})

export function rateLimits(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    /** As a process of its own would: the database is all that it shares with the others. */
    const limiterOf = (limits: Limits, clock: () => number) =>
      createRateLimiter(createContext({ database: district.database, keyring: district.keyring, clock }), limits)

    const isAllowed = async (charging: Promise<unknown>) => {
      try {
        await charging
        return true
      } catch (error) {
        if (error instanceof ProblemError && error.status === 429) return false
        throw error
      }
    }

    let callers = 0
    /** Nobody who was counted before. */
    const someone = () => `caller-${callers++}`

    it('allow what they say and never more, over any number of processes at once', async () => {
      const cases = fc.record({
        limit: fc.integer({ min: 1, max: 700 }),
        processes: fc.integer({ min: 1, max: 6 }),
        costs: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 300 }),
        windows: fc.integer({ min: 1, max: 3 }),
      })
      const clock = { now: 0 }
      await fc.assert(
        fc.asyncProperty(cases, async ({ limit, processes, costs, windows }) => {
          clock.now += 100 * MINUTE
          const who = someone()
          const limits = limitsOf({ reads: { person: { limit, window: 60 } } })
          const limiters = Array.from({ length: processes }, () => limiterOf(limits, () => clock.now))
          for (let window = 0; window < windows; window += 1) {
            clock.now += MINUTE
            const allowed = await Promise.all(
              costs.map(async (cost, index) => {
                const charge: Charge = { class: 'reads', by: 'person', who, cost }
                return (await isAllowed(limiters[index % processes]!.charge(charge))) ? cost : 0
              }),
            )
            const total = allowed.reduce((sum, cost) => sum + cost, 0)
            assert.ok(total <= limit, `${total} of ${limit}`)
            // One process loses nothing in leases: it allows all that fits.
            if (processes === 1 && costs.every((cost) => cost === 1)) assert.equal(total, Math.min(limit, costs.length))
          }
        }),
        { numRuns: 25 },
      )
    })

    it('lose little in leases: several processes that all go on allow nearly everything', async () => {
      const clock = { now: 7 * MINUTE }
      const limit = 1_000
      const limits = limitsOf({ writes: { site: { limit, window: 60 } } })
      const limiters = Array.from({ length: 4 }, () => limiterOf(limits, () => clock.now))
      const who = someone()
      let total = 0
      for (let i = 0; i < 2_000; i += 1) {
        if (await isAllowed(limiters[i % 4]!.charge({ class: 'writes', by: 'site', who }))) total += 1
      }
      assert.equal(total, limit)
    })

    it('ask the database for few of the requests', async () => {
      const limits = limitsOf({ reads: { site: { limit: 12_800, window: 60 } } })
      const limiter = limiterOf(limits, () => 9 * MINUTE)
      const { db } = district.database
      let queries = 0
      const counted = createRateLimiter(
        {
          ...createContext({ database: district.database, keyring: district.keyring, clock: () => 9 * MINUTE }),
          db: db.withPlugin({
            transformQuery: ({ node }) => {
              queries += 1
              return node
            },
            transformResult: async ({ result }) => result,
          }),
        },
        limits,
      )
      const who = someone()
      for (let i = 0; i < 3_000; i += 1) await counted.charge({ class: 'reads', by: 'site', who })
      assert.ok(queries <= 8, `${queries} queries`)
      assert.ok(await isAllowed(limiter.charge({ class: 'reads', by: 'site', who })))
    })

    it('keep no address and no name, and forget windows that are over', async () => {
      const limits = limitsOf({ reads: { address: { limit: 5, window: 60 } } })
      await limiterOf(limits, () => 20 * MINUTE).charge({ class: 'reads', by: 'address', who: '203.0.113.77' })
      const rows = await district.database.db.selectFrom('rate_limits').selectAll().execute()
      assert.doesNotMatch(JSON.stringify(rows), /203\.0\.113\.77|caller-/)
      const gone = await forgetWindows(district.database.db, 'main', 1e14)
      assert.equal(gone, rows.length)
    })

    describe('hold open event streams down', () => {
      const served = (streams: Limits['streams']) => {
        const { database, keyring, clock } = district
        const onError = (error: unknown) => district.failures.push(error)
        const app = createApp({ database, keyring, clock: () => clock.now, limits: { ...limitsOf({}), streams }, onError })
        const request = (as: Caller, method = 'GET') =>
          new Request('http://district.test/v1/events', { method, headers: district.headersOf(as) })
        return {
          app,
          listen: (as: Caller, address = '203.0.113.50') => app.fetch(request(as), { address }),
          head: (as: Caller) => app.fetch(request(as, 'HEAD'), { address: '203.0.113.50' }),
        }
      }
      const expectRefused = async (response: Response) => {
        const { status, headers } = response
        assertProblem({ status, headers, body: await response.json() }, 429, 'too-many-streams')
        assert.ok(Number(headers.get('retry-after')) > 0)
      }

      for (const [what, streams, as, elsewhere] of [
        ['of one address', { address: 2 }, 'public', { as: 'public', address: '203.0.113.51' }],
        ['of one person', { person: 2 }, 'employee:S1', { as: 'employee:S2', address: '203.0.113.50' }],
        ['of one member of staff', { staff: 2 }, 'street', { as: 'community', address: '203.0.113.50' }],
      ] as const) {
        it(`those ${what}, until one of them ends`, async () => {
          const { app, listen, head } = served(streams)
          const [first, second] = [await listen(as), await listen(as)]
          assert.deepEqual([first.status, second.status], [200, 200])
          await expectRefused(await listen(as))
          const other = await listen(elsewhere.as, elsewhere.address)
          assert.equal(other.status, 200)
          await first.body!.cancel()
          assert.equal((await head(as)).status, 200)
          const third = await listen(as)
          assert.equal(third.status, 200)
          await expectRefused(await listen(as))
          await Promise.all([second, third, other].map((response) => response.body!.cancel()))
          app.close()
        })
      }

      it('by default so that an office has room, and nobody fills the memory', () => {
        assert.deepEqual(DEFAULT_LIMITS.streams, { address: 3_000, person: 50, staff: 50 })
      })
    })

    describe('over the API', () => {
      const served = (limits: Limits) => {
        const { database, keyring, clock } = district
        const onError = (error: unknown) => district.failures.push(error)
        const app = createApp({ database, keyring, clock: () => clock.now, limits, onError })
        return async (
          method: string,
          path: string,
          { as = 'nobody', address, body, headers = {} }: Call = {},
        ): Promise<Answered> => {
          const raw = body instanceof Uint8Array
          const response = await app.fetch(
            new Request(`http://district.test${path}`, {
              method,
              headers: { ...district.headersOf(as), ...(body !== undefined && !raw && JSON_TYPE), ...headers },
              ...(body !== undefined && { body: raw ? (body as BodyInit) : JSON.stringify(body) }),
            }),
            { address },
          )
          const text = await response.text()
          return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
        }
      }
      interface Call {
        as?: Caller
        address?: string
        body?: unknown
        headers?: Record<string, string>
      }
      const JSON_TYPE = { 'content-type': 'application/json' }

      it('tell in headers what is left, and refuse with when to come again', async () => {
        const call = served(limitsOf({ reads: { address: { limit: 2, window: 60 }, site: { limit: 100, window: 60 } } }))
        const ask = () => call('GET', '/v1/categories', { as: 'public', address: '203.0.113.1' })
        const first = await ask()
        assert.equal(first.status, 200)
        const reset = 60 - ((district.clock.now / 1000) % 60)
        assert.equal(first.headers.get('ratelimit-policy'), '"reads-by-address";q=2;w=60, "reads-by-site";q=100;w=60')
        assert.equal(first.headers.get('ratelimit'), `"reads-by-address";r=1;t=${reset}, "reads-by-site";r=99;t=${reset}`)
        assert.equal((await ask()).status, 200)
        const third = await ask()
        assertProblem(third, 429, 'too-many-requests')
        assert.equal(third.headers.get('retry-after'), String(reset))
        assert.equal(third.headers.get('ratelimit'), `"reads-by-address";r=0;t=${reset}`)
        assert.equal(third.headers.get('access-control-allow-origin'), ORIGINS.public)
        assert.match(third.headers.get('access-control-expose-headers')!, /ratelimit/)
        const other = await call('GET', '/v1/categories', { as: 'public', address: '203.0.113.2' })
        assert.equal(other.status, 200)
        district.clock.now += MINUTE
        assert.equal((await ask()).status, 200)
      })

      it('hold one person short without their colleagues, at whatever address', async () => {
        const call = served(limitsOf({ reads: { person: { limit: 1, window: 60 } } }))
        const ask = (as: Caller, address: string) => call('GET', '/v1/categories', { as, address })
        assert.equal((await ask('employee:L1', '203.0.113.1')).status, 200)
        assertProblem(await ask('employee:L1', '203.0.113.9'), 429, 'too-many-requests')
        assert.equal((await ask('employee:L2', '203.0.113.1')).status, 200)
      })

      it('count those who try receipts, codes and credentials by where they come from', async () => {
        const call = served(
          limitsOf({
            receipts: { address: { limit: 3, window: 60 } },
            'failed-credentials': { address: { limit: 3, window: 60 } },
          }),
        )
        for (let i = 0; i < 3; i += 1) {
          assertProblem(await call('GET', `/v1/receipts/K7QM-2X9F-4${i + 2}`, { as: 'public', address: '198.51.100.1' }), 404)
        }
        assertProblem(await call('GET', '/v1/receipts/K7QM-2X9F-4D', { as: 'public', address: '198.51.100.1' }), 429)

        const guess = (address: string) =>
          call('GET', '/v1/issues', { address, headers: { authorization: `Bearer wt_${'x'.repeat(32)}` } })
        for (let i = 0; i < 3; i += 1) assertProblem(await guess('198.51.100.2'), 401, 'unknown-token')
        assertProblem(await guess('198.51.100.2'), 429, 'too-many-requests')
        // Those in the same office whose credentials are good are not held up by it.
        assert.equal((await call('GET', '/v1/issues', { as: 'street', address: '198.51.100.2' })).status, 200)
        assertProblem(await guess('198.51.100.3'), 401, 'unknown-token')
      })

      it('count preflights and paths that there are not', async () => {
        const call = served(limitsOf({ reads: { address: { limit: 2, window: 60 } } }))
        const address = '198.51.100.4'
        const headers = { origin: ORIGINS.public, 'access-control-request-method': 'GET' }
        assert.equal((await call('OPTIONS', '/v1/grids', { address, headers })).status, 204)
        assertProblem(await call('GET', '/v1/nothing', { address }), 404)
        assertProblem(await call('GET', '/v1/nothing', { address }), 429)
        assertProblem(await call('OPTIONS', '/v1/grids', { address, headers }), 429)
      })

      it('count a call by a method that the path does not know', async () => {
        const call = served(limitsOf({ reads: { address: { limit: 1, window: 60 } } }))
        const address = '198.51.100.5'
        assertProblem(await call('DELETE', '/v1/grids', { address }), 405, 'method-not-allowed')
        assertProblem(await call('DELETE', '/v1/grids', { address }), 429, 'too-many-requests')
      })

      it('count each site by itself, those of one audience too', async () => {
        district.clock.now += MINUTE
        const call = served(limitsOf({ reads: { site: { limit: 1, window: 60 } } }))
        const origin = 'https://other.example'
        const body = { origins: [origin], audience: 'public' }
        const { key } = (await district.call('POST', '/v1/admin/key-create', { as: 'admin', body })).body
        assert.equal((await call('GET', '/v1/categories', { as: 'public' })).status, 200)
        assertProblem(await call('GET', '/v1/categories', { as: 'public' }), 429)
        const other = await call('GET', '/v1/categories', { headers: { 'wangge-site-key': key, origin } })
        assert.equal(other.status, 200)
        const rows = await district.database.db.selectFrom('rate_limits').select('bucket').execute()
        assert.equal(JSON.stringify(rows).includes(key), false)
      })

      it('count tables that come in by themselves, and take nothing off the day’s photos', async () => {
        const call = served(
          limitsOf({
            imports: { staff: { limit: 1, window: 60 } },
            'photo-kilobytes': { staff: { limit: 1, window: 86_400 } },
          }),
        )
        const body = new TextEncoder().encode(`姓名,手机\r\n${Array.from({ length: 200 }, () => '某人,').join('\r\n')}`)
        assert.ok(body.length > 1_000)
        const send = () =>
          call('POST', '/v1/people:import?dryRun=true', { as: 'street', body, headers: { 'content-type': 'text/csv' } })
        const first = await send()
        assert.equal(first.status, 200, JSON.stringify(first.body))
        assert.match(first.headers.get('ratelimit-policy')!, /"imports-by-staff";q=1;w=60/)
        assertProblem(await send(), 429, 'too-many-requests')
      })

      it('give the photos that come from one address a budget of bytes', async () => {
        const call = served(limitsOf({ 'photo-kilobytes': { address: { limit: 1, window: 86_400 } } }))
        const send = (address: string) => {
          const { bytes, ref } = png(`budget ${nextUlid()}`)
          const headers = { 'content-type': 'image/png' }
          return call('PUT', `/v1/photos/${ref.sha256}`, { as: 'public', address, body: bytes, headers })
        }
        assert.equal((await send('198.51.100.6')).status, 201)
        assertProblem(await send('198.51.100.6'), 429, 'too-many-requests')
        assert.equal((await send('198.51.100.7')).status, 201)
        assert.deepEqual(DEFAULT_LIMITS['photo-kilobytes'].address, { limit: 500_000, window: 86_400 })
      })

      it('give a day’s photos a budget of bytes', async () => {
        const call = served(limitsOf({ 'photo-kilobytes': { site: { limit: 2, window: 86_400 } } }))
        const send = (salt: string) => {
          const { bytes, ref } = png(salt)
          const headers = { 'content-type': 'image/png' }
          return call('PUT', `/v1/photos/${ref.sha256}`, { as: 'public', body: bytes, headers })
        }
        assert.equal((await send(`budget ${nextUlid()}`)).status, 201)
        assert.equal((await send(`budget ${nextUlid()}`)).status, 201)
        assertProblem(await send(`budget ${nextUlid()}`), 429, 'too-many-requests')
      })
    })
  })
}
