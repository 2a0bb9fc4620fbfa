import type { Id, Instant } from '../schema.ts'
import type { RoleNeed, SlotRole } from './schema.ts'

/** What a slot asks of those who come. */
export interface SlotNeeds {
  /** 1+1+N: places for those with a role; what is left of the capacity is anybody's. */
  mix?: readonly RoleNeed[] | undefined
  /** Whoever comes needs all of them. */
  skills?: readonly string[] | undefined
  /** Years. */
  minAge?: number | undefined
}

/** A shift as the rules of sign-up see it: who has a seat and who waits. Nobody is in two of its lists. */
export interface Slot extends SlotNeeds {
  id: Id
  startsAt: Instant
  endsAt: Instant
  capacity: number
  /** Persons with a seat. */
  seated: readonly Id[]
  /** Persons waiting for one, first come first. */
  waitlist: readonly Id[]
  cancelled?: boolean
  /** Persons for whom a seat is held until they confirm. */
  offered?: readonly Id[]
  /** Persons who were asked to come; nothing is held for them. */
  invited?: readonly Id[]
  /** Persons who had a seat and did not come: it is not taken any more. */
  absent?: readonly Id[]
  /** What else is known of those in the slot, where there is something. */
  places?: Readonly<Record<Id, Place>>
  /** Those of `seated` who have checked in, where that decides something: of one that was called off. */
  present?: readonly Id[]
  /** Places given up since sign-up closed, which whoever comes first may take as relief. */
  vacated?: readonly PlaceKind[]
}

/** A place for a role, or one that is anybody's. */
export type PlaceKind = SlotRole | 'any'

/** What is known of somebody's place in a slot. */
export interface Place {
  /** The kind of their seat, where the slot has a mix; of who waits or is invited, the role they named. */
  role?: SlotRole
  /** Of who waits or is invited: the roles they may fill. */
  roles?: readonly SlotRole[]
  /** Offered: until when the seat is held. Seated: until when they are to say that they come. */
  confirmBy?: Instant
  confirmedAt?: Instant
  /** When they were told that the shift is near. */
  remindedAt?: Instant
}

/** When a slot is and whether it takes place: what the page knows of it too. */
export type SlotTimes = Pick<Slot, 'id' | 'startsAt' | 'endsAt' | 'cancelled'> & {
  /** How many seats relief may take. */
  relief?: number | undefined
  /** When it was called off, where that is known. */
  calledOffAt?: Instant | undefined
}

/** Whoever signs up, as far as it matters. */
export interface Volunteer {
  id: Id
  /** What they want to come as. @defaultValue whatever they may fill and the slot still needs */
  role?: SlotRole | undefined
  /** What they may come as, besides as a volunteer. */
  roles?: readonly SlotRole[] | undefined
  skills?: readonly string[] | undefined
  /** The year and no more is kept. Unknown, they are of age, unless `minor` says otherwise. */
  birthYear?: number | undefined
  /** By their host's word or the district's record. */
  minor?: boolean | undefined
  /** Their guardian has agreed. */
  guardian?: boolean | undefined
}

/**
 * A slot that a person is bound to already. One they only wait for counts as well: whoever moves up from two
 * waitlists must not end in two places at once.
 */
export interface Duty {
  slotId: Id
  startsAt: Instant
  endsAt: Instant
}
