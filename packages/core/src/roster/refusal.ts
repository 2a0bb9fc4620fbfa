import type { Id, Instant } from '../schema.ts'
import type { Duty } from './slot.ts'

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
  | { reason: 'already-signed-up'; detail: { slotId: Id; as?: 'seated' | 'waitlisted'; position?: number } }
  | { reason: 'duty-overlaps'; detail: NextPossible & { duty: Duty } }
  | { reason: 'rest-too-short'; detail: NextPossible & { duty: Duty; restMinutes: number; minRestMinutes: number } }
  /** Possible once somebody cancels. */
  | { reason: 'slot-full'; detail: { capacity: number; waitlisted: number; maxWaitlist: number } }
  | { reason: 'not-signed-up'; detail: { slotId: Id } }
)

export type SignUpReason = SignUpRefusal['reason']
