import type { Id, Instant } from '../schema.ts'

/** A shift as the rules of sign-up see it: who has a seat and who waits. */
export interface Slot {
  id: Id
  startsAt: Instant
  endsAt: Instant
  capacity: number
  /** Persons with a seat. */
  seated: readonly Id[]
  /** Persons waiting for one, first come first. */
  waitlist: readonly Id[]
  cancelled?: boolean
}

/** When a slot is and whether it takes place: what the page knows of it too. */
export type SlotTimes = Pick<Slot, 'id' | 'startsAt' | 'endsAt' | 'cancelled'>

/**
 * A slot that a person is bound to already. One they only wait for counts as well: whoever moves up from two
 * waitlists must not end in two places at once.
 */
export interface Duty {
  slotId: Id
  startsAt: Instant
  endsAt: Instant
}
