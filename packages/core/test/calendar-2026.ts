import type { CalendarYear } from '../src/roster/week-schema.ts'

const NATIONAL_DAY = { zh: '国庆节', en: 'National Day' }
const NEW_YEAR = { zh: '元旦', en: 'New Year’s Day' }

const holiday = (date: string, name = NATIONAL_DAY) => ({ date, kind: 'holiday' as const, name })
const makeUpDay = (date: string, name = NATIONAL_DAY) => ({ date, kind: 'makeUpDay' as const, name })

/** Two of the holidays of 2026, with their days off in lieu and the weekends' days that are worked for them. */
export const CALENDAR_2026: readonly CalendarYear[] = [
  {
    year: 2026,
    days: [
      holiday('2026-01-01', NEW_YEAR),
      holiday('2026-01-02', NEW_YEAR),
      holiday('2026-01-03', NEW_YEAR),
      makeUpDay('2026-01-04', NEW_YEAR),
      makeUpDay('2026-09-20'),
      holiday('2026-10-01'),
      holiday('2026-10-02'),
      holiday('2026-10-03'),
      holiday('2026-10-04'),
      holiday('2026-10-05'),
      holiday('2026-10-06'),
      holiday('2026-10-07'),
      makeUpDay('2026-10-10'),
    ],
  },
]
