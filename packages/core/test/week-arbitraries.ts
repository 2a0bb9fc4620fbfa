import fc from 'fast-check'
import type { CalendarYear, WeekLine, WeekTemplate } from '../src/roster/week-schema.ts'

const DAY_MS = 86_400_000
const START = Date.parse('2026-01-01T00:00:00Z')

/** A date of 2026 or 2027. */
export const anyDate = fc.integer({ min: 0, max: 729 }).map((days) => new Date(START + days * DAY_MS).toISOString().slice(0, 10))

const special = fc.record({
  date: anyDate,
  kind: fc.constantFrom('holiday' as const, 'makeUpDay' as const),
  name: fc.constant({ zh: '节', en: 'Feast' }),
})

/** Of 2026, of 2027, of both or of neither. */
export const anyCalendar: fc.Arbitrary<CalendarYear[]> = fc
  .tuple(fc.uniqueArray(special, { selector: ({ date }) => date, maxLength: 60 }), fc.subarray([2026, 2027]))
  .map(([days, years]) => years.map((year) => ({ year, days: days.filter(({ date }) => date.startsWith(String(year))) })))

const clock = fc.integer({ min: 0, max: 95 }).map((quarter) => {
  const hours = String(Math.floor(quarter / 4)).padStart(2, '0')
  return `${hours}:${String((quarter % 4) * 15).padStart(2, '0')}`
})
const onSpecialDay = fc.constantFrom('off' as const, 'asWeekday' as const, 'on' as const)

const line: fc.Arbitrary<Omit<WeekLine, 'id'>> = fc.record(
  {
    weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7]),
    holidays: onSpecialDay,
    makeUpDays: onSpecialDay,
    from: clock,
    to: clock,
    need: fc.integer({ min: 1, max: 20 }),
  },
  { requiredKeys: ['weekdays', 'from', 'to', 'need'] },
)

/** A template named `id` of a post of the same name. */
export const anyTemplate = (id: string): fc.Arbitrary<WeekTemplate> =>
  fc
    .record(
      {
        from: anyDate,
        to: anyDate,
        lines: fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.map((one, k) => ({ id: `l${k}`, ...one }))),
      },
      { requiredKeys: ['from', 'lines'] },
    )
    .map((template) => ({ id, postId: `post-${id}`, ...template }))
