import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { createApp } from '../../src/app.ts'
import { assertProblem } from '../harness.ts'
import type { District } from '../harness.ts'
import { OIDC, PAGE } from '../oidc-issuer.ts'
import { bind, comeBack, newPage, PAGE_STATE, signIn } from '../sign-in.ts'

export function oidc(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })
    const begin = (changes: object = {}) => {
      const query = { redirect_uri: `${PAGE}/desk`, state: PAGE_STATE, code_challenge: 'c'.repeat(43), ...changes }
      return district.call('GET', `/v1/auth/sign-in?${new URLSearchParams(query)}`)
    }
    const redeem = (code: string, codeVerifier: string, headers = {}) =>
      district.call('POST', '/v1/auth/sessions', { body: { code, codeVerifier }, headers })
    const errorOf = async (subject: string) => (await comeBack(district, subject, newPage().path)).get('wangge_error')

    it('sends the browser to the sign-in service with PKCE, state and nonce', async () => {
      const { status, headers } = await begin()
      assert.equal(status, 302)
      const to = new URL(headers.get('location')!)
      assert.equal(to.origin + to.pathname, 'https://idp.example/authorize')
      const { state, nonce, code_challenge: challenge, ...rest } = Object.fromEntries(to.searchParams)
      assert.deepEqual(rest, {
        client_id: 'wangge-test',
        redirect_uri: 'https://wangge.example/v1/auth/callback',
        response_type: 'code',
        scope: 'openid',
        code_challenge_method: 'S256',
      })
      for (const each of [state, nonce, challenge]) assert.match(each!, /^[\w-]{43}$/)
      assert.notEqual(state, PAGE_STATE)
      assert.equal(headers.get('cache-control'), 'no-store')
    })

    it('brings a code back to the page, which makes a session of it', async () => {
      const { verifier, path } = newPage()
      const back = await comeBack(district, await bind(district, 'head-1'), path)
      assert.equal(back.get('wangge_state'), PAGE_STATE)
      const answer = await redeem(back.get('wangge_code')!, verifier, { origin: PAGE })
      assert.equal(answer.status, 201)
      assert.match(answer.body.token, /^ws_/)
      assert.equal(Date.parse(answer.body.expiresAt), district.clock.now + 8 * 3_600_000)
      assert.equal(answer.headers.get('access-control-allow-origin'), PAGE)
      const preflight = await district.call('OPTIONS', '/v1/me', { headers: { origin: PAGE } })
      assert.equal(preflight.status, 204)
    })

    it('sends nobody’s code to a page that is none of the district’s', async () => {
      for (const redirect_uri of [
        'https://evil.example/desk',
        'http://staff.example/desk',
        'https://staff.example:444/desk',
        'https://staff.example.evil.example/',
        'https://staff.example/',
        'https://staff.example/desk/',
        'https://staff.example/desk?next=https://evil.example',
        'https://staff.example/DESK',
        'https://staff.example/%64esk',
        'https://staff.example/x/../desk',
        'https://staff.example/open-redirect',
        'HTTPS://staff.example/desk',
        'https://staff.example@evil.example/',
        'https://user@staff.example/',
        'https://staff.example/#here',
        'javascript:alert(1)',
        'data:text/html,x',
        '//evil.example/',
        '/desk',
      ]) {
        const answer = await begin({ redirect_uri })
        assertProblem(answer, 400)
        assert.equal(answer.headers.get('location'), null)
      }
    })

    it('is not set up with a page that is no whole address', () => {
      const { database, keyring } = district
      for (const page of [
        '/desk',
        'staff.example/desk',
        'http://staff.example/desk',
        'https://me@staff.example/',
        `${PAGE}/#here`,
      ]) {
        assert.throws(() => createApp({ database, keyring, oidc: { ...OIDC, pages: [page] } }), RangeError, page)
      }
    })

    it('refuses a challenge that is none', async () => {
      assertProblem(await begin({ code_challenge: 'short' }), 400, 'invalid-query')
      assertProblem(await begin({ code_challenge: 'v'.repeat(44) }), 400, 'invalid-query')
      assertProblem(await begin({ code_challenge_method: 'plain' }), 400, 'invalid-query')
    })

    it('redeems a code once, and for the page that holds the verifier only', async () => {
      const subject = await bind(district, 'head-1')
      const first = newPage()
      const code = (await comeBack(district, subject, first.path)).get('wangge_code')!
      assert.equal((await redeem(code, first.verifier)).status, 201)
      assertProblem(await redeem(code, first.verifier), 401, 'code-invalid')

      const second = newPage()
      const stolen = (await comeBack(district, subject, second.path)).get('wangge_code')!
      assertProblem(await redeem(stolen, first.verifier), 401, 'code-invalid')
      assertProblem(await redeem(stolen, second.verifier), 401, 'code-invalid')

      const plain = createHash('sha256').update(first.verifier).digest('base64url')
      const third = (await comeBack(district, subject, first.path)).get('wangge_code')!
      assertProblem(await redeem(third, plain), 401, 'code-invalid')

      const late = (await comeBack(district, subject, first.path)).get('wangge_code')!
      district.clock.now += 60_000
      assertProblem(await redeem(late, first.verifier), 401, 'code-invalid')

      const elsewhere = (await comeBack(district, subject, first.path)).get('wangge_code')!
      assertProblem(await redeem(elsewhere, first.verifier, { origin: 'https://evil.example' }), 401, 'code-invalid')
      assertProblem(await redeem('wc_guessed', first.verifier), 401, 'code-invalid')
      assertProblem(await redeem('taken', first.verifier), 401, 'code-invalid')
    })

    it('takes back only what it sent away, once and not too late', async () => {
      const back = (query: string) => district.call('GET', `/v1/auth/callback?${query}`)
      assertProblem(await back('code=x'), 400, 'invalid-query')
      assertProblem(await back(`code=x&state=${'s'.repeat(43)}`), 400, 'unknown-sign-in')
      const sent = await begin()
      const query = district.idp.authorize(sent.headers.get('location')!, 'somebody')
      assert.equal((await back(query)).status, 302)
      assertProblem(await back(query), 400, 'unknown-sign-in')
      const late = district.idp.authorize((await begin()).headers.get('location')!, 'somebody')
      district.clock.now += 10 * 60_000
      assertProblem(await back(late), 400, 'unknown-sign-in')
    })

    it('tells the page of a refusal in a word of its own, not in the service’s', async () => {
      const state = new URL((await begin()).headers.get('location')!).searchParams.get('state')!
      const refusal = new URLSearchParams({ state, error: 'access_denied', error_description: '<script>\r\nset-cookie: x=1' })
      const { status, headers } = await district.call('GET', `/v1/auth/callback?${refusal}`)
      assert.equal(status, 302)
      assert.equal(headers.get('location'), `${PAGE}/desk#wangge_error=sign-in-refused&wangge_state=${PAGE_STATE}`)
    })

    it('knows nobody whose account is not bound to a person', async () => {
      assert.equal(await errorOf('a-stranger'), 'unknown-person')
    })

    const now = () => Math.floor(Date.now() / 1000)
    const WRONG: [string, () => object][] = [
      ['another nonce', () => ({ nonce: 'another' })],
      ['another client', () => ({ aud: 'another-client' })],
      ['another issuer', () => ({ iss: 'https://evil.example' })],
      ['a time that is over', () => ({ iat: now() - 7200, exp: now() - 3600 })],
      ['nobody', () => ({ sub: undefined })],
    ]
    for (const [what, changes] of WRONG) {
      it(`refuses an ID token for ${what}`, async () => {
        const subject = await bind(district, 'head-1')
        district.idp.changes = { ...changes() }
        try {
          assert.equal(await errorOf(subject), 'sign-in-failed')
        } finally {
          district.idp.changes = {}
        }
      })
    }

    it('refuses a code that was given for somebody else’s sign-in', async () => {
      const subject = await bind(district, 'head-1')
      const [own, other] = [(await begin()).headers.get('location')!, (await begin()).headers.get('location')!]
      const code = new URLSearchParams(district.idp.authorize(other, subject)).get('code')!
      const state = new URL(own).searchParams.get('state')!
      const { headers } = await district.call('GET', `/v1/auth/callback?${new URLSearchParams({ code, state })}`)
      assert.match(headers.get('location')!, /wangge_error=sign-in-failed/)
    })

    it('keeps no verifier, code or account of a sign-in in plain', async () => {
      const subject = await bind(district, 'head-1')
      const { path } = newPage()
      const code = (await comeBack(district, subject, path)).get('wangge_code')!
      const rows = JSON.stringify(await district.database.db.selectFrom('sign_ins').selectAll().execute())
      assert.equal(rows.includes(code) || rows.includes(subject), false)
    })

    it('is asked again after it did not answer', async () => {
      const fresh = await open()
      fresh.idp.isDown = true
      assertProblem(await fresh.call('GET', newPage().path), 503, 'sign-in-unavailable')
      fresh.idp.isDown = false
      assert.ok((await signIn(fresh, await bind(fresh, 'head-1'))).token)
      await fresh.database.close()
    })
  })
}
