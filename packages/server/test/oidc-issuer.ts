import { createHash } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

export const CLIENT_ID = 'wangge-test'
export const PAGE = 'https://staff.example'
export const OIDC = {
  issuer: 'https://idp.example',
  clientId: CLIENT_ID,
  pages: [`${PAGE}/desk`],
  publicUrl: 'https://wangge.example',
}

export interface OidcIssuer {
  /** What the server under test asks with. */
  fetch: typeof globalThis.fetch
  /** Somebody signs in at the address that the server sent them to. @returns the query that they bring back */
  authorize(address: string, subject: string): string
  /** What the next ID tokens say otherwise. */
  changes: Record<string, unknown>
  /** Answers nothing any more. */
  isDown: boolean
  /** Stands in for other servers that are asked, where a test needs one. */
  answer?: typeof globalThis.fetch
}

interface Grant {
  subject: string
  nonce: string
  challenge: string
  redirectUri: string
}

/** A sign-in service in this process, with real signatures; it lives in today's time, whatever the district's clock says. */
export async function createOidcIssuer(): Promise<OidcIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'idp-1', alg: 'RS256', use: 'sig' }
  const grants = new Map<string, Grant>()
  const { issuer } = OIDC
  let made = 0

  const metadata = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  }

  async function token(body: URLSearchParams): Promise<Response> {
    const grant = grants.get(body.get('code') ?? '')
    grants.delete(body.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url')
    const isRight = grant?.challenge === challenge && grant.redirectUri === body.get('redirect_uri')
    if (!grant || !isRight) return Response.json({ error: 'invalid_grant' }, { status: 400 })
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: issuer, aud: CLIENT_ID, sub: grant.subject, nonce: grant.nonce, iat: now, exp: now + 300 }
    const idToken = await new SignJWT({ ...claims, ...idp.changes })
      .setProtectedHeader({ alg: 'RS256', kid: 'idp-1' })
      .sign(privateKey)
    return Response.json({ access_token: 'unused', token_type: 'Bearer', expires_in: 300, id_token: idToken })
  }

  const idp: OidcIssuer = {
    changes: {},
    isDown: false,
    async fetch(input, init) {
      const { pathname, origin } = new URL(String(input))
      if (origin !== issuer) {
        if (idp.answer) return idp.answer(input, init)
        throw new TypeError('fetch failed')
      }
      if (idp.isDown) throw new TypeError('fetch failed')
      if (pathname === '/.well-known/openid-configuration') return Response.json(metadata)
      if (pathname === '/keys') return Response.json({ keys: [jwk] })
      return token(new URLSearchParams(String(init?.body)))
    },
    authorize(address, subject) {
      const asked = new URL(address).searchParams
      const code = `grant-${made++}`
      const [nonce, challenge, redirectUri] = ['nonce', 'code_challenge', 'redirect_uri'].map((name) => asked.get(name)!)
      grants.set(code, { subject, nonce: nonce!, challenge: challenge!, redirectUri: redirectUri! })
      return new URLSearchParams({ code, state: asked.get('state')! }).toString()
    },
  }
  return idp
}
