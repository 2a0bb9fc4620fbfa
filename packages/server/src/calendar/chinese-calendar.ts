import type { CalendarYear, SpecialDay } from '@wangge/core/roster/schema'
import chineseDays from 'chinese-days'

/**
 * Where the days are from: the yearly notices of the State Council's General Office on holidays, as the package chinese-days
 * (github.com/vsme/chinese-days, MIT) has them. It knows a year once its notice is out, in the November before.
 */
export const CHINESE_CALENDAR_SOURCE = 'chinese-days'

const FIRST_YEAR = 2025
const DAY_MS = 86_400_000

/** Years from 2025 on that the package knows, each with its holidays, days off in lieu and weekends' days that are worked. */
export function chineseCalendar(): CalendarYear[] {
  const years: CalendarYear[] = []
  for (let year = FIRST_YEAR; ; year++) {
    const days = daysOf(year)
    if (days.length === 0) return years
    years.push({ year, days })
  }
}

function daysOf(year: number): SpecialDay[] {
  const first = Date.UTC(year, 0, 1)
  const count = (Date.UTC(year + 1, 0, 1) - first) / DAY_MS
  return Array.from({ length: count }, (_, index) => new Date(first + index * DAY_MS).toISOString().slice(0, 10)).flatMap(
    (date) => specialDay(date) ?? [],
  )
}

/** The package names a special day `Spring Festival,春节,4`, and any other by its weekday. */
function specialDay(date: string): SpecialDay | undefined {
  const { work, name } = chineseDays.getDayDetail(date)
  const [en, zh] = name.split(',')
  if (en === undefined || zh === undefined) return undefined
  return { date, kind: work ? 'makeUpDay' : 'holiday', name: { zh, en } }
}
