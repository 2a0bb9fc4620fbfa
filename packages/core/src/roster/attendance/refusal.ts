import type { Id, Instant } from '../../schema.ts'

/** Why a check-in is not possible, and what would make it so. */
export type CheckInRefusal = { ok: false } & (
  | { reason: 'slot-cancelled'; detail: { slotId: Id } }
  /** The code was shown at another shift. */
  | { reason: 'other-shift'; detail: { slotId: Id; shownAt: Id } }
  | { reason: 'too-early'; detail: { opensAt: Instant; at: Instant } }
  | { reason: 'too-late'; detail: { closedAt: Instant; at: Instant } }
  /** The device's clock is ahead of the server's, or the code is of a time to come. */
  | { reason: 'clock-ahead'; detail: { at: Instant; now: Instant } }
  /** What was made offline came after its time: ask for a correction. */
  | { reason: 'arrived-too-late'; detail: { until: Instant } }
  | { reason: 'too-far'; detail: { distance: number; allowed: number } }
  | { reason: 'position-too-vague'; detail: { accuracy: number; maxAccuracy: number } }
)

export type CheckInReason = CheckInRefusal['reason']
