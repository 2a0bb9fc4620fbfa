import { localDate, zonedTime } from '@wangge/core/roster'
import { TIME_ZONE } from '../locale.ts'

export const RATE_SPANS = ['month', 'lastMonth', 'quarter', 'year', 'lastYear'] as const
export type RateSpan = (typeof RATE_SPANS)[number]

const DAY_MS = 86_400_000

/**
 * From when to when, by local days: this month, quarter and the last twelve months end with today, so that all who ask on a day ask
 * the same.
 * @param now epoch milliseconds
 * @example spanOf('lastMonth', Date.parse('2026-03-02T01:00:00Z')) // { from: '2026-01-31T16:00:00.000Z', to: '2026-02-28T16:00:00.000Z' }
 */
export function spanOf(span: RateSpan, now: number): { from: string; to: string } {
  const [year, month] = localDate(now, TIME_ZONE).split('-').map(Number) as [number, number]
  const tomorrow = zonedTime(localDate(now + DAY_MS, TIME_ZONE), 0, TIME_ZONE)
  const from: Record<RateSpan, number> = {
    month: monthStart(year, month),
    lastMonth: monthStart(year, month - 1),
    quarter: monthStart(year, month - ((month - 1) % 3)),
    year: monthStart(year, month - 11),
    lastYear: monthStart(year - 1, 1),
  }
  const to = span === 'lastMonth' ? from.month : span === 'lastYear' ? monthStart(year, 1) : tomorrow
  return { from: new Date(from[span]).toISOString(), to: new Date(to).toISOString() }
}

/** @param month from 1; others count into the years beside */
function monthStart(year: number, month: number): number {
  const first = new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 10)
  return zonedTime(first, 0, TIME_ZONE)
}
