import type { PlanLimits } from '../../planning-schema.ts'
import { grouped } from './grouped.ts'
import type { Bound } from './sheet.ts'

const MINUTE = 60_000

export interface Excess {
  code: 'daily-maximum' | 'weekly-maximum' | 'daily-minutes' | 'weekly-minutes'
  /** The day, or the Monday of the week. */
  date: string
  expected: number
  came: number
}

/** Where duties of one person are more than the limits allow. */
export function excesses(limits: PlanLimits, all: readonly Bound[]): Excess[] {
  const shifts = (bounds: readonly Bound[]) => bounds.length
  const minutes = (bounds: readonly Bound[]) => bounds.reduce((sum, { start, end }) => sum + (end - start) / MINUTE, 0)
  const byDay = grouped(all, ({ date }) => date)
  const byWeek = grouped(all, ({ monday }) => monday)
  return [
    ...above('daily-maximum', limits.shiftsPerDay, byDay, shifts),
    ...above('weekly-maximum', limits.shiftsPerWeek, byWeek, shifts),
    ...above('daily-minutes', limits.minutesPerDay, byDay, minutes),
    ...above('weekly-minutes', limits.minutesPerWeek, byWeek, minutes),
  ]
}

function above(
  code: Excess['code'],
  limit: number | undefined,
  groups: Map<string, Bound[]>,
  count: (bounds: readonly Bound[]) => number,
): Excess[] {
  if (limit === undefined) return []
  return [...groups]
    .map(([date, bounds]) => ({ code, date, expected: limit, came: count(bounds) }))
    .filter(({ came }) => came > limit)
}
