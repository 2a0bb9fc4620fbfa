import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { createApp } from '../../src/app.ts'
import { clientAddress } from '../../src/client-address.ts'
import { DEFAULT_LIMITS } from '../../src/limits.ts'
import type { LimitClass, LimitedBy, Limits } from '../../src/limits.ts'
import { listen } from '../../src/listen.ts'
import { assertProblem, nextUlid, ORIGINS, png, reportCommand } from '../harness.ts'
import { OIDC } from '../oidc-issuer.ts'
import { askApp, attack } from './arena.ts'
import type { Arena, Ask } from './arena.ts'

const MINUTE = 60_000
const LIMIT = 3

const NONE = Object.fromEntries(Object.keys(DEFAULT_LIMITS).map((each) => [each, {}])) as unknown as Limits

/** Three in a minute, and nothing else is counted. */
const only = (name: LimitClass, by: LimitedBy, rate = { limit: LIMIT, window: 60 }): Limits => ({
  ...NONE,
  [name]: { [by]: rate },
})

export function rushes(arena: Arena): void {
  describe('rushes', () => {
    /** The district's own app, held to these limits; in a minute of its own. */
    const limitedTo = (limits: Limits) => {
      const { database, keyring, clock } = arena.district
      clock.now += MINUTE * ++minutes
      const app = createApp({ database, keyring, limits, clock: () => clock.now, oidc: OIDC })
      return { app, ask: (request: Ask) => askApp({ ...arena.district, app }, request) }
    }
    let minutes = 0
    /** However the caller varies it, the try beyond the limit is refused, with when to come again. */
    const isStopped = async (limits: Limits, request: (nth: number) => Ask) => {
      const { ask } = limitedTo(limits)
      for (let nth = 0; nth < LIMIT; nth += 1) assert.notEqual((await ask(request(nth))).status, 429)
      const answer = await arena.untouched(() => ask(request(LIMIT)))
      assertProblem(answer, 429, 'too-many-requests')
      assert.ok(Number(answer.headers.get('retry-after')) > 0)
      return ask
    }
    const address = '203.0.113.7'
    const guess = (nth: number): string => `${nth}`.padStart(32, 'x')

    attack('guessing tokens of staff', async () => {
      const request = (nth: number): Ask => ({
        path: '/v1/issues',
        address,
        headers: { authorization: `Bearer wt_${guess(nth)}` },
      })
      const ask = await isStopped(only('failed-credentials', 'address'), request)
      assert.equal((await ask({ path: '/v1/issues', as: 'street', address })).status, 200)
    })

    attack('guessing site keys', async () => {
      const headers = (nth: number) => ({ 'wangge-site-key': `wk_${guess(nth)}`, origin: ORIGINS.public })
      await isStopped(only('failed-credentials', 'address'), (nth) => ({ path: '/v1/grids', address, headers: headers(nth) }))
    })

    attack('guessing the secret of the data directory', async () => {
      const headers = (nth: number) => ({ authorization: `Bearer the-data-directorys-own-${guess(nth)}` })
      await isStopped(only('failed-credentials', 'address'), (nth) => ({ path: '/v1/issues', address, headers: headers(nth) }))
    })

    attack('guessing hosts’ tokens with a good site key', async () => {
      const headers = (nth: number) => ({ authorization: `Bearer ${guess(nth)}.e30.x` })
      await isStopped(only('failed-credentials', 'address'), (nth) => ({
        path: '/v1/me',
        as: 'org',
        address,
        headers: headers(nth),
      }))
    })

    attack('guessing receipts from one address', async () => {
      const path = (nth: number) => `/v1/receipts/K7QM-2X9F-${nth}D`
      await isStopped(only('receipts', 'address'), (nth) => ({ path: path(nth + 2), as: 'public', address }))
    })

    attack('guessing receipts from many addresses with one site key', async () => {
      const path = (nth: number) => `/v1/receipts/K7QM-2X9G-${nth}D`
      await isStopped(only('receipts', 'site'), (nth) => ({ path: path(nth + 2), as: 'public', address: `203.0.113.${nth}` }))
    })

    attack('guessing receipts by erasing them', async () => {
      const path = (nth: number) => `/v1/receipts/K7QM-2X9H-${nth + 2}D/erasure`
      const body = () => ({ id: nextUlid(), confirm: true })
      await isStopped(only('receipts', 'address'), (nth) => ({ path: path(nth), as: 'public', address, body: body() }))
    })

    attack('guessing codes of sign-ins', async () => {
      const body = (nth: number) => ({ code: `wc_${guess(nth)}`, codeVerifier: 'v'.repeat(43) })
      await isStopped(only('sign-in', 'address'), (nth) => ({ path: '/v1/auth/sessions', address, body: body(nth) }))
    })

    attack('looking for people name by name', async () => {
      const body = (nth: number) => ({ name: `张${nth}` })
      await isStopped(only('people-search', 'staff'), (nth) => ({ path: '/v1/people/find', as: 'street', body: body(nth) }))
    })

    attack('reports without end by one site key', async () => {
      await isStopped(only('writes', 'site'), () => ({ path: '/v1/issues', as: 'public', body: reportCommand() }))
    })

    attack('writes without end by one employee, from ever new addresses', async () => {
      const body = () => ({ id: nextUlid(), signUpId: nextUlid() })
      await isStopped(only('writes', 'person'), (nth) => {
        const cancel = body()
        return { path: `/v1/sign-ups/${cancel.signUpId}/cancel`, as: 'employee:RUSH1', address: `203.0.113.${nth}`, body: cancel }
      })
    })

    attack('pictures without end', async () => {
      const { ask } = limitedTo(only('photo-kilobytes', 'site', { limit: LIMIT, window: 86_400 }))
      const put = () => {
        const { bytes, ref } = png(nextUlid())
        const headers = { 'content-type': 'image/png' }
        return ask({ method: 'PUT', path: `/v1/photos/${ref.sha256}`, as: 'public', body: bytes, headers })
      }
      for (let nth = 0; nth < LIMIT; nth += 1) assert.equal((await put()).status, 201)
      await arena.untouched(async () => assertProblem(await put(), 429, 'too-many-requests'))
    })

    attack('parts of pictures without end', async () => {
      const { ask } = limitedTo(only('photo-kilobytes', 'site', { limit: LIMIT, window: 86_400 }))
      const append = async () => {
        const { bytes, ref } = png(nextUlid())
        const path = `/v1/photos/${ref.sha256}/upload`
        await ask({ path, as: 'org', body: { type: ref.type, size: ref.size } })
        const headers = { 'content-type': 'application/partial-upload' }
        return { method: 'PUT', path: `${path}?offset=0`, as: 'org', body: bytes, headers } as const
      }
      for (let nth = 0; nth < LIMIT; nth += 1) assert.equal((await ask(await append())).status, 200)
      const more = await append()
      await arena.untouched(async () => assertProblem(await ask(more), 429, 'too-many-requests'))
      await isStopped(only('photo-parts', 'address'), () => ({ ...more, address }))
    })

    attack('paths that there are not, without end', async () => {
      await isStopped(only('reads', 'address'), (nth) => ({ path: `/v1/nothing-${nth}`, address }))
    })

    attack('preflights without end', async () => {
      const headers = { origin: ORIGINS.public, 'access-control-request-method': 'GET' }
      await isStopped(only('reads', 'address'), () => ({ method: 'OPTIONS', path: '/v1/grids', address, headers }))
    })

    attack('another address of the same household’s network for each try', async () => {
      const from = (nth: number) => clientAddress(`2001:db8:1:2::${nth + 1}`, null, 0)!
      await isStopped(only('reads', 'address'), (nth) => ({ path: '/v1/health', address: from(nth) }))
    })

    attack('the same IPv4 address in its two spellings', async () => {
      const from = (nth: number) => clientAddress(nth % 2 ? '203.0.113.9' : '::ffff:203.0.113.9', null, 0)!
      await isStopped(only('reads', 'address'), (nth) => ({ path: '/v1/health', address: from(nth) }))
    })

    for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip', 'x-client-ip']) {
      attack(`another address for each try, by the header ${header}`, async () => {
        const { app } = limitedTo(only('reads', 'address'))
        const server = await listen(app, { port: 0 })
        try {
          const statuses: number[] = []
          for (let nth = 0; nth <= LIMIT; nth += 1) {
            const value = header === 'forwarded' ? `for=198.51.100.${nth}` : `198.51.100.${nth}`
            const response = await fetch(`${server.url}/v1/health`, { headers: { [header]: value } })
            await response.arrayBuffer()
            statuses.push(response.status)
          }
          assert.deepEqual(statuses, [200, 200, 200, 429])
        } finally {
          await server.close()
        }
      })
    }

    attack('another process of the same district for each try', async () => {
      const limits = only('writes', 'site')
      const apps = [limitedTo(limits)]
      const { database, keyring, clock } = arena.district
      for (let i = 0; i < 2; i += 1) {
        const app = createApp({ database, keyring, limits, clock: () => clock.now })
        apps.push({ app, ask: (request) => askApp({ ...arena.district, app }, request) })
      }
      const tries = Array.from({ length: 4 * LIMIT }, (_, nth) => nth)
      const report = (nth: number) => apps[nth % 3]!.ask({ path: '/v1/issues', as: 'public', body: reportCommand() })
      const statuses = (await Promise.all(tries.map(report))).map(({ status }) => status)
      assert.ok(statuses.filter((status) => status === 201).length <= LIMIT, statuses.join())
    })
  })
}
