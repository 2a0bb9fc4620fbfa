import type { Instant } from '../../schema.ts'
import type { Attendance } from './attendance.ts'
import { checkIn, checkOut } from './check-in.ts'
import type { CheckInContext } from './check-in.ts'
import { lateNoteRefusal } from './late-note.ts'
import type { LateNoteRefusal } from './late-note.ts'
import type { CheckInRefusal } from './refusal.ts'

/** When somebody came and went, as far as it is said or known. */
export interface HostTimes {
  in?: Instant | undefined
  out?: Instant | undefined
}

export type HostTimesRefusal =
  | CheckInRefusal
  | LateNoteRefusal
  | { ok: false; reason: 'out-before-in'; detail: { checkedInAt: Instant; checkedOutAt: Instant } }

export interface HostTimesContext extends CheckInContext {
  /** Until when it is recorded in time; undefined where the shift is not over. */
  recordBy?: Instant | undefined
  /** What is said to it. */
  note?: string | undefined
}

/**
 * Why a host cannot record these times afterwards: they lie outside of what a check-in at the shift could have shown, in the
 * future, one has gone before one came, or it is recorded late and it is not said why. That it is late is no reason: better than never.
 * @param known what is on record already, which a host's word does not move
 * @example
 * hostTimesRefusal({ in: '2026-03-02T09:00:00+08:00', out: '2026-03-02T08:50:00+08:00' }, {}, { slot, now, policy })
 * // { ok: false, reason: 'out-before-in', … }
 */
export function hostTimesRefusal(said: HostTimes, known: HostTimes, context: HostTimesContext): HostTimesRefusal | undefined {
  const proof = { by: 'host' } as const
  const results = [
    ...(said.in === undefined ? [] : [checkIn({}, { at: said.in, proof }, context)]),
    ...(said.out === undefined ? [] : [checkOut(cameAt(known.in ?? said.in), { at: said.out, proof }, context)]),
  ]
  const refused = results.find((result) => !result.ok)
  if (refused && !refused.ok) return refused
  const [checkedInAt, checkedOutAt] = [known.in ?? said.in, known.out ?? said.out]
  if (checkedInAt !== undefined && checkedOutAt !== undefined && Date.parse(checkedOutAt) < Date.parse(checkedInAt)) {
    return { ok: false, reason: 'out-before-in', detail: { checkedInAt, checkedOutAt } }
  }
  const { recordBy, note, now } = context
  return recordBy === undefined ? undefined : lateNoteRefusal(note, { recordBy, now })
}

/** From a shift that was called off goes only who is known to have come. */
const cameAt = (at: Instant | undefined): Attendance => (at === undefined ? {} : { in: { at, by: 'host' } })
