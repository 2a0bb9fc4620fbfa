import type { GridTree } from '../../grid/grid-tree.ts'
import type { AppointmentRole } from '../../grid/schema.ts'
import type { Consent, PartyStatus } from '../../privacy/schema.ts'
import type { Id, Instant, Localized } from '../../schema.ts'
import type { Membership, Registration } from '../organisations/check-memberships.ts'
import type { Organisation, SignUpState } from '../schema.ts'

/** A sign-up that is not over: a place at a shift, or one waited or asked for. */
export interface HeldPlace {
  signUpId: Id
  slotId: Id
  startsAt: Instant
  endsAt: Instant
  state: Exclude<SignUpState, 'cancelled'>
  /** The shift does not take place. */
  isCalledOff: boolean
  /** The person did not come, or said that they would not. */
  isAbsent: boolean
  checkedInAt?: Instant | undefined
  checkedOutAt?: Instant | undefined
}

/** Something with an id that holds for a while. */
export interface HeldRole {
  id: Id
  /** One of `AppointmentRole` in a grid; another role of the staff's. */
  role: AppointmentRole | (string & {})
  gridId?: Id
  orgId?: Id
  from: Instant
  to?: Instant
}

/** What of somebody a merge is decided by. */
export interface PersonRecord {
  id: Id
  /** Normalised, or its keyed hash; absent where no name is known. */
  nameKey?: string
  /** Whether the name came from a host only. */
  isNamedByHost: boolean
  phoneKey?: string
  minor: boolean
  partyStatus?: PartyStatus
  memberships: readonly Omit<Membership, 'personId'>[]
  registrations: readonly Omit<Registration, 'personId'>[]
  appointments: readonly HeldRole[]
  /** Roles that are no appointment to a grid. */
  roles: readonly HeldRole[]
  consents: readonly Consent[]
  places: readonly HeldPlace[]
  /** What they have said of themselves, and when. */
  profile?: { skills: readonly string[]; birthYear?: number; at: Instant }
}

/** Why two records cannot be one; the message says what would make it possible. */
export type MergeClash = { message: Localized } & (
  | { reason: 'same-person' | 'names-differ' | 'phones-differ' | 'party-status-apart' | 'guardian-consent-required' }
  | { reason: 'homes-overlap'; orgIds: [Id, Id] }
  | { reason: 'registrations-differ'; communityIds: [Id, Id] }
  | { reason: 'dual-at-home'; communityId: Id; orgId: Id }
  | { reason: 'consent-withdrawn'; purpose: string; withdrawnAt: Instant }
  | { reason: 'places-overlap'; signUpIds: [Id, Id] }
)

/** What of the two records stands. */
export interface MergedPerson {
  /** Whose name and phone stand; absent where neither is known. */
  nameOf?: Id
  phoneOf?: Id
  /** Whether the name is a host's still. */
  isNamedByHost: boolean
  minor: boolean
  partyStatus?: PartyStatus
  memberships: Omit<Membership, 'personId'>[]
  registrations: Omit<Registration, 'personId'>[]
  appointments: HeldRole[]
  roles: HeldRole[]
  /** Those that stand; of two that are alike the earlier one. */
  consents: Consent[]
  /** Of two places at one shift that has begun, or was called off: the one that counts, and the one that does not any more. */
  doubles: { stands: HeldPlace; goes: HeldPlace }[]
  profile?: { skills: string[]; birthYear?: number; at: Instant }
}

export type MergeResult = { ok: true; merged: MergedPerson } | { ok: false; clashes: MergeClash[] }

export interface MergeContext {
  /** Epoch milliseconds. */
  now: number
  tree: Pick<GridTree, 'path'>
  organisations: readonly Pick<Organisation, 'id' | 'gridId'>[]
}
