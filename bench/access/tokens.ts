import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import { believeHostToken } from '../../packages/server/src/auth/host-token.ts'
import type { HostIssuer } from '../../packages/server/src/auth/host-token.ts'
import { sideBySide } from './measure.ts'

const ORIGIN = 'https://a.example'
const AUDIENCE = 'urn:wangge:main'

/** All that is looked at of a token, beside the library's own look at its signature and dates. Issuer and keys are at hand. */
export async function measureTokens() {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const webKey = await crypto.subtle.importKey(
    'jwk',
    createPublicKey(pair.privateKey).export({ format: 'jwk' }),
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['verify'],
  )
  const secret = new Uint8Array(randomBytes(32))
  const now = Date.now()
  const sign = (alg: string) =>
    new SignJWT({ name: '张三', origin: ORIGIN })
      .setProtectedHeader({ alg })
      .setIssuer('https://sso.a.example')
      .setAudience(AUDIENCE)
      .setSubject('A1')
      .setIssuedAt(Math.floor(now / 1000))
      .setExpirationTime(Math.floor(now / 1000) + 600)
      .sign(alg === 'ES256' ? pair.privateKey : secret)
  const believing = (token: string, how: Partial<HostIssuer>) => () =>
    believeHostToken(token, {
      audience: AUDIENCE,
      orgId: 'org-a',
      origin: ORIGIN,
      now,
      findIssuer: async (issuer) => ({ issuer, orgId: 'org-a', ...how }),
      keyOf: async () => webKey,
      useOnce: async () => true,
    })
  const [ec, hmac] = [await sign('ES256'), await sign('HS256')]
  const options = { audience: AUDIENCE }
  const times = await sideBySide(
    { rounds: 3_000 },
    {
      es256: believing(ec, { jwksUrl: 'https://sso.a.example/keys' }),
      es256Peer: () => jwtVerify(ec, webKey, options),
      hs256: believing(hmac, { secret }),
      hs256Peer: () => jwtVerify(hmac, secret, options),
    },
  )
  return {
    'ES256 believed, ms': times.es256,
    'ES256, jwtVerify of jose alone, ms': times.es256Peer,
    'HS256 believed, ms': times.hs256,
    'HS256, jwtVerify of jose alone, ms': times.hs256Peer,
  }
}
