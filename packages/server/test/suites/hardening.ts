import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createApp } from '../../src/app.ts'
import { OPERATIONS } from '../../src/operations.ts'
import { assertProblem, nextUlid, ORIGINS, png, reportCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'

const HEADERS: Record<string, RegExp> = {
  'x-content-type-options': /^nosniff$/,
  'referrer-policy': /^no-referrer$/,
  'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/,
  'cross-origin-resource-policy': /^same-origin$/,
  'x-frame-options': /^DENY$/,
  'permissions-policy': /camera=\(\)/,
}

export function hardening(name: string, open: () => Promise<District>): void {
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

    it('puts its security headers on every answer, good or bad', async () => {
      const answers = await Promise.all([
        district.call('GET', '/v1/health'),
        district.call('GET', '/v1/nothing'),
        district.call('GET', '/v1/issues'),
        district.call('DELETE', '/v1/issues', { as: 'street' }),
        district.call('GET', `/v1/grids?x=${'y'.repeat(9_000)}`, { as: 'public' }),
        district.call('GET', '/v1/grids', { as: 'public' }),
        district.call('POST', '/v1/issues', { as: 'public', body: '{' }),
        district.call('OPTIONS', '/v1/grids', { headers: { origin: ORIGINS.public } }),
      ])
      for (const { status, headers } of answers) {
        for (const [header, expected] of Object.entries(HEADERS)) {
          assert.match(headers.get(header) ?? '', expected, `${header} of a ${status}`)
        }
        assert.equal(headers.get('strict-transport-security'), null)
        assert.equal(headers.get('x-powered-by'), null)
        assert.equal(headers.get('server'), null)
      }
    })

    it('tells browsers to keep to https where it is reached by it', async () => {
      const { database, keyring } = district
      const ask = async (publicUrl: string) => {
        const app = createApp({ database, keyring, publicUrl, limits: false })
        return (await app.fetch(new Request('http://district.test/v1/health'))).headers.get('strict-transport-security')
      }
      assert.equal(await ask('https://district.example'), 'max-age=31536000')
      assert.equal(await ask('http://district.example'), null)
    })

    it('does not start with an admin secret that could be guessed or never be sent', () => {
      const { database, keyring } = district
      for (const adminSecret of ['', 'short', `${'x'.repeat(30)} y`]) {
        assert.throws(
          () => createApp({ database, keyring, adminSecret, limits: false }),
          /Expected an admin secret of at least 24/,
        )
      }
    })

    it('refuses an address longer than any call takes', async () => {
      assertProblem(await district.call('GET', `/v1/grids/${'y'.repeat(9_000)}/status`, { as: 'public' }), 414, 'uri-too-long')
    })

    it('leaves what is a caller’s own in no cache', async () => {
      const cases: [Caller, string][] = [
        ['employee:N1', '/v1/me'],
        ['employee:N1', '/v1/me/sign-ups'],
        ['street', '/v1/me'],
        ['auditor', '/v1/audit'],
        // Staff see counts that others do not.
        ['street', '/v1/grids/root/status'],
        ['liaison', '/v1/organisations/org-a/sign-ups'],
      ]
      for (const [as, path] of cases) {
        const { status, headers } = await district.call('GET', path, { as })
        assert.equal(status, 200, path)
        assert.match(headers.get('cache-control')!, /no-store/, path)
      }
      const open = await district.call('GET', '/v1/categories', { as: 'public' })
      assert.equal(open.headers.get('cache-control'), 'private, no-cache')
    })

    it('lets nobody write headers into its answers', async () => {
      const INJECTED = '%0d%0aset-cookie:%20a=b'
      for (const path of [
        `/v1/grids/${INJECTED}/status`,
        `/v1/receipts/${INJECTED}`,
        `/v1/${INJECTED}`,
        `/v1/issues?after=${INJECTED}`,
        `/v1/auth/sign-in?redirect_uri=${INJECTED}&state=${INJECTED}&code_challenge=${INJECTED}`,
        `/v1/auth/callback?state=${INJECTED}&code=${INJECTED}`,
      ]) {
        for (const as of ['public', 'street'] as const) {
          const { status, headers } = await district.call('GET', path, { as })
          assert.ok(status >= 400 && status < 500, `${path}: ${status}`)
          assert.equal(headers.get('set-cookie'), null)
          for (const [header, value] of headers) assert.doesNotMatch(value, /set-cookie/i, `${header} of ${path}`)
        }
      }
    })

    it('says nothing of itself where it fails', async () => {
      const { keyring } = district
      const told: unknown[] = []
      const broken = { ...district.database, db: {} as never }
      const app = createApp({
        database: broken,
        keyring,
        limits: false,
        onError: (error, request) => told.push([error, request]),
      })
      const receipt = 'K7QM-2X9F-4D'
      const headers = { 'wangge-site-key': 'x', origin: ORIGINS.public }
      const response = await app.fetch(new Request(`http://district.test/v1/receipts/${receipt}`, { headers }))
      const body = await response.json()
      assertProblem({ status: response.status, headers: response.headers, body }, 500, 'internal')
      assert.deepEqual(Object.keys(body).sort(), ['code', 'instance', 'status', 'title', 'type'])
      assert.ok(told.length > 0)
      // Of the request it tells the operation's path, not what the caller put into it.
      assert.doesNotMatch(JSON.stringify(told), new RegExp(receipt))
    })

    it('asks for no name, phone or secret in an address, where every proxy on the way writes it down', () => {
      // A calendar program knows nothing but an address: that of one's duties is secret, names nobody and can be taken back.
      const [feeds, others] = [true, false].map((isFeed) => OPERATIONS.filter(({ id }) => (id === 'getCalendar') === isFeed))
      assert.equal(feeds!.length, 1)
      const spoken = others!.flatMap(({ path, query }) => [
        ...[...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter!),
        ...Object.keys((query as { _zod?: { def?: { shape?: object } } } | undefined)?._zod?.def?.shape ?? {}),
      ])
      assert.ok(spoken.length > 20)
      for (const word of spoken) assert.doesNotMatch(word, /name|phone|token|password|secret/i)
    })

    it('keeps photos out of what a page can load: there is no call that shows one', async () => {
      const { bytes, ref } = png(nextUlid())
      const headers = { 'content-type': 'image/png' }
      assert.equal((await district.call('PUT', `/v1/photos/${ref.sha256}`, { as: 'public', body: bytes, headers })).status, 201)
      assertProblem(await district.call('GET', `/v1/photos/${ref.sha256}`, { as: 'street' }), 405, 'method-not-allowed')
    })

    it('takes a body as deep and as long as a command is, and no more', async () => {
      const deep = JSON.parse(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`) as object
      const command = reportCommand({ attributes: deep })
      const headers = { 'idempotency-key': command.id }
      assertProblem(await district.call('POST', '/v1/issues', { as: 'public', body: command, headers }), 422)
      const bomb = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
      const json = { ...headers, 'content-type': 'application/json' }
      const { status } = await district.call('POST', '/v1/issues', { as: 'public', body: bomb, headers: json })
      assert.ok(status === 422 || status === 400, String(status))
    })
  })
}
