import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { assertProblem, nextUlid, signUpCommand } from '../harness.ts'
import type { Answered } from '../harness.ts'
import { claimsOf, HOSTS, hostToken } from '../host-tokens.ts'
import { NOW } from '../sample.ts'
import { attack } from './arena.ts'
import type { Arena, Ask } from './arena.ts'
import { hmacSigned, honest, newKeyPair, signedBy } from './forge.ts'
import { useHost } from './hosts.ts'

export function issuers(arena: Arena): void {
  describe('hosts and how their tokens are used', () => {
    const { ask, refuses, web, asked } = arena
    const { pair, register, signUp, claims, isInvalid } = useHost(arena, 'https://jwks-2.a.example')

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
      const { id } = await register(issuer)
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

    attack('a one-time token used five times at the same time', async () => {
      const token = once()
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => ask(signUp(token, { body: signUpCommand({ slotId: 'sh-later' }) }))),
      )
      const [first, ...others] = answers.toSorted((a, b) => a.status - b.status)
      assert.equal(first!.status, 201, JSON.stringify(first!.body))
      for (const answer of others) assertProblem(answer, 401, 'token-replayed')
      const rows = await arena.context.db.selectFrom('sign_ups').select('id').execute()
      const made = answers.map(({ body }) => body.id as string | undefined)
      assert.deepEqual(rows.filter(({ id }) => made.includes(id)).length, 1)
    })

    attack('a one-time token used again in its leeway, after its end', async () => {
      const token = once()
      await ask(mine(token))
      arena.district.clock.now += 620_000
      await refuses(401, 'token-replayed', signUp(token))
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
        await register(issuer)
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

    const isNotRegistered = (what: string, body: object) =>
      attack(`registering an issuer with ${what}`, async () => {
        const issuer = `https://new-${nextUlid()}.example`
        const all = { orgId: 'org-a', issuer, ...body }
        await refuses(422, 'invalid-body', { path: '/v1/admin/issuer-create', as: 'admin', body: all })
      })
    isNotRegistered('a short secret', { secret: 'x'.repeat(31) })
    isNotRegistered('neither keys nor secret', {})
    isNotRegistered('both keys and secret', { secret: 'x'.repeat(40), jwksUrl: 'https://sso.example/keys' })
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
      isNotRegistered(what, { jwksUrl })
    }
  })
}
