import type { AttendanceState, AttendanceView } from '../attendance-schema.ts'
import type { Instant } from '../../schema.ts'
import type { AttendancePolicy } from './policy.ts'
import { countedMinutes } from './service-hours.ts'
import type { SlotTimes } from '../slot.ts'

/** One end of a presence, and what shows it. */
export interface AttendanceMark {
  at: Instant
  by: 'code' | 'place' | 'host'
  /** Metres to the post, rounded to ten; of a place. */
  distance?: number
  /** It arrived when its code was not shown any more, or a host's word after its time to be recorded: the device was offline, or said so. */
  late?: boolean
  /** With `late`: when that was. */
  arrivedAt?: Instant
}

/** What is known of one person's presence at one slot. */
export interface Attendance {
  in?: AttendanceMark
  out?: AttendanceMark
  /** Both ends as an accepted correction has them; it goes before the marks. */
  corrected?: { in: Instant; out: Instant }
}

/** Said by whoever runs the shift, while nothing shows that the person came. */
export type Absence = 'no-show' | 'excused'

/** When the person came and went, as far as it is known. */
export const presenceOf = ({ in: first, out: last, corrected }: Attendance): { in?: Instant; out?: Instant } => {
  if (corrected) return { in: corrected.in, out: corrected.out }
  return { ...(first && { in: first.at }), ...(last && { out: last.at }) }
}

/** Which of its ends arrived later than they were shown or said, and when that was; of a correction, neither. */
export function latenessOf({ in: first, out: last, corrected }: Attendance): Lateness {
  if (corrected) return {}
  return {
    ...(first?.late && { checkedInLate: true }),
    ...(first?.arrivedAt !== undefined && { checkedInArrivedAt: first.arrivedAt }),
    ...(last?.late && { checkedOutLate: true }),
    ...(last?.arrivedAt !== undefined && { checkedOutArrivedAt: last.arrivedAt }),
  }
}

export type Lateness = Pick<AttendanceView, 'checkedInLate' | 'checkedInArrivedAt' | 'checkedOutLate' | 'checkedOutArrivedAt'>

export function attendanceState(attendance: Attendance, absence?: Absence): AttendanceState {
  const presence = presenceOf(attendance)
  if (presence.out !== undefined) return 'out'
  if (presence.in !== undefined) return 'in'
  return absence ?? 'none'
}

/** 已到岗: whether a seat that was owed has been filled. What the quota counts as fulfilled. */
export const isFulfilled = ({ state }: Pick<AttendanceView, 'state'>): boolean => state === 'in' || state === 'out'

/**
 * Whether somebody's seat is not filled, as far as it is known: they have said so, or whoever runs the shift has. Who comes after
 * all has come, whatever was said before; an attendance that nobody has told of is none.
 * @example isAbsent({ state: 'excused' }) // true
 */
export const isAbsent = ({ state }: Partial<Pick<AttendanceView, 'state'>> = {}): boolean =>
  state === 'no-show' || state === 'excused'

/** How a sign-up's own view tells of it. */
export function attendanceView(
  attendance: Attendance,
  slot: Pick<SlotTimes, 'startsAt' | 'endsAt' | 'calledOffAt'>,
  { policy, absence }: { policy: AttendancePolicy; absence?: Absence | undefined },
): AttendanceView {
  const { in: checkedInAt, out: checkedOutAt } = presenceOf(attendance)
  const { in: first, out: last, corrected } = attendance
  const isComplete = checkedInAt !== undefined && checkedOutAt !== undefined
  return {
    state: attendanceState(attendance, absence),
    ...(checkedInAt !== undefined && { checkedInAt, checkedInBy: corrected ? 'correction' : first!.by }),
    ...(checkedOutAt !== undefined && { checkedOutAt, checkedOutBy: corrected ? 'correction' : last!.by }),
    ...latenessOf(attendance),
    ...(isComplete && { minutes: countedMinutes({ ...slot, checkedInAt, checkedOutAt }, policy) }),
  }
}
