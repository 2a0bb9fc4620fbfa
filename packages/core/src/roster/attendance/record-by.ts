import type { Instant } from '../../schema.ts'
import { dutyDays } from '../../calendar/duty-days.ts'
import { localDate, zonedTime } from '../../calendar/zoned-time.ts'
import { instant } from '../slot-times.ts'
import type { CalendarYear } from '../week-schema.ts'

/** Decree 67: so many working days after the activity it is to be recorded. */
const WORKING_DAYS = 10
/** Ten working days seldom take longer: holidays have nine days in a row at most. Where they do, more days are looked at. */
const FIRST_LOOK = 40
const DAY_MS = 86_400_000

/**
 * The end of the tenth working day after the day on which a shift ends, by the district's clocks and calendar. A year whose
 * calendar is not known goes by its weekdays.
 * @example recordBy('2026-03-02T10:00:00+08:00', { calendar: [], timeZone: 'Asia/Shanghai' }) // '2026-03-16T16:00:00.000Z'
 */
export function recordBy(
  endsAt: Instant,
  { calendar, timeZone }: { calendar: readonly CalendarYear[]; timeZone: string },
): Instant {
  const dayAfter = nextDay(localDate(Date.parse(endsAt), timeZone))
  const workingIn = (days: number) =>
    dutyDays(dayAfter, days, calendar).filter(({ kind }) => kind === 'workday' || kind === 'makeUpDay')
  let working: { date: string }[] = []
  for (let days = FIRST_LOOK; working.length < WORKING_DAYS; days *= 2) working = workingIn(days)
  const last = working[WORKING_DAYS - 1]!
  return instant(zonedTime(nextDay(last.date), 0, timeZone))
}

const nextDay = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)
