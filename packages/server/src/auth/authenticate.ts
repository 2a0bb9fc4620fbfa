import { ProblemError } from '../problem.ts'
import type { Context } from '../context.ts'
import type { AnyOperation } from '../operation.ts'
import { findSiteKey } from '../storage/site-keys.ts'
import { identifyPerson } from './identify-person.ts'
import { identifyStaff } from './identify-staff.ts'
import { permit } from './permit.ts'
import type { Organisation, Principal, Public } from './principal.ts'
import { isSameSecret } from './secrets.ts'

export interface Credentials {
  headers: Headers
  /** Opens `/v1/admin`; without it nobody is its owner. */
  adminSecret?: string | undefined
}

/**
 * Believes a site key sent from one of its origins, a staff token or the secret of the data directory, and lets them through
 * to the operation.
 * @throws ProblemError 401 `credentials-required`, `unknown-site-key`, `unknown-token`;
 * 403 `origin-required`, `origin-not-allowed`; and those of `permit`
 */
export async function authenticate(context: Context, credentials: Credentials, operation: AnyOperation): Promise<Principal> {
  if (operation.access.includes('anyone')) return { kind: 'none' }
  return permit(await identify(context, credentials), operation)
}

async function identify(context: Context, { headers, adminSecret }: Credentials): Promise<Principal> {
  const token = bearerOf(headers)
  if (token !== undefined) {
    if (adminSecret !== undefined && isSameSecret(token, adminSecret)) return { kind: 'admin' }
    if (!token.includes('.')) return identifyStaff(context, token)
  }
  const key = headers.get('wangge-site-key')
  const origin = headers.get('origin')
  if (key !== null) {
    const site = await identifySite(context, key, origin)
    return token === undefined ? site : identifyPerson(context, site, token, origin)
  }
  throw new ProblemError(401, 'credentials-required', 'A site key or a token is required', {
    headers: { 'www-authenticate': 'Bearer' },
  })
}

export const bearerOf = (headers: Headers): string | undefined => /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1]

export async function identifySite(context: Context, key: string, origin: string | null): Promise<Public | Organisation> {
  const { db, districtId, clock } = context
  const found = await findSiteKey(db, districtId, key, clock())
  if (!found) throw new ProblemError(401, 'unknown-site-key', 'The site key is unknown, expired or revoked')
  const { origins, audience, calls } = found
  if (origin === null) throw new ProblemError(403, 'origin-required', 'A site key works from a page of its site only')
  if (!origins.includes(origin)) {
    throw new ProblemError(403, 'origin-not-allowed', 'The site key is not for this origin')
  }
  const site = { origins, ...(calls && { calls }) }
  return audience === 'public' ? { kind: 'public', ...site } : { kind: 'org', orgId: audience.slice('org:'.length), ...site }
}
