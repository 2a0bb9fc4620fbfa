import { localDate } from '../../calendar/zoned-time.ts'
import type { Position } from '../../schema.ts'
import { distanceBetween } from '../attendance/geofence.ts'
import type { PlanLimits, PlanRules } from '../planning-schema.ts'
import { mondayOf } from '../shifts/plan-shifts.ts'

const MINUTE = 60_000

/** What somebody is bound to, as the planner's rules see it. */
export interface BindingDuty {
  startsAt: string
  endsAt: string
  position?: Position | undefined
}

interface Context {
  rules: PlanRules
  timeZone: string
}

/** Whether one person can have all of these duties by the planner's rules of rest, way and number. */
export function standTogether(duties: readonly BindingDuty[], context: Context): boolean {
  return hasRest(duties, context) && isWithinLimits(duties, context)
}

function hasRest(duties: readonly BindingDuty[], { rules, timeZone }: Context): boolean {
  const { restMinutes = 660, gapMinutes = 0, travel } = rules
  const spans = duties
    .map(({ startsAt, endsAt, position }) => ({ start: Date.parse(startsAt), end: Date.parse(endsAt), position }))
    .sort((one, other) => one.start - other.start)
  return spans.every((second, at) =>
    spans.slice(0, at).every((first) => {
      const isSameDay = localDate(first.start, timeZone) === localDate(second.start, timeZone)
      const way = travel && first.position && second.position ? distanceBetween(first.position, second.position) : 0
      const onTheWay = travel && way > 0 ? Math.ceil(way / travel.metresPerMinute) + travel.extraMinutes : 0
      return second.start - first.end >= Math.max(isSameDay ? gapMinutes : restMinutes, onTheWay) * MINUTE
    }),
  )
}

const DEFAULT_LIMITS: PlanLimits = { shiftsPerDay: 1, shiftsPerWeek: 5 }

function isWithinLimits(duties: readonly BindingDuty[], { rules: { limits = DEFAULT_LIMITS }, timeZone }: Context): boolean {
  const { shiftsPerDay, shiftsPerWeek, minutesPerDay, minutesPerWeek } = limits
  const dates = duties.map(({ startsAt }) => localDate(Date.parse(startsAt), timeZone))
  const minutes = duties.map(({ startsAt, endsAt }) => (Date.parse(endsAt) - Date.parse(startsAt)) / MINUTE)
  const most = (keys: readonly string[], amounts: readonly number[]) => {
    const sums = new Map<string, number>()
    for (const [index, key] of keys.entries()) sums.set(key, (sums.get(key) ?? 0) + amounts[index]!)
    return Math.max(0, ...sums.values())
  }
  const ones = duties.map(() => 1)
  const weeks = dates.map(mondayOf)
  return (
    most(dates, ones) <= (shiftsPerDay ?? Infinity) &&
    most(weeks, ones) <= (shiftsPerWeek ?? Infinity) &&
    most(dates, minutes) <= (minutesPerDay ?? Infinity) &&
    most(weeks, minutes) <= (minutesPerWeek ?? Infinity)
  )
}
