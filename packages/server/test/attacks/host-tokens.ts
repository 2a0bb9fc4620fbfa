import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { describe, it } from 'node:test'
import { CompactEncrypt, EncryptJWT } from 'jose'
import { HOSTS } from '../host-tokens.ts'
import { NOW } from '../sample.ts'
import { attack } from './arena.ts'
import type { Arena } from './arena.ts'
import { hmacSigned, honest, newKeyPair, part, signedBy, signedText, tampered } from './forge.ts'
import { useHost } from './hosts.ts'

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
    const { pair, signUp, claims, published, isInvalid } = useHost(arena, 'https://jwks.a.example')

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

    attack('a signed token inside an encrypted one', async () => {
      const secret = Buffer.from(SECRET).subarray(0, 32)
      const inner = new TextEncoder().encode(honest(NOW))
      const jwe = new CompactEncrypt(inner).setProtectedHeader({ alg: 'dir', enc: 'A256GCM', cty: 'JWT' })
      await isInvalid(await jwe.encrypt(secret))
    })

    attack('a token as the whole content of another', async () => {
      await isInvalid(signedText(SECRET, { header: { cty: 'JWT' }, text: honest(NOW) }))
    })

    attack('a token as a claim of another', async () => {
      await isInvalid(hmacSigned(SECRET, { header: { cty: 'JWT' }, claims: { token: honest(NOW) } }))
    })

    attack('a token of a hundred kilobytes', async () => {
      await isInvalid(honest(NOW, { padding: 'x'.repeat(100_000) }))
    })

    attack('a token with too many parts', async () => void (await isInvalid(`${honest(NOW)}.${part({})}`)))

    /** Signed by org-a’s backend over claims of which one comes twice. */
    const twice = (claim: string, changes: object = {}, secret = SECRET) =>
      signedText(secret, { text: JSON.stringify(claims(changes)).replace(/}$/, `,${claim}}`) })

    for (const [what, claim] of Object.entries({
      'their number': '"sub":"A2"',
      'their number, in another spelling': '"s\\u0075b" : "A2"',
      'their origin': '"origin":"https://a.example"',
      'their end': `"exp":${SECONDS + 700}`,
    })) {
      attack(`a token with a right signature that says ${what} twice`, async () => void (await isInvalid(twice(claim))))
    }

    attack('a token whose first issuer is believed and whose second signed it', async () => {
      await isInvalid(twice(`"iss":"${HOSTS['org-b'].iss}"`, {}, HOSTS['org-b'].secret))
    })
  })
}
