import { createHash, randomBytes } from 'node:crypto'
import type { District } from './harness.ts'
import { PAGE } from './oidc-issuer.ts'

export const PAGE_STATE = 'page-state-0001'

/** What a page keeps while its user is away at the sign-in service. */
export function newPage(): { verifier: string; path: string } {
  const verifier = randomBytes(32).toString('base64url')
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const query = new URLSearchParams({ redirect_uri: `${PAGE}/desk`, state: PAGE_STATE, code_challenge: challenge })
  return { verifier, path: `/v1/auth/sign-in?${query}` }
}

/** The way to the sign-in service and back, up to what the page finds in its address. */
export async function comeBack(district: District, subject: string, path: string): Promise<URLSearchParams> {
  const sent = await district.call('GET', path)
  const query = district.idp.authorize(sent.headers.get('location')!, subject)
  const back = await district.call('GET', `/v1/auth/callback?${query}`)
  return new URLSearchParams(new URL(back.headers.get('location')!).hash.slice(1))
}

/** A session of the person who is bound to the account. */
export async function signIn(district: District, subject: string): Promise<{ token: string; expiresAt: string }> {
  const { verifier, path } = newPage()
  const code = (await comeBack(district, subject, path)).get('wangge_code')!
  return (await district.call('POST', '/v1/auth/sessions', { body: { code, codeVerifier: verifier } })).body
}

/** Binds a person of the sample district to an account, `account:<person>`. */
export async function bind(district: District, personId: string): Promise<string> {
  const subject = `account:${personId}`
  const body = { issuer: 'https://idp.example', subject, personId }
  await district.call('POST', '/v1/admin/identity-bind', { as: 'admin', body })
  return subject
}
