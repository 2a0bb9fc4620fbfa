import type { Id, Instant } from '../../schema.ts'
import type { CalendarYear, WeekLine, WeekTemplate } from '../week-schema.ts'
import { dutyDays } from '../../calendar/duty-days.ts'
import type { DutyDay } from '../../calendar/duty-days.ts'
import { isKept } from './is-kept.ts'
import { lineClock } from './line-clock.ts'
import { zonedTime } from '../../calendar/zoned-time.ts'

/** A shift that a template gives; all that its line asks for is its own. */
export interface PlannedShift extends Omit<WeekLine, 'id' | 'weekdays' | 'holidays' | 'makeUpDays' | 'from' | 'to'> {
  /** The same whenever it is made. */
  id: Id
  templateId: Id
  postId: Id
  startsAt: Instant
  endsAt: Instant
}

export interface WeekContext {
  /** Holidays and make-up days; a year that is not in it has none that are known. */
  calendar: readonly CalendarYear[]
  /** Zone of the template's hours, e.g. `Asia/Shanghai`. */
  timeZone: string
}

/**
 * Shifts of the seven days from a local date on. A line is kept on its weekdays; on a holiday, and on a weekend's day that is
 * worked in lieu (调休), only as it says itself. Hours that the clocks skip give no shift.
 * @example
 * const am = { id: 'am', weekdays: [1, 2, 3, 4, 5], makeUpDays: 'on', from: '07:30', to: '09:00', need: 2 }
 * shiftsOfWeek({ id: 't1', postId: 'p1', from: '2026-01-01', lines: [am] }, '2026-10-05', { calendar, timeZone })
 * // 1–7 October 2026 is a holiday and Saturday the 10th is worked: t1:am:2026-10-08, …-09 and …-10
 */
export function shiftsOfWeek(template: WeekTemplate, weekStart: string, { calendar, timeZone }: WeekContext): PlannedShift[] {
  const days = dutyDays(weekStart, 7, calendar).filter(({ date }) => lasts(template, date))
  return days.flatMap((day) =>
    template.lines.filter((line) => isKept(line, day)).flatMap((line) => shiftOf(template, line, day, timeZone) ?? []),
  )
}

/** Local dates as texts are in the order of days. */
const lasts = ({ from, to }: WeekTemplate, date: string): boolean => from <= date && (to === undefined || date < to)

function shiftOf(template: WeekTemplate, line: WeekLine, { date }: DutyDay, timeZone: string): PlannedShift | undefined {
  const { id, weekdays: _weekdays, holidays: _holidays, makeUpDays: _makeUpDays, from, to, ...asked } = line
  const { start, end } = lineClock({ from, to })
  const startsAt = zonedTime(date, start, timeZone)
  const endsAt = zonedTime(date, end, timeZone)
  if (endsAt <= startsAt) return undefined
  return {
    ...asked,
    id: `${template.id}:${id}:${date}`,
    templateId: template.id,
    postId: template.postId,
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(endsAt).toISOString(),
  }
}
