import type { Localized } from '../schema.ts'
import type { CalendarYear, DayKind } from '../roster/week-schema.ts'

const DAY_MS = 86_400_000
const SATURDAY = 6

/** A local date and what sort of day it is. */
export interface DutyDay {
  date: string
  /** ISO 8601: 1 is Monday, 7 is Sunday. */
  weekday: number
  kind: DayKind
  /** The holiday that makes it what it is. */
  name?: Localized
  /** The calendar does not know its year: only the weekday speaks. */
  provisional?: true
}

/**
 * Days in a row from a local date on, each with what the calendar says of it: a special day is what its notice says, any other
 * a working day from Monday to Friday.
 * @example
 * dutyDays('2026-10-10', 1, calendar) // [{ date: '2026-10-10', weekday: 6, kind: 'makeUpDay', name: { zh: '国庆节', … } }]
 */
export function dutyDays(from: string, count: number, calendar: readonly CalendarYear[]): DutyDay[] {
  const special = new Map(calendar.flatMap(({ days }) => days).map((day) => [day.date, day]))
  const years = new Set(calendar.map(({ year }) => year))
  const start = Date.parse(`${from}T00:00:00Z`)
  return Array.from({ length: count }, (_, index): DutyDay => {
    const day = new Date(start + index * DAY_MS)
    const date = day.toISOString().slice(0, 10)
    const weekday = day.getUTCDay() || 7
    const known = special.get(date)
    if (known) return { date, weekday, kind: known.kind, name: known.name }
    const kind = weekday < SATURDAY ? 'workday' : 'dayOff'
    return { date, weekday, kind, ...(!years.has(day.getUTCFullYear()) && { provisional: true }) }
  })
}
