import type { DayKind, WeekLine } from '../week-schema.ts'

/** Whether a line of a template is kept on a day: on its weekdays; on a special day only as it says itself. */
export function isKept(
  { weekdays, holidays = 'off', makeUpDays = 'off' }: Pick<WeekLine, 'weekdays' | 'holidays' | 'makeUpDays'>,
  { weekday, kind }: { weekday: number; kind: DayKind },
): boolean {
  const isOfWeekday = weekdays.includes(weekday)
  if (kind !== 'holiday' && kind !== 'makeUpDay') return isOfWeekday
  const said = kind === 'holiday' ? holidays : makeUpDays
  return said === 'on' || (said === 'asWeekday' && isOfWeekday)
}
