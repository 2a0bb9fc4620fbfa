import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { createSiteKey } from '../../src/credentials.ts'
import { seedDistrict } from '../../src/seed/seed-district.ts'
import { ORIGINS, signUpCommand } from '../harness.ts'
import { NOW, sample } from '../sample.ts'
import { attack } from './arena.ts'
import type { Arena } from './arena.ts'

const GRIDS = '/v1/grids'

const newKey = async ({ ask }: Arena, body: object = {}): Promise<string> =>
  (await ask({ path: '/v1/admin/key-create', as: 'admin', body: { origins: [ORIGINS.public], audience: 'public', ...body } }))
    .body.key

/** What says of a page that it is of another origin than the key's, however alike it looks. */
const ORIGIN_TRICKS: Record<string, string> = {
  'of another site': 'https://evil.example',
  null: 'null',
  'with a slash at its end': `${ORIGINS.public}/`,
  'with a port': `${ORIGINS.public}:8443`,
  'in capitals': ORIGINS.public.toUpperCase(),
  'whose name begins like the site’s': `${ORIGINS.public}.evil.example`,
  'whose name ends like the site’s': 'https://evil-district.example',
  'below the site’s name': 'https://a.district.example',
  'without TLS': ORIGINS.public.replace('https', 'http'),
  'with a user before the name': 'https://district.example@evil.example',
  'named twice': `${ORIGINS.public} https://evil.example`,
  'of an organisation’s site': ORIGINS.org,
}

export function siteKeys(arena: Arena): void {
  describe('site keys', () => {
    const { refuses, ask } = arena

    for (const [what, origin] of Object.entries(ORIGIN_TRICKS)) {
      attack(`a site key on a page of an origin ${what}`, async () => {
        await refuses(403, 'origin-not-allowed', { path: GRIDS, as: 'public', headers: { origin } })
      })
    }

    attack('a site key without any origin, as from a script', async () => {
      await refuses(403, 'origin-required', { path: GRIDS, as: 'public', headers: { origin: undefined } })
    })

    attack('a revoked site key', async () => {
      const key = await newKey(arena)
      await ask({ path: '/v1/admin/key-revoke', as: 'admin', body: { key } })
      await refuses(401, 'unknown-site-key', { path: GRIDS, as: 'public', headers: { 'wangge-site-key': key } })
    })

    attack('a rotated site key after the time that both held', async () => {
      const key = await newKey(arena)
      const rotated = await ask({ path: '/v1/admin/key-rotate', as: 'admin', body: { key, overlapHours: 2 } })
      assert.equal(rotated.status, 200, JSON.stringify(rotated.body))
      const old = { path: GRIDS, as: 'public', headers: { 'wangge-site-key': key } } as const
      assert.equal((await ask(old)).status, 200)
      arena.district.clock.now += 2 * 3_600_000 + 1
      await refuses(401, 'unknown-site-key', old)
    })

    attack('a site key that was replaced at once', async () => {
      const key = await newKey(arena)
      await ask({ path: '/v1/admin/key-rotate', as: 'admin', body: { key, overlapHours: 0 } })
      await refuses(401, 'unknown-site-key', { path: GRIDS, as: 'public', headers: { 'wangge-site-key': key } })
    })

    attack('a made-up site key', async () => {
      const key = `wk_${'0'.repeat(8)}_${'A'.repeat(32)}`
      await refuses(401, 'unknown-site-key', { path: GRIDS, as: 'public', headers: { 'wangge-site-key': key } })
    })

    attack('a site key of another district in the same database', async () => {
      const { database, keyring } = arena.district
      await seedDistrict(database, { from: sample(), keyring, now: NOW, districtId: 'other' })
      const where = { keyring, districtId: 'other', clock: () => NOW }
      const { key } = await createSiteKey(database, { origins: [ORIGINS.public], audience: 'public', ...where })
      await refuses(401, 'unknown-site-key', { path: GRIDS, as: 'public', headers: { 'wangge-site-key': key } })
    })

    attack('SQL in the site key', async () => {
      const headers = { 'wangge-site-key': "' or 1=1; drop table people; --" }
      await refuses(401, 'unknown-site-key', { path: GRIDS, as: 'public', headers })
    })

    attack('a wildcard as site key', async () => {
      await refuses(401, 'unknown-site-key', { path: GRIDS, as: 'public', headers: { 'wangge-site-key': 'wk_%' } })
    })

    attack('two site keys in one header', async () => {
      const { headersOf } = arena.district
      const both = `${headersOf('public')['wangge-site-key']}, ${headersOf('org')['wangge-site-key']}`
      await refuses(401, 'unknown-site-key', { path: GRIDS, as: 'public', headers: { 'wangge-site-key': both } })
    })

    attack('a call that is not among those of the key', async () => {
      const key = await newKey(arena, { calls: ['reportIssue'] })
      await refuses(403, 'call-not-allowed', { path: GRIDS, as: 'public', headers: { 'wangge-site-key': key } })
    })

    attack('an organisation’s slots with the public key', async () => {
      await refuses(403, 'audience-not-allowed', { path: '/v1/slots?org=org-a', as: 'public' })
    })

    attack('another organisation’s slots', async () => {
      await refuses(403, 'other-organisation', { path: '/v1/slots?org=org-b', as: 'org' })
    })

    attack('another organisation itself', async () => {
      await refuses(403, 'other-organisation', { path: '/v1/organisations/org-b', as: 'org' })
    })

    attack('an organisation that does not exist, told from one that does', async () => {
      const there = await refuses(403, 'other-organisation', { path: '/v1/organisations/org-b', as: 'org' })
      const nowhere = await refuses(403, 'other-organisation', { path: '/v1/organisations/org-zz', as: 'org' })
      assert.deepEqual({ ...there.body, instance: '' }, { ...nowhere.body, instance: '' })
    })

    attack('the employees of the own organisation with nothing but its site key', async () => {
      await refuses(403, 'audience-not-allowed', { path: '/v1/organisations/org-a/sign-ups', as: 'org' })
    })

    attack('a sign-up with nothing but the site key of the organisation', async () => {
      await refuses(401, 'token-required', { path: '/v1/sign-ups', as: 'org', body: signUpCommand() })
    })

    attack('the issues of the district with the public key', async () => {
      await refuses(403, 'audience-not-allowed', { path: '/v1/issues', as: 'public' })
    })

    attack('a site key as Bearer token', async () => {
      const key = arena.district.headersOf('public')['wangge-site-key']
      await refuses(401, 'unknown-token', { path: GRIDS, headers: { authorization: `Bearer ${key}` } })
    })

    attack('a site key in the address', async () => {
      const key = arena.district.headersOf('public')['wangge-site-key']
      const path = `${GRIDS}?wangge-site-key=${key}`
      await refuses(401, 'credentials-required', { path, headers: { origin: ORIGINS.public } })
    })

    attack('a preflight from an unknown origin', async () => {
      const headers = { origin: 'https://evil.example', 'access-control-request-method': 'GET' }
      const answer = await refuses(403, 'origin-not-allowed', { method: 'OPTIONS', path: GRIDS, headers })
      assert.equal(answer.headers.get('access-control-allow-origin'), null)
    })

    attack('a preflight without an origin', async () => {
      await refuses(403, 'origin-required', { method: 'OPTIONS', path: GRIDS })
    })

    attack('a method that the path does not know', async () => {
      await refuses(405, 'method-not-allowed', { method: 'DELETE', path: GRIDS, as: 'public' })
    })

    attack('reading an answer from a page of an unknown origin', async () => {
      const answer = await refuses(403, 'origin-not-allowed', {
        path: GRIDS,
        as: 'public',
        headers: { origin: 'https://evil.example' },
      })
      assert.equal(answer.headers.get('access-control-allow-origin'), null)
      assert.equal(answer.headers.get('access-control-allow-credentials'), null)
      assert.match(answer.headers.get('vary') ?? '', /origin/i)
    })
  })
}
