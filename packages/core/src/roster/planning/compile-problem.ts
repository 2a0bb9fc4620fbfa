import type { Instant, Position } from '../../schema.ts'
import type { RosterProblem } from '../planning-schema.ts'
import { mondayOf } from '../shifts/plan-shifts.ts'
import { localDate } from '../../calendar/zoned-time.ts'
import { placesOf } from './bad-problem.ts'
import { clashOf } from './clashes.ts'
import type { Bond } from './clashes.ts'
import { compileNeeds } from './compile-needs.ts'
import { candidates } from './candidates.ts'
import { compilePairs } from './compile-pairs.ts'
import type { CompiledRoster } from './compiled-roster.ts'
import { limitsLeft } from './limits-left.ts'
import { rulesOf, weightsOf } from './plan-defaults.ts'
import type { PlanRuleValues } from './plan-defaults.ts'
import { settleFixed } from './settle-fixed.ts'

/**
 * Turns a problem into numbers (see `CompiledRoster`).
 * @throws SdkError `bad-argument` where an id comes twice or is not there, or where what is fixed contradicts itself
 */
export function compileProblem(problem: RosterProblem): CompiledRoster {
  const weights = weightsOf(problem)
  const rules = rulesOf(problem)
  const slotAt = placesOf(problem.slots, 'slot')
  const personAt = placesOf(problem.people, 'person')
  const dayOf = dayReader(problem.timeZone)
  const bond = (startsAt: Instant, endsAt: Instant, position?: Position | undefined): Bond => {
    const start = Date.parse(startsAt)
    return { start, end: Date.parse(endsAt), day: dayOf(start), position }
  }
  const slots = problem.slots.map(({ startsAt, endsAt, position }) => bond(startsAt, endsAt, position))
  const duties = problem.people.map(({ duties: own = [] }) =>
    own.map(({ startsAt, endsAt, position }) => bond(startsAt, endsAt, position)),
  )
  const dates = [...new Set(slots.map(({ day }) => day))].sort()
  const mondays = [...new Set(dates.map(mondayOf))].sort()
  const dateAt = new Map(dates.map((date, at) => [date, at]))
  const weekOfDate = Int32Array.from(dates, (date) => mondays.indexOf(mondayOf(date)))
  const dateOfSlot = Int32Array.from(slots, ({ day }) => dateAt.get(day)!)
  const needs = compileNeeds(problem, weights)
  const times = { slots, dates, mondays, dateOfSlot, weekOfDate, weekOfSlot: dateOfSlot.map((date) => weekOfDate[date]!) }
  const teams = (problem.teams ?? []).map(({ members }) => [...new Set(members.map(personAt))])
  const apart = (problem.apart ?? []).map(([one, other]): [number, number] => [personAt(one), personAt(other)])
  const limits = limitsLeft({ problem, rules, duties, dates, mondays })
  const loose = candidates({ problem, weights, rules, ...times, ...needs, duties, slotAt, personAt, limits })
  const settled = settleFixed({ problem, rules, ...times, ...needs, slotAt, personAt, teams, apart, limits, loose })
  const pairs = compilePairs(settled)
  return {
    ...{ problem, personAt, slotAt, weights, rules },
    ...times,
    ...needs,
    ...pairs,
    ...limits,
    teams,
    apart,
    ...timesOf(slots, rules),
    ...compileQuotas(problem, weights.quotaShort, dateAt),
    carried: Int32Array.from(problem.people, ({ carried = 0 }) => carried),
  }
}

/** Local dates of instants; each is worked out once. */
function dayReader(timeZone: string): (ms: number) => string {
  const days = new Map<number, string>()
  return (ms) => {
    const known = days.get(ms)
    if (known !== undefined) return known
    const day = localDate(ms, timeZone)
    days.set(ms, day)
    return day
  }
}

/** Lines of days on which nothing is to be filled cost what they cost. */
function compileQuotas({ quotas = [], people }: RosterProblem, quotaShort: number, dateAt: ReadonlyMap<string, number>) {
  const members = new Map<string, number[]>()
  people.forEach(({ orgId }, at) => {
    if (orgId === undefined) return
    const own = members.get(orgId)
    if (own) own.push(at)
    else members.set(orgId, [at])
  })
  const lines = quotas.map(({ orgId, date, due }) => ({ orgId, due, date: dateAt.get(date), members: members.get(orgId) ?? [] }))
  return {
    quotas: lines.flatMap(({ date, ...line }) => (date === undefined ? [] : [{ ...line, date }])),
    constant: lines.reduce((sum, { date, due }) => sum + (date === undefined ? quotaShort * due : 0), 0),
  }
}

const MOST_TIMES = 500

/** Slots by their time; whether two of them clash is mostly told by these. */
function timesOf(slots: readonly Bond[], rules: PlanRuleValues) {
  const times: Bond[] = []
  const timeAt = new Map<string, number>()
  const timeOfSlot = Int32Array.from(slots, ({ start, end, day }) => {
    const key = `${start} ${end}`
    const known = timeAt.get(key)
    if (known !== undefined) return known
    timeAt.set(key, times.length)
    return times.push({ start, end, day }) - 1
  })
  const isClash = (time: number, other: number) => clashOf(times[time]!, times[other]!, rules) !== undefined
  const count = times.length
  // Asked very often: a table, as long as it is small.
  const table =
    count <= MOST_TIMES
      ? Uint8Array.from({ length: count * count }, (_, at) => Number(isClash(Math.floor(at / count), at % count)))
      : undefined
  const timesClash = table ? (time: number, other: number) => table[time * count + other] === 1 : isClash
  const clashes = (slot: number, other: number) => {
    if (timesClash(timeOfSlot[slot]!, timeOfSlot[other]!)) return true
    return rules.travel !== undefined && clashOf(slots[slot]!, slots[other]!, rules) !== undefined
  }
  return { timeOfSlot, timesClash, clashes }
}
