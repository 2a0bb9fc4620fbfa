import type { Instant } from '../../schema.ts'
import { minutes } from '../slot-times.ts'
import type { SlotTimes } from '../slot.ts'
import type { AttendancePolicy } from './policy.ts'

export type ServedTimes = Pick<SlotTimes, 'startsAt' | 'endsAt' | 'calledOffAt'>

/**
 * The span in which presence at a shift counts, epoch milliseconds: from its start to its end with the overrun. One that was called off
 * counts up to then and no further; where that was before its start, whoever had come is counted from when they came, for there is
 * no other time that they could have given.
 * @example
 * servedSpan({ startsAt: nine, endsAt: eleven, calledOffAt: '2026-03-02T08:40:00+08:00' }, { overrunMinutes: 30 })
 * // { from: -Infinity, to: Date.parse('2026-03-02T08:40:00+08:00') }
 */
export function servedSpan(
  { startsAt, endsAt, calledOffAt }: ServedTimes,
  { overrunMinutes }: Pick<AttendancePolicy, 'overrunMinutes'>,
): { from: number; to: number } {
  const [start, end] = [Date.parse(startsAt), Date.parse(endsAt) + minutes(overrunMinutes)]
  if (calledOffAt === undefined) return { from: start, to: end }
  const off = Date.parse(calledOffAt)
  return { from: off <= start ? -Infinity : start, to: Math.min(off, end) }
}

/**
 * When people check in at a shift, up to when, and up to when out, epoch milliseconds. From its call-off on nobody comes; whoever is there
 * goes as long after it as after an end. Before that anybody may have come, though the word of it arrives later.
 */
export function checkInSpan(
  { startsAt, endsAt, calledOffAt }: ServedTimes,
  { opensBeforeMinutes, closesAfterMinutes }: Pick<AttendancePolicy, 'opensBeforeMinutes' | 'closesAfterMinutes'>,
): { opens: number; ends: number; closes: number } {
  const ends = calledOffAt === undefined ? Date.parse(endsAt) : Math.min(Date.parse(calledOffAt), Date.parse(endsAt))
  return { opens: Date.parse(startsAt) - minutes(opensBeforeMinutes), ends, closes: ends + minutes(closesAfterMinutes) }
}

/** When a record of a shift may be spoken of: it is over, or was called off. */
export const overAt = ({ endsAt, calledOffAt }: Pick<ServedTimes, 'endsAt' | 'calledOffAt'>): Instant => calledOffAt ?? endsAt

/**
 * The times that are told of presence at a shift: the shift's own; of one that was called off, from when it began, or whoever had come
 * before that came, until it was called off.
 * @example
 * toldTimes({ startsAt: nine, endsAt: eleven, checkedInAt: '2026-03-02T08:20:00+08:00', calledOffAt: '2026-03-02T08:40:00+08:00' })
 * // { startsAt: '2026-03-02T08:20:00+08:00', endsAt: '2026-03-02T08:40:00+08:00' }
 */
export function toldTimes({ startsAt, endsAt, calledOffAt, checkedInAt }: ServedTimes & { checkedInAt?: Instant | undefined }): {
  startsAt: Instant
  endsAt: Instant
} {
  if (calledOffAt === undefined) return { startsAt, endsAt }
  const isEarly = checkedInAt !== undefined && Date.parse(checkedInAt) < Date.parse(startsAt)
  return {
    startsAt: isEarly ? checkedInAt : startsAt,
    endsAt: Date.parse(calledOffAt) < Date.parse(endsAt) ? calledOffAt : endsAt,
  }
}
