import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { meSchema } from '@wangge/core/access/schema'
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose'
import { assertProblem, reportCommand, signUpCommand } from '../harness.ts'
import type { District } from '../harness.ts'
import { claimsOf, HOSTS, hostToken } from '../host-tokens.ts'

const { secret } = HOSTS['org-a']
const KEYS_URL = 'https://keys.example/jwks.json'
const MINUTE = 60_000

export function hostTokens(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })
    const claims = (changes: object = {}) => claimsOf('org-a', district.clock.now, changes)
    const me = (token: string, site: 'org' | 'otherOrg' | 'public' = 'org') =>
      district.call('GET', '/v1/me', { as: site, headers: { authorization: `Bearer ${token}` } })
    const mint = (changes: object = {}, header: object = {}) =>
      hostToken({ secret, claims: claims(changes), header: { ...header } })
    const seconds = () => Math.floor(district.clock.now / 1000)

    it('knows the employee by what their organisation says', async () => {
      const { status, body } = await me(mint({ minor: true }))
      assert.equal(status, 200)
      const { personKey, storageKey, ...known } = meSchema.parse(body)
      assert.deepEqual(known, { kind: 'person', name: '张三', orgId: 'org-a', staffNumber: 'A1', minor: true, grants: [] })
      assert.equal(Buffer.from(storageKey!, 'base64url').length, 32)
      assert.deepEqual((await me(mint())).body.storageKey, storageKey)
      const other = (await me(mint({ sub: 'A2' }))).body
      assert.notEqual(other.personKey, personKey)
      assert.notEqual(other.storageKey, storageKey)
    })

    it('asks for a token where a name is needed', async () => {
      assertProblem(await district.call('GET', '/v1/me', { as: 'org' }), 401, 'token-required')
      assertProblem(await district.post('/v1/sign-ups', signUpCommand(), 'org'), 401, 'token-required')
    })

    const WRONG: [string, () => object, number, string][] = [
      ['another district', () => ({ aud: 'urn:wangge:other' }), 401, 'token-invalid'],
      ['nobody', () => ({ aud: undefined }), 401, 'token-invalid'],
      ['an unknown issuer', () => ({ iss: 'https://sso.c.example' }), 401, 'unknown-issuer'],
      ['an issuer in other letters', () => ({ iss: 'https://SSO.a.example' }), 401, 'unknown-issuer'],
      ['no issuer', () => ({ iss: undefined }), 401, 'token-invalid'],
      ['a page elsewhere', () => ({ origin: 'https://b.example' }), 403, 'token-origin-mismatch'],
      ['no page', () => ({ origin: undefined }), 401, 'token-invalid'],
      ['no number', () => ({ sub: undefined }), 401, 'token-invalid'],
      ['a number with a path', () => ({ sub: '../A1' }), 401, 'token-invalid'],
      ['a number that is too long', () => ({ sub: 'A'.repeat(33) }), 401, 'token-invalid'],
      ['a number that only looks like one', () => ({ sub: 'А1' }), 401, 'token-invalid'],
      ['the number of an identity card as a number', () => ({ sub: '11010519491231002X' }), 401, 'token-invalid'],
      ['the number of an identity card as a name', () => ({ name: '张 110105-19491231-002X' }), 401, 'token-invalid'],
      ['a name that is too long', () => ({ name: '三'.repeat(41) }), 401, 'token-invalid'],
      ['a name of blanks', () => ({ name: '  ' }), 401, 'token-invalid'],
      ['a name with a line break', () => ({ name: '张\n三' }), 401, 'token-invalid'],
      ['no begin', () => ({ iat: undefined }), 401, 'token-invalid'],
      ['no end', () => ({ exp: undefined }), 401, 'token-invalid'],
      ['an end in words', () => ({ exp: 'later' }), 401, 'token-invalid'],
      ['an end beyond all', () => ({ exp: 1e99 }), 401, 'token-invalid'],
      ['an end before its begin', () => ({ iat: seconds(), exp: seconds() - 10 }), 401, 'token-invalid'],
      ['a life of an hour', () => ({ exp: seconds() + 3600 }), 401, 'token-too-long-lived'],
      ['a begin in the future', () => ({ iat: seconds() + 31, exp: seconds() + 100 }), 401, 'token-invalid'],
      ['a time not yet come', () => ({ nbf: seconds() + 31 }), 401, 'token-invalid'],
      ['a time past', () => ({ iat: seconds() - 100, exp: seconds() - 30 }), 401, 'token-expired'],
      ['once without a name of its own', () => ({ once: true }), 401, 'token-invalid'],
      ['once under a short name', () => ({ once: true, jti: 'short' }), 401, 'token-invalid'],
    ]
    for (const [what, changes, status, code] of WRONG) {
      it(`refuses a token for ${what}`, async () => assertProblem(await me(mint(changes())), status, code))
    }

    it('gives clocks half a minute', async () => {
      assert.equal((await me(mint({ iat: seconds() + 30, nbf: seconds() + 30, exp: seconds() + 900 }))).status, 200)
      assert.equal((await me(mint({ iat: seconds() - 100, exp: seconds() - 29 }))).status, 200)
      assert.equal((await me(mint({ iat: seconds(), exp: seconds() + 900 }))).status, 200)
    })

    it('refuses what another key signed, and what was changed after', async () => {
      const token = mint()
      const [header, payload, signature] = token.split('.')
      const changed = Buffer.from(JSON.stringify(claims({ sub: 'A2' }))).toString('base64url')
      const unsigned = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')
      const hs512 = Buffer.from(JSON.stringify({ alg: 'HS512' })).toString('base64url')
      const long = createHmac('sha512', secret).update(`${hs512}.${payload}`).digest('base64url')
      const forged = [
        hostToken({ secret: 'another-secret-of-thirty-two-bytes-at-least', claims: claims() }),
        `${header}.${changed}.${signature}`,
        `${header}.${payload}.${signature!.slice(0, -4)}`,
        `${header}.${payload}.`,
        `${header}.${payload}`,
        `${unsigned}.${payload}.`,
        `${unsigned}.${payload}.${signature}`,
        `${hs512}.${payload}.${long}`,
        mint({}, { crit: ['exp'] }),
        mint({}, { alg: 'None' }),
        `${token}.x.y`,
        '...',
        'a.b.c',
        mint({ padding: 'x'.repeat(100_000) }),
      ]
      for (const each of forged) assertProblem(await me(each), 401, 'token-invalid')
    })

    it('ignores keys and addresses of keys that a token brings along', async () => {
      const { privateKey, publicKey } = await generateKeyPair('RS256')
      const jwk = await exportJWK(publicKey)
      const header = { alg: 'RS256', jwk, jku: 'https://evil.example/keys', x5u: 'https://evil.example/x5u', kid: "../'--" }
      const token = await new SignJWT(claims()).setProtectedHeader(header).sign(privateKey)
      assertProblem(await me(token), 401, 'token-invalid')
      assert.equal((await me(mint({}, { jku: 'https://evil.example/keys', kid: '../../etc/passwd' }))).status, 200)
    })

    it('believes a token together with its own organisation’s key only', async () => {
      const token = mint()
      assertProblem(await me(token, 'otherOrg'), 403, 'other-organisation')
      assertProblem(await me(token, 'public'), 403, 'audience-not-allowed')
      const alone = { authorization: `Bearer ${token}` }
      assertProblem(await district.call('GET', '/v1/me', { headers: alone }), 401, 'credentials-required')
    })

    it('believes a one-time token once, of two uses at the same time one', async () => {
      const token = mint({ once: true, jti: 'one-time-1' })
      assert.equal((await me(token)).status, 200)
      assertProblem(await me(token), 401, 'token-replayed')
      const both = mint({ once: true, jti: 'one-time-2' })
      const answers = await Promise.all([me(both), me(both), me(both)])
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401, 401])
      assert.equal((await me(mint({ jti: 'many-times' }))).status, 200)
      assert.equal((await me(mint({ jti: 'many-times' }))).status, 200)
    })

    it('tells nothing through a stream any more once its token has run out', async () => {
      const token = mint({ exp: seconds() + 60 })
      const headers = { ...district.headersOf('org'), authorization: `Bearer ${token}` }
      const response = await district.app.fetch(new Request('http://district.test/v1/events', { headers }))
      const reader = response.body!.getReader()
      await reader.read()
      district.clock.now += 89_000
      await district.post('/v1/issues', reportCommand(), 'public')
      assert.equal((await reader.read()).done, false)
      district.clock.now += 1_000
      await district.post('/v1/issues', reportCommand(), 'public')
      assert.equal((await reader.read()).done, true)
    })

    it('signs an employee up under their own name, and under nobody else’s', async () => {
      const { personKey } = (await me(mint())).body
      const own = signUpCommand({ slotId: 'sh-later', person: personKey })
      assertProblem(await district.post('/v1/sign-ups', own, 'employee:A2'), 403, 'other-person')
      assert.equal((await district.post('/v1/sign-ups', own, 'employee:A1')).status, 201)
      assertProblem(await district.call('GET', `/v1/sign-ups/${own.id}`, { as: 'employee:A2' }), 404, 'unknown-sign-up')
      assert.equal((await district.call('GET', `/v1/sign-ups/${own.id}`, { as: 'employee:A1' })).status, 200)
    })

    describe('of an issuer with keys of its own', () => {
      const issuer = 'https://sso.keys.example'
      const jwks = { keys: [] as object[] }
      let respond: () => Response | Promise<Response> = () => Response.json(jwks)
      let asked = 0
      const pairs = new Map<string, CryptoKey>()

      const addKey = async (kid: string, alg: string) => {
        const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
        jwks.keys.push({ ...(await exportJWK(publicKey)), kid, alg, use: 'sig' })
        pairs.set(kid, privateKey)
        return publicKey
      }
      const sign = (kid: string, alg: string) =>
        new SignJWT(claims({ iss: issuer })).setProtectedHeader({ alg, kid }).sign(pairs.get(kid)!)
      const register = (body: object) => district.call('POST', '/v1/admin/issuer-create', { as: 'admin', body })

      before(async () => {
        district.idp.answer = async (input, init) => {
          assert.equal(String(input), KEYS_URL)
          assert.equal(init?.redirect, 'manual')
          asked += 1
          return respond()
        }
        assert.equal((await register({ orgId: 'org-a', issuer, jwksUrl: KEYS_URL })).status, 200)
      })

      for (const alg of ['RS256', 'PS256', 'ES256', 'EdDSA']) {
        it(`believes ${alg}, under a key that is new to it`, async () => {
          district.clock.now += MINUTE
          await addKey(alg, alg)
          assert.equal((await me(await sign(alg, alg))).status, 200)
          const before_ = asked
          assert.equal((await me(await sign(alg, alg))).status, 200)
          assert.equal(asked, before_)
        })
      }

      it('asks for keys that it does not know no more often than every half minute', async () => {
        district.clock.now += MINUTE
        const { privateKey } = await generateKeyPair('ES256')
        pairs.set('nobody', privateKey)
        const before_ = asked
        for (let time = 0; time < 5; time++) assertProblem(await me(await sign('nobody', 'ES256')), 401, 'token-invalid')
        assert.equal(asked - before_, 1)
      })

      it('does not take a public key for a shared secret, nor the other way round', async () => {
        const publicKey = await addKey('confused', 'RS256')
        const pem = await exportSPKI(publicKey)
        const confused = hostToken({ secret: pem, claims: claims({ iss: issuer }), header: { kid: 'confused' } })
        assertProblem(await me(confused), 401, 'token-invalid')
        jwks.keys.push({ kty: 'oct', kid: 'oct', alg: 'HS256', k: Buffer.from(secret).toString('base64url') })
        district.clock.now += 11 * MINUTE
        assertProblem(
          await me(hostToken({ secret, claims: claims({ iss: issuer }), header: { kid: 'oct' } })),
          401,
          'token-invalid',
        )
        const rs256 = await new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', kid: 'RS256' }).sign(pairs.get('RS256')!)
        assertProblem(await me(rs256), 401, 'token-invalid')
      })

      it('forgets a key that its issuer has taken out', async () => {
        jwks.keys = jwks.keys.filter((key) => (key as { kid: string }).kid !== 'PS256')
        district.clock.now += 11 * MINUTE
        assertProblem(await me(await sign('PS256', 'PS256')), 401, 'token-invalid')
      })

      const BROKEN: [string, () => Response | Promise<Response>][] = [
        ['are nowhere', () => Promise.reject(new TypeError('fetch failed'))],
        ['are said to be elsewhere', () => Response.redirect('https://evil.example/keys', 302)],
        ['are ten megabytes', () => new Response(`{"keys":[],"x":"${'x'.repeat(10_000_000)}"}`)],
        ['are no JSON', () => new Response('<html>')],
        ['are no list', () => Response.json({ keys: 'all' })],
      ]
      for (const [what, answer] of BROKEN) {
        it(`holds what it knows for an hour when the keys ${what}, and then believes nobody`, async () => {
          respond = () => Response.json(jwks)
          district.clock.now += 61 * MINUTE
          assert.equal((await me(await sign('ES256', 'ES256'))).status, 200)
          respond = answer
          district.clock.now += 59 * MINUTE
          assert.equal((await me(await sign('ES256', 'ES256'))).status, 200)
          district.clock.now += 2 * MINUTE
          const refused = await me(await sign('ES256', 'ES256'))
          assertProblem(refused, 503, 'issuer-unavailable')
          assert.ok(Number(refused.headers.get('retry-after')) > 0)
          respond = () => Response.json(jwks)
          district.clock.now += MINUTE
          assert.equal((await me(await sign('ES256', 'ES256'))).status, 200)
        })
      }

      it('believes nothing of an issuer that was taken back, and ends the streams of its employees', async () => {
        const body = { orgId: 'org-a', issuer: 'https://sso.gone.example', secret }
        const { id } = (await register(body)).body
        const token = mint({ iss: body.issuer })
        const headers = { ...district.headersOf('org'), authorization: `Bearer ${token}` }
        const response = await district.app.fetch(new Request('http://district.test/v1/events', { headers }))
        const reader = response.body!.getReader()
        await reader.read()
        await district.call('POST', '/v1/admin/issuer-revoke', { as: 'admin', body: { id } })
        assertProblem(await me(token), 401, 'unknown-issuer')
        assert.equal((await reader.read()).done, true)
        assertProblem(
          await district.call('POST', '/v1/admin/issuer-revoke', { as: 'admin', body: { id } }),
          404,
          'unknown-issuer',
        )
      })

      it('registers no weak secret, no address to be mistaken, and nobody twice', async () => {
        const base = { orgId: 'org-a', issuer: 'https://sso.weak.example' }
        assertProblem(await register({ ...base, secret: 'x'.repeat(31) }), 422, 'invalid-body')
        assertProblem(await register(base), 422, 'invalid-body')
        assertProblem(await register({ ...base, secret, jwksUrl: KEYS_URL }), 422, 'invalid-body')
        for (const jwksUrl of [
          'http://keys.example/jwks.json',
          'file:///etc/passwd',
          'https://user:secret@keys.example/',
          'http://169.254.169.254/latest',
          'http://localhost.evil.example/',
        ]) {
          assertProblem(await register({ ...base, jwksUrl }), 422, 'invalid-body')
        }
        assertProblem(await register({ orgId: 'org-b', issuer, jwksUrl: KEYS_URL }), 409, 'refused')
        assertProblem(await register({ ...base, orgId: 'nothing', secret }), 409, 'refused')
      })

      it('keeps of a secret only what the keys of the district open', async () => {
        const rows = await district.database.db.selectFrom('host_issuers').selectAll().execute()
        assert.doesNotMatch(JSON.stringify(rows), /the-secret-of/)
        const listed = await district.call('POST', '/v1/admin/issuer-list', { as: 'admin', body: {} })
        assert.doesNotMatch(JSON.stringify(listed.body), /secret/i)
      })
    })
  })
}
