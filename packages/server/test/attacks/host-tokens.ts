import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { before, describe, it } from 'node:test'
import { CompactEncrypt, EncryptJWT } from 'jose'
import { createHostIssuer } from '../../src/credentials.ts'
import { nextUlid, signUpCommand } from '../harness.ts'
import type { Answered } from '../harness.ts'
import { claimsOf, HOSTS, hostToken } from '../host-tokens.ts'
import { NOW } from '../sample.ts'
import { attack } from './arena.ts'
import type { Arena, Ask } from './arena.ts'
import { hmacSigned, honest, newKeyPair, part, signedBy, tampered } from './forge.ts'

const SECONDS = NOW / 1000
const SECRET = HOSTS['org-a'].secret

/** Claims that no honest backend makes: what is changed, and how the token is refused. */
const CLAIMS: Record<string, [changes: object, status: number, code: string]> = {
  'that has expired': [{ iat: SECONDS - 1000, exp: SECONDS - 400 }, 401, 'token-expired'],
  'that is not yet valid': [{ nbf: SECONDS + 300 }, 401, 'token-invalid'],
  'made in the future': [{ iat: SECONDS + 300, exp: SECONDS + 900 }, 401, 'token-invalid'],
  'that lives an hour': [{ exp: SECONDS + 3600 }, 401, 'token-too-long-lived'],
  'that never expires': [{ exp: undefined }, 401, 'token-invalid'],
  'that does not say when it was made': [{ iat: undefined }, 401, 'token-invalid'],
  'whose end is a text': [{ exp: `${SECONDS + 600}` }, 401, 'token-invalid'],
  'whose end is no number': [{ exp: Number.NaN }, 401, 'token-invalid'],
  'whose end is beyond all time': [{ exp: 1e99 }, 401, 'token-invalid'],
  'that ends before it begins': [{ iat: SECONDS + 20, exp: SECONDS + 10 }, 401, 'token-invalid'],
  'for another service': [{ aud: 'https://mail.a.example' }, 401, 'token-invalid'],
  'for another district': [{ aud: 'urn:wangge:other' }, 401, 'token-invalid'],
  'for nobody': [{ aud: undefined }, 401, 'token-invalid'],
  'for a list of others': [{ aud: ['urn:wangge:other', 'urn:wangge:'] }, 401, 'token-invalid'],
  'of an issuer that nobody registered': [{ iss: 'https://evil.example' }, 401, 'unknown-issuer'],
  'of an issuer in capitals': [{ iss: HOSTS['org-a'].iss.toUpperCase() }, 401, 'unknown-issuer'],
  'of an issuer with a slash at its end': [{ iss: `${HOSTS['org-a'].iss}/` }, 401, 'unknown-issuer'],
  'without an issuer': [{ iss: undefined }, 401, 'token-invalid'],
  'whose issuer is a list': [{ iss: [HOSTS['org-a'].iss] }, 401, 'token-invalid'],
  'with SQL as issuer': [{ iss: "' or issuer like '%" }, 401, 'unknown-issuer'],
  'for a page of another site': [{ origin: 'https://evil.example' }, 403, 'token-origin-mismatch'],
  'for no page': [{ origin: undefined }, 401, 'token-invalid'],
  'about nobody': [{ sub: undefined }, 401, 'token-invalid'],
  'about a path': [{ sub: '../A1' }, 401, 'token-invalid'],
  'about a piece of SQL': [{ sub: "A1' or '1'='1" }, 401, 'token-invalid'],
  'about a number that only looks the same': [{ sub: 'А1' }, 401, 'token-invalid'],
  'about a number of 33 letters': [{ sub: 'A'.repeat(33) }, 401, 'token-invalid'],
  'about several at once': [{ sub: ['A1', 'A2'] }, 401, 'token-invalid'],
  'with a name of 41 letters': [{ name: '张'.repeat(41) }, 401, 'token-invalid'],
  'with a line break in the name': [{ name: '张三\r\nrole: street' }, 401, 'token-invalid'],
  'with a name that turns the writing direction': [{ name: '张三\u202Egnp.exe' }, 401, 'token-invalid'],
  'whose age of majority is a word': [{ minor: 'no' }, 401, 'token-invalid'],
  'for once without a number of its own': [{ once: true }, 401, 'token-invalid'],
  'for once with a number that is soon guessed': [{ once: true, jti: '1' }, 401, 'token-invalid'],
}

export function hostTokens(arena: Arena): void {
  describe('tokens of hosts', () => {
    const { ask, refuses, web, asked } = arena
    const pair = newKeyPair('RS256', 'k1')
    const ISSUER = 'https://jwks.a.example'
    const withIssuer = (issuer: string, jwksUrl = `${issuer}/keys`) => {
      const { database, keyring } = arena.district
      return createHostIssuer(database, { orgId: 'org-a', issuer, jwksUrl, keyring, clock: () => NOW })
    }
    before(async () => {
      await withIssuer(ISSUER)
      web.set(`${ISSUER}/keys`, () => Response.json({ keys: [pair.jwk] }))
    })
    const signUp = (token: string, changes: Partial<Ask> = {}): Ask => ({
      path: '/v1/sign-ups',
      as: 'org',
      body: signUpCommand(),
      ...changes,
      headers: { authorization: `Bearer ${token}`, ...changes.headers },
    })
    const claims = (changes: object = {}) => ({ ...claimsOf('org-a', NOW), ...changes })
    const published = (changes: object = {}) => claims({ iss: ISSUER, ...changes })
    const isInvalid = (token: string) => refuses(401, 'token-invalid', signUp(token))

    it('lets the honest through, whom all that follows pretends to be', async () => {
      assert.equal((await ask(signUp(honest(NOW)))).status, 201)
      assert.equal((await ask(signUp(signedBy(pair, { claims: published({ sub: 'A9' }) })))).status, 201)
    })

    for (const [what, [changes, status, code]] of Object.entries(CLAIMS)) {
      attack(`a token ${what}`, async () => void (await refuses(status, code, signUp(honest(NOW, changes)))))
    }

    for (const alg of ['none', 'None', 'NONE', 'nOnE']) {
      attack(`a token without signature that says alg ${alg}`, async () => {
        await isInvalid(`${part({ alg })}.${part(claims())}.`)
      })
    }

    attack('a token that says alg none and still has a signature', async () => {
      await isInvalid(honest(NOW, {}, { alg: 'none' }))
    })

    attack('an HMAC with the published key in PEM as its secret', async () => {
      const pem = createPublicKey(pair.privateKey).export({ type: 'spki', format: 'pem' }).toString()
      await isInvalid(hmacSigned(pem, { header: { kid: 'k1' }, claims: published() }))
    })

    attack('an HMAC with the published key as JSON as its secret', async () => {
      await isInvalid(hmacSigned(JSON.stringify(pair.jwk), { header: { kid: 'k1' }, claims: published() }))
    })

    attack('a public-key signature for an issuer with a shared secret', async () => {
      await isInvalid(signedBy(pair, { claims: claims() }))
    })

    attack('another HMAC than the one agreed on', async () => {
      await isInvalid(hmacSigned(SECRET, { header: { alg: 'HS512' }, claims: claims() }, 'sha512'))
    })

    attack('an HMAC with an empty secret', async () => {
      await isInvalid(hmacSigned('', { claims: claims() }))
    })

    attack('a token whose content was changed after signing', async () => {
      await isInvalid(tampered(honest(NOW), (parts) => void (parts.claims.sub = 'A2')))
    })

    attack('a token whose header was changed after signing', async () => {
      await isInvalid(tampered(honest(NOW), (parts) => void (parts.header = { ...parts.header, kid: 'k9' })))
    })

    attack('a token with a part of its signature', async () => void (await isInvalid(honest(NOW).slice(0, -8))))

    attack('a token with an empty signature', async () => {
      await isInvalid(`${honest(NOW).split('.').slice(0, 2).join('.')}.`)
    })

    attack('a token with the signature of another', async () => {
      const [header, content] = honest(NOW).split('.')
      await isInvalid(`${header}.${content}.${honest(NOW, { sub: 'A2' }).split('.')[2]}`)
    })

    attack('a token of another organisation’s backend on this one’s site', async () => {
      const token = hostToken({ secret: HOSTS['org-b'].secret, claims: claimsOf('org-b', NOW) })
      await refuses(403, 'other-organisation', signUp(token))
    })

    attack('a token that names one backend and is signed by another', async () => {
      await isInvalid(hmacSigned(HOSTS['org-b'].secret, { claims: claims() }))
    })

    attack('a backend that speaks for an employee of another organisation', async () => {
      const command = signUpCommand({ slotId: 'sh-far' })
      const mine = honest(NOW, { sub: 'VICTIM' })
      await ask(signUp(mine, { body: command }))
      const body = { id: nextUlid(), signUpId: command.id }
      const theirs = hostToken({ secret: HOSTS['org-b'].secret, claims: claimsOf('org-b', NOW, { sub: 'VICTIM' }) })
      const headers = { authorization: `Bearer ${theirs}` }
      await refuses(404, 'unknown-sign-up', { path: `/v1/sign-ups/${command.id}/cancel`, as: 'otherOrg', body, headers })
    })

    attack('a token of an issuer that was taken back', async () => {
      const issuer = 'https://gone.a.example'
      const { id } = await withIssuer(issuer)
      web.set(`${issuer}/keys`, () => Response.json({ keys: [pair.jwk] }))
      const token = () => signedBy(pair, { claims: claims({ iss: issuer }) })
      assert.equal((await ask(signUp(token(), { path: '/v1/me/sign-ups', method: 'GET', body: undefined }))).status, 200)
      await ask({ path: '/v1/admin/issuer-revoke', as: 'admin', body: { id } })
      await refuses(401, 'unknown-issuer', signUp(token()))
    })

    const once = () => honest(NOW, { once: true, jti: nextUlid(), sub: `O${nextUlid().slice(-6)}` })
    const mine = (token: string): Ask => ({ path: '/v1/me/sign-ups', as: 'org', headers: { authorization: `Bearer ${token}` } })

    attack('a one-time token used a second time', async () => {
      const token = once()
      assert.equal((await ask(mine(token))).status, 200)
      await refuses(401, 'token-replayed', signUp(token))
    })

    attack('a one-time token used twice at the same time', async () => {
      const token = once()
      const answers = await Promise.all(Array.from({ length: 5 }, () => ask(mine(token))))
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401, 401, 401, 401])
    })

    attack('a one-time token used again in its leeway, after its end', async () => {
      const token = once()
      await ask(mine(token))
      arena.district.clock.now += 620_000
      await refuses(401, 'token-replayed', signUp(token))
    })

    for (const [name, value] of Object.entries({
      jku: 'https://evil.example/keys',
      x5u: 'https://evil.example/chain',
      x5c: [Buffer.from('a certificate').toString('base64')],
      jwk: newKeyPair('RS256', 'k1').jwk,
    })) {
      attack(`a token that brings its own key along as ${name}`, async () => {
        const evil = newKeyPair('RS256', 'k1')
        web.set('https://evil.example/keys', () => Response.json({ keys: [evil.jwk] }))
        const header = { [name]: name === 'jwk' ? evil.jwk : value }
        await isInvalid(signedBy(evil, { header, claims: published() }))
        assert.ok(!asked.some((url) => url.includes('evil.example')))
      })
    }

    for (const [what, kid] of [
      ['a path', '../../../../dev/null'],
      ['SQL', "k1' union select 'x"],
      ['an address', 'https://evil.example/key'],
    ] as const) {
      attack(`a token whose key id is ${what}`, async () => {
        await isInvalid(signedBy(newKeyPair('RS256', kid), { claims: published() }))
      })
    }

    attack('a token with a critical header that nobody knows', async () => {
      await isInvalid(honest(NOW, {}, { crit: ['exp'], exp: 1 }))
    })

    attack('an unencoded payload (b64: false)', async () => {
      await isInvalid(honest(NOW, {}, { b64: false, crit: ['b64'] }))
    })

    attack('an encrypted token instead of a signed one', async () => {
      const secret = Buffer.from(SECRET).subarray(0, 32)
      const jwe = new EncryptJWT(claims()).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      await isInvalid(await jwe.encrypt(secret))
    })

    attack('a token inside a token', async () => {
      const secret = Buffer.from(SECRET).subarray(0, 32)
      const inner = new TextEncoder().encode(honest(NOW))
      await isInvalid(
        await new CompactEncrypt(inner).setProtectedHeader({ alg: 'dir', enc: 'A256GCM', cty: 'JWT' }).encrypt(secret),
      )
      await isInvalid(hmacSigned(SECRET, { header: { cty: 'JWT' }, claims: { token: honest(NOW) } }))
    })

    attack('a token of a hundred kilobytes', async () => {
      await isInvalid(honest(NOW, { padding: 'x'.repeat(100_000) }))
    })

    attack('a token with too many parts', async () => void (await isInvalid(`${honest(NOW)}.${part({})}`)))

    attack('a token with duplicate claims, of which the last says otherwise', async () => {
      const text = JSON.stringify(claims()).replace(/}$/, ',"sub":"A2"}')
      const signed = `${part({ alg: 'HS256' })}.${Buffer.from(text).toString('base64url')}`
      const [, , signature] = honest(NOW).split('.')
      await isInvalid(`${signed}.${signature}`)
    })

    attack('a token without a site key', async () => {
      await refuses(401, 'credentials-required', signUp(honest(NOW), { as: 'nobody' }))
    })

    attack('a token with the public site key', async () => {
      const answer = () => ask(signUp(honest(NOW), { as: 'public' }))
      await refuses(403, 'audience-not-allowed', answer)
    })

    attack('a token with the site key of another organisation', async () => {
      await refuses(403, 'other-organisation', signUp(honest(NOW), { as: 'otherOrg' }))
    })

    attack('a token from a page of another origin', async () => {
      await refuses(403, 'origin-not-allowed', signUp(honest(NOW), { headers: { origin: 'https://evil.example' } }))
    })

    attack('a token in the address', async () => {
      const path = `/v1/sign-ups?access_token=${honest(NOW)}`
      await refuses(401, 'token-required', { path, as: 'org', body: signUpCommand() })
    })

    attack('a token in the body', async () => {
      await refuses(401, 'token-required', {
        path: '/v1/sign-ups',
        as: 'org',
        body: signUpCommand({ access_token: honest(NOW) }),
      })
    })

    attack('a token in a cookie', async () => {
      const headers = { cookie: `authorization=Bearer ${honest(NOW)}; token=${honest(NOW)}` }
      await refuses(401, 'token-required', { path: '/v1/sign-ups', as: 'org', body: signUpCommand(), headers })
    })

    describe('published keys', () => {
      let made = 0
      /** An issuer whose keys are at an address that answers as it does. */
      const issuerWith = async (answer: (() => Response | Promise<Response>) | undefined) => {
        const issuer = `https://issuer-${made++}.a.example`
        await withIssuer(issuer)
        if (answer) web.set(`${issuer}/keys`, answer)
        return (key = pair): Promise<Answered> => ask(signUp(signedBy(key, { claims: claims({ iss: issuer }) })))
      }
      const unavailable = async (call: () => Promise<Answered>) => {
        const answer = await refuses(503, 'issuer-unavailable', call)
        assert.ok(Number(answer.headers.get('retry-after')) > 0)
      }

      attack('an address of keys that leads to another host', async () => {
        web.set('https://evil.example/redirected', () => Response.json({ keys: [pair.jwk] }))
        const location = 'https://evil.example/redirected'
        await unavailable(await issuerWith(() => new Response(null, { status: 302, headers: { location } })))
        assert.ok(!asked.includes(location))
      })

      attack('a key set of ten megabytes', async () => {
        const large = JSON.stringify({ keys: [pair.jwk], padding: 'x'.repeat(10_000_000) })
        await unavailable(await issuerWith(() => new Response(large)))
      })

      attack('a key set that is a page', async () => {
        await unavailable(await issuerWith(() => new Response('<html>Sign in</html>')))
      })

      attack('a key set with a symmetric key', async () => {
        const k = Buffer.from('the attacker knows this secret too').toString('base64url')
        const call = await issuerWith(() => Response.json({ keys: [{ kty: 'oct', k, kid: 'k1', alg: 'HS256' }] }))
        await refuses(401, 'token-invalid', call)
        const token = hmacSigned(Buffer.from(k, 'base64url'), {
          header: { kid: 'k1' },
          claims: claims({ iss: `https://issuer-${made - 1}.a.example` }),
        })
        await isInvalid(token)
      })

      attack('an issuer that does not answer', async () => void (await unavailable(await issuerWith(undefined))))

      attack('an issuer that fails', async () => {
        await unavailable(await issuerWith(() => new Response('{"keys":[]}', { status: 500 })))
      })

      attack('a key that its issuer no longer publishes', async () => {
        const next = newKeyPair('ES256', 'k2')
        let keys = [pair.jwk]
        const call = await issuerWith(() => Response.json({ keys }))
        await call()
        keys = [next.jwk]
        arena.district.clock.now += 11 * 60_000
        await refuses(401, 'token-invalid', () => {
          const now = arena.district.clock.now
          const theirs = { ...claimsOf('org-a', now), iss: `https://issuer-${made - 1}.a.example` }
          return ask(signUp(signedBy(pair, { claims: theirs })))
        })
      })

      attack('a guessed key of the same id', async () => {
        const call = await issuerWith(() => Response.json({ keys: [pair.jwk] }))
        await refuses(401, 'token-invalid', () => call(newKeyPair('RS256', 'k1')))
      })

      attack('making the server ask an issuer again and again', async () => {
        const call = await issuerWith(() => Response.json({ keys: [pair.jwk] }))
        const from = asked.length
        for (let i = 0; i < 20; i += 1) await refuses(401, 'token-invalid', () => call(newKeyPair('ES256', `guess-${i}`)))
        assert.ok(asked.length - from <= 2, `${asked.length - from} requests`)
      })
    })

    const register = (what: string, body: object) =>
      attack(`registering an issuer with ${what}`, async () => {
        const issuer = `https://new-${nextUlid()}.example`
        const all = { orgId: 'org-a', issuer, ...body }
        await refuses(422, 'invalid-body', { path: '/v1/admin/issuer-create', as: 'admin', body: all })
      })
    register('a short secret', { secret: 'x'.repeat(31) })
    register('neither keys nor secret', {})
    register('both keys and secret', { secret: 'x'.repeat(40), jwksUrl: 'https://sso.example/keys' })
    for (const [what, jwksUrl] of Object.entries({
      'an address without TLS': 'http://sso.example/keys',
      'a file as address': 'file:///etc/passwd',
      'data as address': 'data:application/json,{"keys":[]}',
      'a password in the address': 'https://user:secret@sso.example/keys',
      'a name that begins like this machine': 'http://127.0.0.1.evil.example/keys',
      'the address of a cloud’s metadata': 'http://169.254.169.254/latest/meta-data',
      'the address of a cloud’s metadata behind TLS': 'https://169.254.169.254/latest/meta-data',
      'a mapped address of a cloud’s metadata': 'https://[::ffff:169.254.169.254]/keys',
      'all addresses of this machine': 'http://0.0.0.0/keys',
    })) {
      register(what, { jwksUrl })
    }
  })
}
