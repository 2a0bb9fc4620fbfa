import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertProblem, ORIGINS, reportCommand } from '../harness.ts'
import type { Answered, Caller, District } from '../harness.ts'
import { PAGE } from '../oidc-issuer.ts'

const HOUR = 3_600_000

export function siteKeys(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })
    const admin = (command: string, body: object, as: Caller = 'admin') =>
      district.call('POST', `/v1/admin/${command}`, { as, body })
    const newKey = async (more: object = {}): Promise<string> =>
      (await admin('key-create', { origins: [ORIGINS.org], audience: 'org:org-a', ...more })).body.key
    const with_ = (key: string, path = '/v1/slots?org=org-a', origin: string = ORIGINS.org) =>
      district.call('GET', path, { headers: { 'wangge-site-key': key, origin } })

    it('lets a key call what it is for, and nothing else', async () => {
      const key = await newKey({ calls: ['listSlots', 'listenForEvents'] })
      assert.equal((await with_(key)).status, 200)
      assertProblem(await with_(key, '/v1/organisations/org-a'), 403, 'call-not-allowed')
    })

    it('makes no key for a call that there is not', async () => {
      const answer = await admin('key-create', { origins: [ORIGINS.org], audience: 'public', calls: ['listSlot'] })
      assertProblem(answer, 422, 'invalid-body')
      assert.deepEqual(answer.body.errors[0].path, ['calls', 0])
    })

    it('believes both keys while they overlap, and then the new one only', async () => {
      const old = await newKey({ calls: ['listSlots'] })
      const rotated = await admin('key-rotate', { key: old, overlapHours: 2 })
      assert.equal(rotated.status, 200)
      const { key, calls, audience } = rotated.body
      assert.deepEqual([audience, calls], ['org:org-a', ['listSlots']])
      assert.equal(key.slice(0, 11), old.slice(0, 11))
      district.clock.now += 2 * HOUR - 1
      assert.deepEqual([(await with_(old)).status, (await with_(key)).status], [200, 200])
      district.clock.now += 1
      assertProblem(await with_(old), 401, 'unknown-site-key')
      assert.equal((await with_(key)).status, 200)
      assertProblem(await admin('key-rotate', { key: old }), 404, 'unknown-site-key')
    })

    it('lets no second rotation lengthen the life of the first key', async () => {
      const old = await newKey()
      await admin('key-rotate', { key: old, overlapHours: 1 })
      await admin('key-rotate', { key: old, overlapHours: 9 })
      district.clock.now += HOUR
      assertProblem(await with_(old), 401, 'unknown-site-key')
    })

    it('ends the old key at once where no overlap is wanted', async () => {
      const old = await newKey()
      const { body } = await admin('key-rotate', { key: old, overlapHours: 0 })
      assertProblem(await with_(old), 401, 'unknown-site-key')
      assert.equal((await with_(body.key)).status, 200)
    })

    it('answers no preflight and no CORS for an origin whose last key is gone', async () => {
      const origin = 'https://gone.example'
      const key = await newKey({ origins: [origin] })
      const preflight = () => district.call('OPTIONS', '/v1/slots', { headers: { origin } })
      assert.equal((await preflight()).status, 204)
      await admin('key-revoke', { key })
      assertProblem(await preflight(), 403, 'origin-not-allowed')
      const refused = await with_(key, '/v1/slots?org=org-a', origin)
      assertProblem(refused, 401, 'unknown-site-key')
      assert.equal(refused.headers.get('access-control-allow-origin'), null)
    })

    it('answers preflights for administration to pages that staff sign in from, and to no site', async () => {
      const preflight = (path: string, origin: string) => district.call('OPTIONS', path, { headers: { origin } })
      for (const origin of [ORIGINS.public, ORIGINS.org]) {
        assertProblem(await preflight('/v1/admin/person-show', origin), 403, 'origin-not-allowed')
        const refused = await district.call('POST', '/v1/admin/key-list', { headers: { origin }, body: {} })
        assertProblem(refused, 401)
        assert.equal(refused.headers.get('access-control-allow-origin'), null)
        assert.equal((await preflight('/v1/slots', origin)).status, 204)
      }
      const staff = new URL(PAGE).origin
      const allowed = await preflight('/v1/admin/key-list', staff)
      assert.deepEqual([allowed.status, allowed.headers.get('access-control-allow-origin')], [204, staff])
    })

    const HOW: [string, (key: string) => Promise<Answered>][] = [
      ['revoked', (key) => admin('key-revoke', { key })],
      ['rotated without overlap', (key) => admin('key-rotate', { key, overlapHours: 0 })],
    ]
    for (const [how, take] of HOW) {
      it(`ends open event streams at once when their key is ${how}, and no others`, async () => {
        const key = await newKey()
        const listen = async (headers: Record<string, string>) => {
          const response = await district.app.fetch(new Request('http://district.test/v1/events', { headers }))
          const reader = response.body!.getReader()
          await reader.read()
          return reader
        }
        const own = await listen({ 'wangge-site-key': key, origin: ORIGINS.org })
        const other = await listen(district.headersOf('org'))
        assert.equal((await take(key)).status, 200)
        assert.equal((await own.read()).done, true)
        await district.post('/v1/issues', reportCommand(), 'public')
        assert.equal((await other.read()).done, false)
        await other.cancel()
      })
    }

    it('keeps the page that the code at a post leads to, on an origin of the key, and with the key that takes its place', async () => {
      const page = `${ORIGINS.org}/volunteers?from=post`
      const key = await newKey({ page })
      assert.equal((await admin('key-rotate', { key, overlapHours: 1 })).body.page, page)
      const other = `${ORIGINS.org}/other`
      const set = await admin('key-page', { key, page: other }, 'street')
      assert.deepEqual([set.status, set.body.page, set.body.key], [200, other, key])
      assert.equal((await admin('key-page', { key })).body.page, undefined)
      const { keys } = (await admin('key-list', {})).body
      assert.equal(keys.find((one: { key: string }) => one.key === key).page, undefined)
      assertProblem(await admin('key-page', { key: 'wk_nothing', page }), 404, 'unknown-site-key')
      const rows = await district.database.db
        .selectFrom('audit_entries')
        .select('subject')
        .where('action', '=', 'key-page')
        .execute()
      assert.deepEqual(rows, [{ subject: key }, { subject: key }])
    })

    for (const [words, page] of [
      ['of another site', 'https://elsewhere.example/'],
      ['of a site that only looks like it', `${ORIGINS.org}.evil.example/`],
      ['that says who is behind it', ORIGINS.org.replace('//', '//somebody:secret@')],
      ['with something behind the #', `${ORIGINS.org}/#volunteers`],
      ['that runs a script', 'javascript:alert(1)'],
      ['without TLS', 'http://c.example/'],
      ['that is none', 'volunteers'],
    ] as const) {
      it(`refuses a page ${words}`, async () => {
        const origins = [ORIGINS.org, 'http://c.example']
        const answers = [await admin('key-create', { origins, audience: 'org:org-a', page })]
        answers.push(await admin('key-page', { key: await newKey({ origins }), page }))
        for (const answer of answers) {
          assertProblem(answer, 422, 'invalid-body')
          assert.deepEqual(answer.body.errors[0].path, ['page'])
        }
      })
    }

    it('refuses a page of a key for the public: it says of no organisation where its people are signed in', async () => {
      const body = { origins: [ORIGINS.org], audience: 'public', page: `${ORIGINS.org}/` }
      assertProblem(await admin('key-create', body), 422, 'invalid-body')
    })

    it('lets the street make keys at the root, and nobody else', async () => {
      const input = { origins: ['https://c.example'], audience: 'public' }
      assert.equal((await admin('key-create', input, 'street')).status, 200)
      assert.equal((await admin('key-list', {}, 'street')).status, 200)
      for (const caller of ['community', 'estate', 'head', 'liaison', 'inspector', 'auditor'] as const) {
        assertProblem(await admin('key-create', input, caller), 403, 'role-not-allowed')
      }
      for (const caller of ['public', 'org', 'employee:A1'] as const) {
        assertProblem(await admin('key-create', input, caller), 403, 'audience-not-allowed')
      }
      const { body } = await admin('token-create', { role: 'street', gridId: 'north' })
      const headers = { authorization: `Bearer ${body.token}` }
      assertProblem(await district.call('POST', '/v1/admin/key-create', { headers, body: input }), 403, 'role-not-allowed')
      assertProblem(await admin('token-create', { role: 'street', gridId: 'root' }, 'street'), 403, 'audience-not-allowed')
    })

    it('keeps in the audit who made and took which key', async () => {
      const key = await newKey()
      await admin('key-revoke', { key }, 'street')
      const rows = await district.database.db.selectFrom('audit_entries').selectAll().where('subject', '=', key).execute()
      assert.deepEqual(
        rows.map(({ action, actor }) => [action, actor!.replace(/:.*/, '')]),
        [
          ['key-create', 'admin'],
          ['key-revoke', 'staff'],
        ],
      )
    })
  })
}
