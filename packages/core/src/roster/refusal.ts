import type { Id, Instant, Localized } from '../schema.ts'
import type { Duty, PlaceKind } from './slot.ts'

/** Where another slot of the same length would be possible. */
interface NextPossible {
  /** Earliest start, not before this slot's own, that no rule of time refuses. */
  nextStartsAt: Instant
}

/** Why a sign-up or its cancellation is not possible, and what would make it so. */
export type SignUpRefusal = { ok: false } & (
  | { reason: 'slot-cancelled'; detail: NextPossible }
  | { reason: 'slot-started'; detail: NextPossible & { startedAt: Instant } }
  | { reason: 'sign-up-closed'; detail: NextPossible & { closedAt: Instant } }
  /** Cancel first. `as` and `position` (from 1) are known where the slot's own lists were looked at. */
  | { reason: 'already-signed-up'; detail: { slotId: Id; as?: PresentAs; position?: number } }
  | { reason: 'duty-overlaps'; detail: NextPossible & { duty: Duty } }
  | { reason: 'rest-too-short'; detail: NextPossible & { duty: Duty; restMinutes: number; minRestMinutes: number } }
  /** Possible once somebody cancels. */
  | { reason: 'slot-full'; detail: { capacity: number; waitlisted: number; maxWaitlist: number } }
  /** Who checks in where they are not expected is told where they are now, and whether they come for another organisation. */
  | { reason: 'not-signed-up'; detail: { slotId: Id; expected?: ExpectedAt; elsewhere?: true } }
  /** The slot has no places for the role; it asks for those in `asked`. */
  | { reason: 'role-not-asked'; detail: { role: PlaceKind; asked: PlaceKind[] } }
  /** The person has none of the roles in `asked`; they may come as one of `possible`, or as anybody. */
  | { reason: 'role-not-held'; detail: { asked: PlaceKind[]; possible: PlaceKind[] } }
  /** Possible once the person has said that they can do it. */
  | { reason: 'skill-missing'; detail: { missing: string[] } }
  /** Possible in slots from the year on; absent where the year of birth is not known. */
  | { reason: 'too-young'; detail: { minAge: number; possibleFromYear?: number } }
  /** A minor whose year of birth is not known: possible once it is. */
  | { reason: 'age-unknown'; detail: { minAge: number } }
  | { reason: 'guardian-consent-required'; detail: { slotId: Id } }
  /** Nothing is to be confirmed by who waits; a seat is offered once one is free. */
  | { reason: 'no-offer'; detail: { slotId: Id; position: number } }
  /** Possible by signing up again. */
  | { reason: 'offer-lapsed'; detail: { slotId: Id; confirmBy: Instant } }
  /** Possible from `opensAt`. */
  | { reason: 'confirm-too-early'; detail: { slotId: Id; opensAt: Instant } }
  /** Somebody's presence is known from the start on. */
  | { reason: 'slot-not-started'; detail: { slotId: Id; startsAt: Instant } }
  /** Only who has a seat can hand it on. */
  | { reason: 'no-seat'; detail: { slotId: Id; as?: PresentAs } }
  /** Others wait for it: who cancels leaves the seat to the first of them. */
  | { reason: 'others-wait'; detail: { slotId: Id; waiting: number } }
)

type PresentAs = 'seated' | 'waitlisted' | 'offered' | 'invited' | 'absent'

export type SignUpReason = SignUpRefusal['reason']

/** A shift at which somebody has a seat and may check in or out. */
export interface ExpectedAt {
  slotId: Id
  post: Localized
  startsAt: Instant
  endsAt: Instant
}
