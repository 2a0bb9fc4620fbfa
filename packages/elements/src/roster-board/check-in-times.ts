import { attendancePolicy, checkInSpan } from '@wangge/core/roster'
import type { RosterWeek } from '@wangge/core/roster/schema'
import type { BoardSlot } from './week/week-view.ts'

/** From when one checks in at a shift, until when one checks in, and until when out; epoch milliseconds. */
export function checkInTimes({ attendance }: RosterWeek, slot: BoardSlot): { opens: number; ends: number; closes: number } {
  return checkInSpan(slot, attendancePolicy(attendance))
}
