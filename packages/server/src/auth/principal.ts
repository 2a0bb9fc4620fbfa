import type { Actor } from '@wangge/core/issue'
import type { ActorRole } from '@wangge/core/issue/schema'

/** Somebody with a staff token. */
export interface Staff {
  kind: 'staff'
  tokenId: string
  role: ActorRole
  /** Root of the subtree that the token reaches. */
  gridId: string
  personId?: string
}

/** Whoever calls, once the credentials are believed. */
export type Principal =
  { kind: 'none' } | { kind: 'public'; origins: string[] } | { kind: 'org'; orgId: string; origins: string[] } | Staff

/** Name for the audit and the idempotency record. Survives a change of key, so that a resend under a new key still settles. */
export function principalName(principal: Principal): string {
  if (principal.kind === 'org') return `org:${principal.orgId}`
  if (principal.kind === 'staff') return `staff:${principal.tokenId}`
  return principal.kind
}

/** How the issue workflow sees a member of staff. */
export function actorOf(principal: Staff): Actor {
  return { id: principal.personId ?? principalName(principal), role: principal.role, gridId: principal.gridId }
}
