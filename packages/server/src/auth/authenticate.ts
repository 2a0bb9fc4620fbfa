import { ProblemError } from '../problem.ts'
import type { Context } from '../context.ts'
import type { Access } from '../operation.ts'
import { findSiteKey } from '../storage/site-keys.ts'
import { findStaffToken } from '../storage/staff-tokens.ts'
import type { Principal } from './principal.ts'

/**
 * Believes a site key sent from one of its origins, or a staff token.
 * @throws ProblemError 401 `credentials-required`, `unknown-site-key`, `unknown-token`;
 * 403 `origin-required`, `origin-not-allowed`, `audience-not-allowed`.
 */
export async function authenticate(context: Context, headers: Headers, access: readonly Access[]): Promise<Principal> {
  if (access.includes('anyone')) return { kind: 'none' }
  const principal = await identify(context, headers)
  if (principal.kind !== 'none' && access.includes(principal.kind)) return principal
  throw new ProblemError(403, 'audience-not-allowed', 'These credentials do not reach this call', {
    detail: `Expected ${access.join(' or ')}, got ${principal.kind}`,
  })
}

async function identify(context: Context, headers: Headers): Promise<Principal> {
  const token = /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1]
  if (token !== undefined) return identifyStaff(context, token)
  const key = headers.get('wangge-site-key')
  if (key === null) {
    throw new ProblemError(401, 'credentials-required', 'A site key or a staff token is required', {
      headers: { 'www-authenticate': 'Bearer' },
    })
  }
  return identifySite(context, key, headers.get('origin'))
}

async function identifySite({ db, districtId }: Context, key: string, origin: string | null): Promise<Principal> {
  const found = await findSiteKey(db, districtId, key)
  if (!found) throw new ProblemError(401, 'unknown-site-key', 'The site key is unknown or revoked')
  const { origins, audience } = found
  if (origin === null) throw new ProblemError(403, 'origin-required', 'A site key works from a page of its site only')
  if (!origins.includes(origin)) {
    throw new ProblemError(403, 'origin-not-allowed', 'The site key is not for this origin', { detail: `Got origin ${origin}` })
  }
  return audience === 'public' ? { kind: 'public', origins } : { kind: 'org', orgId: audience.slice('org:'.length), origins }
}

async function identifyStaff({ db, districtId, clock }: Context, token: string): Promise<Principal> {
  const found = await findStaffToken(db, districtId, token, clock())
  if (found) {
    const { id: tokenId, role, gridId, personId } = found
    return { kind: 'staff', tokenId, role, gridId, ...(personId !== undefined && { personId }) }
  }
  throw new ProblemError(401, 'unknown-token', 'The staff token is unknown, revoked or expired', {
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  })
}
