import type { Grant } from '@wangge/core/access/schema'
import type { Actor } from '@wangge/core/issue'

/** What a site key says: which site asks, not who. */
interface Site {
  origins: string[]
  /** Ids of the operations it may call; undefined for all that its audience may. */
  calls?: string[]
}

/** An employee whom the host's own backend vouches for, on the site of their organisation. */
export interface Person extends Site {
  kind: 'person'
  orgId: string
  /** 工号: the token's `sub`. */
  staffNumber: string
  name: string
  minor: boolean
  /** SHA-256 over issuer and subject, 32 hex digits. */
  personKey: string
  /** Keyed hash of it, under which what they did is kept: without the district's key no number is found by trying. */
  actor: string
  /** Absent until the person's first write. */
  personId?: string
}

/** Somebody with appointments at this instant, or a machine with a token. */
export interface Staff {
  kind: 'staff'
  /** Of the session or the token. */
  id: string
  /** The broadest first. Never empty. */
  grants: readonly Grant[]
  personId?: string
  /** Came with a token: whoever holds it need not be the person that it is for. */
  isMachine?: true
}

/** Anybody on a site that is open to all. */
export interface Public extends Site {
  kind: 'public'
}

/** Somebody unnamed on the site of an organisation. */
export interface Organisation extends Site {
  kind: 'org'
  orgId: string
}

/** Whoever calls, once the credentials are believed. */
export type Principal = { kind: 'none' } | { kind: 'admin' } | Public | Organisation | Person | Staff

/**
 * Name for the audit and the idempotency record: of a person a keyed hash, never their name. Survives a change of key or token,
 * so that a resend under a new one still settles.
 */
export function principalName(principal: Principal): string {
  if (principal.kind === 'org') return `org:${principal.orgId}`
  if (principal.kind === 'person') return principal.actor
  if (principal.kind === 'staff') return `staff:${principal.personId ?? principal.id}`
  return principal.kind
}

/**
 * As `principalName` for a report and its photos: what an employee reports through their employer's site names nobody, in the
 * audit neither, for the matter may be about the employer.
 */
export const reporterName = (principal: Principal): string =>
  principal.kind === 'person' ? `org:${principal.orgId}` : principalName(principal)

/** How the issue workflow sees a member of staff under one of their grants. */
export function actorOf(staff: Staff, { role, gridId, orgId }: Grant): Actor {
  const reach = { ...(gridId !== undefined && { gridId }), ...(orgId !== undefined && { orgId }) }
  return { id: staff.personId ?? principalName(staff), role, ...reach }
}
