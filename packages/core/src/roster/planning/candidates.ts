import type { PlanPerson, RosterProblem } from '../planning-schema.ts'
import { distanceBetween } from '../attendance/geofence.ts'
import type { Places } from './bad-problem.ts'
import { clashOf } from './clashes.ts'
import type { Bond } from './clashes.ts'
import type { CompiledNeeds } from './compile-needs.ts'
import type { LimitsLeft } from './limits-left.ts'
import { IntList } from './int-list.ts'
import type { PlanRuleValues, PlanWeightValues } from './plan-defaults.ts'

/** Who may serve where, each seen by itself. Person by person, by the slots' start. */
export interface Candidates {
  firstPair: Int32Array
  slotOfPair: Int32Array
  /** Points for the way, and of both the way and the wishes. */
  wayPoints: Int32Array
  pairPoints: Int32Array
  firstOption: Int32Array
  needOfOption: Int32Array
}

interface Sources extends CompiledNeeds {
  problem: RosterProblem
  weights: PlanWeightValues
  rules: PlanRuleValues
  slots: readonly Bond[]
  dateOfSlot: Int32Array
  weekOfSlot: Int32Array
  duties: readonly (readonly Bond[])[]
  slotAt: Places
  personAt: Places
  limits: LimitsLeft
}

export function candidates(sources: Sources): Candidates {
  const { problem, slots, firstNeed, kindOfNeed, kinds } = sources
  const byStart = slots.map((_, at) => at).sort((one, other) => slots[one]!.start - slots[other]!.start || one - other)
  const place = new Int32Array(slots.length)
  byStart.forEach((slot, at) => (place[slot] = at))
  const slotsOfGrid = new Map<string, number[]>()
  for (const slot of byStart) {
    for (const grid of new Set(problem.slots[slot]!.gridPath)) {
      const own = slotsOfGrid.get(grid)
      if (own) own.push(slot)
      else slotsOfGrid.set(grid, [slot])
    }
  }
  const forbidden = forbiddenOf(sources)
  const firstPair = new Int32Array(problem.people.length + 1)
  const slotOfPair = new IntList()
  const wayPoints = new IntList()
  const pairPoints = new IntList()
  const firstOption = new IntList()
  const needOfOption = new IntList()
  problem.people.forEach((person, at) => {
    const fits = kinds.map((kind) => isQualified(person, kind))
    const isOpen = openness(sources, person, at)
    const wishedPoints = wishReader(sources, person)
    const around = person.grids
      ? [...new Set(person.grids.flatMap((grid) => slotsOfGrid.get(grid) ?? []))].sort(
          (one, other) => place[one]! - place[other]!,
        )
      : byStart
    for (const slot of around) {
      if (forbidden.get(at)?.has(slot) || !isOpen(slot)) continue
      const metres = metresTo(person, slots[slot]!)
      if (metres !== undefined && metres > (sources.rules.maxDistance ?? Infinity)) continue
      const before = needOfOption.length
      for (let need = firstNeed[slot]!; need < firstNeed[slot + 1]!; need += 1) {
        if (fits[kindOfNeed[need]!]) needOfOption.push(need)
      }
      if (needOfOption.length === before) continue
      firstOption.push(before)
      slotOfPair.push(slot)
      const way = Math.round((sources.weights.distance * (metres ?? 0)) / 1000)
      wayPoints.push(way)
      pairPoints.push(way - sources.weights.wish * wishedPoints(slot))
    }
    firstPair[at + 1] = slotOfPair.length
  })
  firstOption.push(needOfOption.length)
  return {
    firstPair,
    slotOfPair: slotOfPair.toArray(),
    wayPoints: wayPoints.toArray(),
    pairPoints: pairPoints.toArray(),
    firstOption: firstOption.toArray(),
    needOfOption: needOfOption.toArray(),
  }
}

function forbiddenOf({ problem, slotAt, personAt }: Sources): Map<number, Set<number>> {
  const forbidden = new Map<number, Set<number>>()
  for (const { slotId, personId } of problem.forbidden ?? []) {
    const person = personAt(personId)
    forbidden.set(person, (forbidden.get(person) ?? new Set()).add(slotAt(slotId)))
  }
  return forbidden
}

const isQualified = ({ roles = [], skills = [] }: PlanPerson, kind: CompiledNeeds['kinds'][number]): boolean =>
  (kind.role === undefined || (roles as readonly string[]).includes(kind.role)) &&
  kind.skills.every((skill) => skills.includes(skill))

const metresTo = ({ home, work }: PlanPerson, { position }: Bond): number | undefined => {
  if (!position || (!home && !work)) return undefined
  return Math.min(home ? distanceBetween(home, position) : Infinity, work ? distanceBetween(work, position) : Infinity)
}

/** Whether somebody has the time for a slot, beside their duties and within their limits. */
function openness({ slots, dateOfSlot, weekOfSlot, duties, rules, limits }: Sources, person: PlanPerson, at: number) {
  const spans = (own: PlanPerson['available'] = []) =>
    own.map(({ startsAt, endsAt }) => ({ start: Date.parse(startsAt), end: Date.parse(endsAt) }))
  const available = person.available && spans(person.available)
  const unavailable = spans(person.unavailable)
  const own = duties[at]!
  return (slot: number): boolean => {
    const bond = slots[slot]!
    const { start, end } = bond
    if (available && !available.some((span) => span.start <= start && end <= span.end)) return false
    if (unavailable.some((span) => span.start < end && start < span.end)) return false
    if (own.some((duty) => clashOf(duty, bond, rules))) return false
    const date = dateOfSlot[slot]!
    const week = weekOfSlot[slot]!
    if (limits.shiftsLeft(at, date) < 1 || limits.weekShiftsLeft(at, week) < 1) return false
    const minutes = (end - start) / 60_000
    return minutes <= limits.minutesLeft(at, date) && minutes <= limits.weekMinutesLeft(at, week)
  }
}

function wishReader({ problem, slots }: Sources, { wishes = [] }: PlanPerson) {
  const isMet = ({ slotId, postId, date }: Wish, slot: number) =>
    (slotId === undefined || slotId === problem.slots[slot]!.id) &&
    (postId === undefined || postId === problem.slots[slot]!.postId) &&
    (date === undefined || date === slots[slot]!.day)
  return (slot: number): number => {
    let points = 0
    for (const wish of wishes) if (isMet(wish, slot)) points += wish.points
    return points
  }
}

type Wish = NonNullable<PlanPerson['wishes']>[number]
