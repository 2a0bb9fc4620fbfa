import { compactVerify, decodeJwt, decodeProtectedHeader } from 'jose'
import type { CryptoKey, JWSHeaderParameters } from 'jose'
import { expectation } from '../expectation.ts'
import { ProblemError } from '../problem.ts'
import { hostClaimsSchema } from '../schema.ts'
import type { HostClaims } from '../schema.ts'
import { HostKeysUnavailableError } from './host-keys.ts'

/** Who may sign for the employees of an organisation. */
export interface HostIssuer {
  /** The token's `iss`. */
  issuer: string
  orgId: string
  /** One of both: a secret shared with the issuer, or the address of its public keys. */
  secret?: Uint8Array
  jwksUrl?: string
}

export interface HostTokenContext {
  /** The token's `aud`. */
  audience: string
  /** Organisation of the site key that came with the token. */
  orgId: string
  /** Origin of the page, as the browser says. */
  origin: string | null
  /** Epoch milliseconds. */
  now: number
  findIssuer(issuer: string): Promise<HostIssuer | undefined>
  keyOf(url: string, header: JWSHeaderParameters): Promise<CryptoKey>
  /** Keeps that a one-time token was used. @returns false where it was used before */
  useOnce(claims: { iss: string; jti: string; exp: number }): Promise<boolean>
}

const MAX_LENGTH = 4096
/** Seconds that clocks may differ by. */
export const LEEWAY = 30
const MAX_LIFETIME = 900
const ALGORITHMS = { secret: ['HS256'], jwks: ['RS256', 'PS256', 'ES256', 'EdDSA'] }

/**
 * Believes what an organisation's backend says of its employee: read from top to bottom, each line refuses something. Only
 * `alg` and `kid` of the header are looked at; keys or addresses of keys that a token brings along are not.
 * @throws ProblemError 401 `token-invalid`, `unknown-issuer`, `token-expired`, `token-too-long-lived`, `token-replayed`;
 * 403 `other-organisation`, `token-origin-mismatch`; 503 `issuer-unavailable`
 */
export async function believeHostToken(token: string, context: HostTokenContext): Promise<HostClaims> {
  const { audience, orgId, origin } = context
  const now = context.now / 1000
  if (token.length > MAX_LENGTH) throw invalid(`Expected at most ${MAX_LENGTH} characters`)
  const { header, iss } = read(token)

  const issuer = await context.findIssuer(iss)
  if (!issuer) throw unauthorized('unknown-issuer', 'Nobody has registered the issuer of this token')
  if (issuer.orgId !== orgId) {
    throw new ProblemError(403, 'other-organisation', 'The issuer of this token is for another organisation')
  }
  await expectSignature(token, header, issuer, context)

  const claims = readClaims(token)
  if (![claims.aud].flat().includes(audience)) throw invalid(`aud: expected ${audience}`)
  if (claims.exp + LEEWAY <= now) throw unauthorized('token-expired', 'The token has expired')
  if (claims.iat - LEEWAY > now) throw invalid('iat: expected the past')
  if (claims.nbf !== undefined && claims.nbf - LEEWAY > now) throw invalid('nbf: expected the past')
  if (claims.exp <= claims.iat) throw invalid('exp: expected a time after iat')
  if (claims.exp - claims.iat > MAX_LIFETIME) {
    throw unauthorized('token-too-long-lived', `A token lives for ${MAX_LIFETIME} seconds at most`)
  }
  if (origin === null || claims.origin !== origin) {
    throw new ProblemError(403, 'token-origin-mismatch', 'The token is for a page of another origin')
  }
  if (!claims.once) return claims
  const { exp, jti } = claims
  if (jti === undefined) throw invalid('jti: expected in a one-time token')
  if (await context.useOnce({ iss, jti, exp: exp + LEEWAY })) return claims
  throw unauthorized('token-replayed', 'This one-time token was used before')
}

/** What says which key to take. Nothing of it is believed yet. */
function read(token: string): { header: JWSHeaderParameters; iss: string } {
  try {
    const header = decodeProtectedHeader(token)
    const { iss } = decodeJwt(token)
    if (header.crit === undefined && typeof iss === 'string' && !saysTwice(token)) return { header, iss }
  } catch {
    // It is no JWT at all: as invalid as one without an issuer.
  }
  throw invalid('Expected a signed JWT with iss, each claim once, and without crit')
}

/** Of two claims of one name each reader might believe another: a backend that glues its JSON together makes such. */
function saysTwice(token: string): boolean {
  const names = new Set<unknown>()
  let depth = 0
  for (const [found] of Buffer.from(token.split('.')[1]!, 'base64url').toString().matchAll(TOKENS)) {
    if (found === '{' || found === '[') depth += 1
    else if (found === '}' || found === ']') depth -= 1
    else if (depth === 1 && found.endsWith(':')) {
      const name: unknown = JSON.parse(found.slice(0, -1))
      if (names.has(name)) return true
      names.add(name)
    }
  }
  return false
}

/** What matters of JSON's text here: brackets, and strings, with the colon behind those that are names. */
const TOKENS = /[{}[\]]|"(?:[^"\\]|\\.)*"(?:\s*:)?/g

async function expectSignature(
  token: string,
  header: JWSHeaderParameters,
  { secret, jwksUrl }: HostIssuer,
  { keyOf }: HostTokenContext,
): Promise<void> {
  // By kind of issuer: a public key is never taken for a shared secret.
  const algorithms = secret ? ALGORITHMS.secret : ALGORITHMS.jwks
  if (!algorithms.includes(header.alg ?? '')) throw invalid(`alg: expected ${algorithms.join(', ')}`)
  try {
    // Web Crypto compares an HMAC itself, in constant time.
    await compactVerify(token, secret ?? (await keyOf(jwksUrl!, header)), { algorithms })
  } catch (error) {
    if (!(error instanceof HostKeysUnavailableError)) throw invalid('Expected a signature of its issuer')
    throw new ProblemError(503, 'issuer-unavailable', 'The keys of the token’s issuer cannot be had', {
      headers: { 'retry-after': '30' },
    })
  }
}

function readClaims(token: string): HostClaims {
  const result = hostClaimsSchema.safeParse(decodeJwt(token), { error: expectation })
  if (result.success) return result.data
  const [first] = result.error.issues
  throw invalid(`${first?.path.join('.')}: ${first?.message}`)
}

const invalid = (detail: string): ProblemError => unauthorized('token-invalid', 'The token is not valid', detail)

const unauthorized = (code: string, title: string, detail?: string): ProblemError =>
  new ProblemError(401, code, title, {
    ...(detail !== undefined && { detail }),
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  })
