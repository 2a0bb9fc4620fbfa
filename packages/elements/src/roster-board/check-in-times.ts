import { attendancePolicy } from '@wangge/core/roster'
import type { RosterWeek } from '@wangge/core/roster/schema'
import type { BoardSlot } from './week-view.ts'

const MINUTE_MS = 60_000

/** From when one checks in at a shift, until when one checks in, and until when out; epoch milliseconds. */
export function checkInTimes(
  { attendance }: RosterWeek,
  { startsAt, endsAt }: BoardSlot,
): { opens: number; ends: number; closes: number } {
  const { opensBeforeMinutes, closesAfterMinutes } = attendancePolicy(attendance)
  const ends = Date.parse(endsAt)
  return { opens: Date.parse(startsAt) - opensBeforeMinutes * MINUTE_MS, ends, closes: ends + closesAfterMinutes * MINUTE_MS }
}
