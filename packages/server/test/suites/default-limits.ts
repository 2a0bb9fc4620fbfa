import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createApp } from '../../src/app.ts'
import { createContext } from '../../src/context.ts'
import { createRateLimiter } from '../../src/rate-limit.ts'
import type { Charge, RateLimiter } from '../../src/rate-limit.ts'
import { DEFAULT_LIMITS } from '../../src/limits.ts'
import { reportCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'

/** The limits as they come are to be met by those who try, never by those who work. */
export function defaultLimits(name: string, open: () => Promise<District>): void {
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

    /** A server as it comes, in a minute of its own; and what it counts, without the calls that it counts it for. */
    const inNextMinute = () => {
      district.clock.now += 60_000
      const { database, keyring, clock } = district
      const now = () => clock.now
      const app = createApp({ database, keyring, clock: now, onError: (error) => district.failures.push(error) })
      const call = async (as: Caller, address: string, body?: { id: string }) => {
        const json = body && { 'content-type': 'application/json', 'idempotency-key': body.id }
        const headers = { ...district.headersOf(as), ...json }
        const init = body && { method: 'POST', body: JSON.stringify(body) }
        const path = body ? '/v1/issues' : '/v1/categories'
        const response = await app.fetch(new Request(`http://district.test${path}`, { ...init, headers }), { address })
        return response.status
      }
      return { call, limiter: createRateLimiter(createContext({ database, keyring, clock: now }), DEFAULT_LIMITS) }
    }
    const charger = (limiter: RateLimiter, address: string, site: string) => (limitClass: Charge['class'], cost: number) =>
      Promise.all([
        limiter.charge({ class: limitClass, by: 'address', who: address, cost }),
        limiter.charge({ class: limitClass, by: 'site', who: site, cost }),
      ])

    it('let a minute of fifty sign-ups or reports a second through at one site key and one address', async () => {
      const address = '192.0.2.1'
      const { call, limiter } = inNextMinute()
      const charge = charger(limiter, address, 'public')
      for (let i = 0; i < 50 * 60; i += 1) await charge('writes', 1)
      assert.equal(await call('public', address, reportCommand()), 201)
    })

    it('let an office of five hundred behind one address begin its day in the middle of that', async () => {
      const address = '192.0.2.2'
      const desks = 500
      const { call, limiter } = inNextMinute()
      const charge = charger(limiter, address, 'org:org-a')
      for (let desk = 0; desk < desks; desk += 1) {
        // A token that ran out over night; six reads and an event stream, each with its preflight; three reports of one's own.
        await limiter.charge({ class: 'failed-credentials', by: 'address', who: address, cost: 6 })
        await charge('reads', 14)
        await charge('receipts', 3)
        await limiter.charge({ class: 'sign-in', by: 'address', who: address, cost: 3 })
      }
      // Then each desk asks for the news every second and reads what changed.
      for (let second = 0; second < 60; second += 1) {
        await charge('reads', 2 * desks)
        await charge('writes', 50)
      }
      assert.equal(await call('employee:L9', address), 200)
    })

    it('let a resident’s phone do in a minute what nobody does in an hour, and a thousand phones behind one address', async () => {
      const { call, limiter } = inNextMinute()
      const use = async (address: string, times: number) => {
        const charge = charger(limiter, address, 'public')
        await charge('reads', 20 * times)
        await charge('writes', 2 * times)
        await charge('photos', times)
        await charge('receipts', times)
      }
      await use('192.0.2.3', 60)
      // A provider's network that has one address for all of them.
      for (let phone = 0; phone < 1_000; phone += 1) await use('192.0.2.4', 1)
      for (const address of ['192.0.2.3', '192.0.2.4']) assert.equal(await call('public', address), 200)
    })

    it('hold short whoever tries receipts, also from many addresses', async () => {
      const { limiter } = inNextMinute()
      let tried = 0
      try {
        for (let network = 0; ; network += 1) {
          const charge = charger(limiter, `198.51.100.${network}`, 'public')
          for (let i = 0; i < 15; i += 1) {
            await charge('receipts', 100)
            tried += 100
          }
        }
      } catch (error) {
        assert.match(String((error as Error).message), /Too many requests/)
      }
      assert.ok(tried <= 15_000, String(tried))
    })
  })
}
