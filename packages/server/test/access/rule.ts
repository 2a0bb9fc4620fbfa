import type { StaffRole } from '@wangge/core/access/schema'
import type { Access, Scope } from '../../src/operation.ts'

/** What the API’s description says of a call: its `x-wangge-access`. */
export interface AccessRule {
  callers: readonly Access[]
  roles?: readonly StaffRole[]
  scope: Scope | Partial<Record<Access, Scope>>
  /** Of staff only whoever has signed in, no machine. */
  inPerson?: boolean
}

/** Who calls, as the rule sees them. */
export interface Caller {
  kind: 'none' | 'admin' | 'public' | 'org' | 'person' | 'staff'
  role?: StaffRole
  /** Top of what a member of staff reaches. */
  gridId?: string
  orgId?: string
  /** Nobody stands behind a machine's token. */
  person?: string
  /** Has no appointment at this instant: it has ended, or has not begun. */
  isUnappointed?: true
}

/** Whose a record is. Nothing at all: the caller's own, since the call cannot name another. */
export interface Owner {
  person?: string
  orgId?: string
  /** Root first. */
  gridPath?: readonly string[]
  /** Whether the caller holds the code that stands for it. */
  isHeld?: boolean
}

export interface Target {
  kind:
    | 'organisation'
    | 'quota'
    | 'sign-up'
    | 'swap'
    | 'issue'
    | 'grid'
    /** A grid by which a list is narrowed down. */
    | 'part'
    | 'person'
    | 'receipt'
    | 'place'
    | 'slot'
    | 'correction'
    | 'certificate'
    | 'plan'
    | 'district'
  owner: Owner
  /** It is one of a list, which leaves out what is out of reach instead of refusing. */
  isListed?: boolean
  /** The call is about the person who makes it. */
  isAboutSelf?: boolean
}

export type Outcome = { isAllowed: true; isSeen: boolean } | { isAllowed: false; status: number; code: string }

const DISTRICT = 'root'

const refused = (status: number, code: string): Outcome => ({ isAllowed: false, status, code })

/** What a call is answered with, from its rule alone. */
export function expectedOutcome(rule: AccessRule, caller: Caller, target: Target): Outcome {
  const { kind, role } = caller
  if (rule.callers.includes('anyone')) return { isAllowed: true, isSeen: true }
  if (kind === 'none') return refused(401, 'credentials-required')
  if (caller.isUnappointed) return refused(403, 'no-appointment')
  if (!mayCall(rule, kind)) {
    return kind === 'org' && rule.callers.includes('person')
      ? refused(401, 'token-required')
      : refused(403, 'audience-not-allowed')
  }
  if (rule.inPerson && kind === 'staff' && caller.person === undefined) return refused(403, 'session-required')
  if (kind === 'staff' && !rule.roles?.includes(role!)) return refused(403, 'role-not-allowed')
  if (target.isAboutSelf && caller.person === undefined) return refused(404, 'unknown-person')
  const scope = scopeOf(rule, kind)
  // A list that is the same for all names nobody's record.
  if (reaches(scope, caller, target)) return { isAllowed: true, isSeen: scope !== 'open' || !target.isListed }
  return outOfReach(scope, target)
}

/** Whatever an organisation's key may call, a person behind it may call too. */
const mayCall = ({ callers }: AccessRule, kind: Exclude<Caller['kind'], 'none'>) =>
  callers.includes(kind) || (kind === 'person' && callers.includes('org'))

export function scopeOf({ scope }: AccessRule, kind: Exclude<Caller['kind'], 'none'> | 'anyone'): Scope {
  if (typeof scope === 'string') return scope
  return scope[kind] ?? (kind === 'person' ? scope.org : undefined) ?? 'open'
}

function reaches(scope: Scope, caller: Caller, { kind, owner }: Target): boolean {
  const { person, orgId, gridPath, isHeld } = owner
  const isOfOwnOrganisation = orgId !== undefined && orgId === caller.orgId
  switch (scope) {
    case 'open':
      return true
    case 'own':
      if (isHeld !== undefined) return isHeld
      if (person !== undefined) return person === caller.person
      return orgId === undefined || isOfOwnOrganisation
    case 'organisation':
      return isOfOwnOrganisation || caller.gridId === DISTRICT
    case 'subtree':
      // Whoever answers for an organisation reports as a resident does.
      if (kind === 'place' && caller.gridId === undefined) return true
      // What an organisation was asked to handle may lie anywhere.
      if (kind === 'part' && caller.gridId === undefined) return true
      return isOfOwnOrganisation || (caller.gridId !== undefined && (gridPath ?? []).includes(caller.gridId))
    case 'district':
      return caller.kind === 'admin' || caller.gridId === DISTRICT
  }
}

function outOfReach(scope: Scope, { kind, isListed }: Target): Outcome {
  if (scope === 'district') return refused(403, 'role-not-allowed')
  if (kind === 'organisation' && scope !== 'subtree') return refused(403, 'other-organisation')
  if (isListed) return { isAllowed: true, isSeen: false }
  if (kind === 'part') return refused(404, 'unknown-grid')
  return kind === 'place' ? refused(409, 'refused') : refused(404, `unknown-${kind}`)
}

/** In one word what a caller of this kind, in the right place, reaches by the call. */
export function markOf(rule: AccessRule, kind: Caller['kind'], role?: StaffRole): string {
  if (rule.callers.includes('anyone')) return wordOf(scopeOf(rule, 'anyone'))
  if (kind === 'none' || !mayCall(rule, kind)) return '–'
  if (kind === 'staff' && !rule.roles?.includes(role!)) return '–'
  return kind === 'admin' ? '✓' : wordOf(scopeOf(rule, kind))
}

const wordOf = (scope: Scope) => (scope === 'open' ? '✓' : scope)
