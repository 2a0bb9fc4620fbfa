import type { PlanLimits, RosterProblem } from '../planning-schema.ts'
import { mondayOf } from '../shifts/plan-shifts.ts'
import type { Bond } from './clashes.ts'
import type { PlanRuleValues } from './plan-defaults.ts'

/** What each person may still serve beside what binds them already; below 0 where that is too much by itself. */
export interface LimitsLeft {
  shiftsLeft(person: number, date: number): number
  weekShiftsLeft(person: number, week: number): number
  minutesLeft(person: number, date: number): number
  weekMinutesLeft(person: number, week: number): number
  /** Counts something more that binds a person. */
  take(person: number, bond: Bond): void
}

interface Sources {
  problem: RosterProblem
  rules: PlanRuleValues
  duties: readonly (readonly Bond[])[]
  dates: readonly string[]
  mondays: readonly string[]
}

export function limitsLeft({ problem, rules, duties, dates, mondays }: Sources): LimitsLeft {
  const weekOf = mondays.map(mondayKey)
  const limits = problem.people.map((person): PlanLimits => ({ ...rules.limits, ...given(person.limits) }))
  const taken = new Map<number, Map<string, { shifts: number; minutes: number }>>()
  const count = (person: number, period: string, minutes: number) => {
    const own = taken.get(person) ?? new Map<string, { shifts: number; minutes: number }>()
    const before = own.get(period) ?? { shifts: 0, minutes: 0 }
    taken.set(person, own.set(period, { shifts: before.shifts + 1, minutes: before.minutes + minutes }))
  }
  const take = (person: number, { day, start, end }: Bond) => {
    count(person, day, (end - start) / 60_000)
    count(person, mondayKey(mondayOf(day)), (end - start) / 60_000)
  }
  const left = (limit: number | undefined, person: number, period: string, of: 'shifts' | 'minutes') =>
    limit === undefined ? Infinity : limit - (taken.get(person)?.get(period)?.[of] ?? 0)
  duties.forEach((own, person) => own.forEach((bond) => take(person, bond)))
  return {
    shiftsLeft: (person, date) => left(limits[person]!.shiftsPerDay, person, dates[date]!, 'shifts'),
    weekShiftsLeft: (person, week) => left(limits[person]!.shiftsPerWeek, person, weekOf[week]!, 'shifts'),
    minutesLeft: (person, date) => left(limits[person]!.minutesPerDay, person, dates[date]!, 'minutes'),
    weekMinutesLeft: (person, week) => left(limits[person]!.minutesPerWeek, person, weekOf[week]!, 'minutes'),
    take,
  }
}

const mondayKey = (monday: string) => `week of ${monday}`

const given = (limits: PlanLimits = {}): PlanLimits =>
  Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined))
