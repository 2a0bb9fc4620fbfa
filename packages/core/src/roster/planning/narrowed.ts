import type { Breath } from './breath.ts'
import type { CompiledRoster } from './compiled-roster.ts'
import { buildFlowModel } from './flow-model.ts'
import { createFlowSolver } from './network-simplex.ts'

/** Between two looks at the clock. */
const PIVOTS = 2_000

/**
 * The best plan that differs from a given one on a single date only: a flow, organisations' quotas and rest to the days before
 * and after included.
 * @param dearer points that a shift of somebody costs more than it does
 * @returns option of each assigned pair, −1 of others
 */
export async function replanDate(
  compiled: CompiledRoster,
  plan: Int32Array,
  date: number,
  breath: Breath,
  dearer?: (person: number) => number,
): Promise<Int32Array> {
  const { pairs, roster: narrowed } = narrowToDate(compiled, plan, date)
  const roster = dearer ? withDearer(narrowed, dearer) : narrowed
  const { network } = buildFlowModel(roster)
  const solver = createFlowSolver(network)
  while (solver.solve({ pivotLimit: PIVOTS }).status === 'limit') if (breath.isDue()) await breath.rest()
  const better = plan.slice()
  pairs.forEach((pair, at) => {
    better[pair] = -1
    for (let option = roster.firstOption[at]!; option < roster.firstOption[at + 1]!; option += 1) {
      if (solver.flow[option]! > 0) better[pair] = compiled.firstOption[pair]! + option - roster.firstOption[at]!
    }
  })
  return better
}

const withDearer = (roster: CompiledRoster, dearer: (person: number) => number): CompiledRoster => ({
  ...roster,
  pairPoints: roster.pairPoints.map((points, pair) => points + dearer(roster.personOfPair[pair]!)),
})

/** A date's pairs that go together with the rest of a plan, as a roster of its own, with what is left of seats and limits. */
function narrowToDate(compiled: CompiledRoster, plan: Int32Array, date: number) {
  const { firstPair, slotOfPair, dateOfSlot, weekOfDate, isFixed, needOfOption, firstOption, slots, timeOfSlot } = compiled
  const stays: number[] = []
  const inTeam = new Uint8Array(compiled.carried.length)
  for (const team of compiled.teams) for (const person of team) inTeam[person] = 1
  const bounds = dateBounds(compiled)
  const dates = compiled.dates.length
  const people = compiled.carried.length
  const week = weekOfDate[date]!
  const minimum = compiled.minimum.slice()
  const wish = compiled.wish.slice()
  const carried = compiled.carried.slice()
  const served = new Int32Array(people)
  const weekShifts = new Int32Array(people)
  const weekMinutes = new Float64Array(people)
  const dateShifts = new Int32Array(people)
  const dateMinutes = new Float64Array(people)
  const taken = new Set<string>()
  const pairs: number[] = []
  const first = new Int32Array(people + 1)
  for (let person = 0; person < people; person += 1) {
    const isBound = inTeam[person] === 1
    // Pairs lie by their start, so those of a date are beside each other.
    const begin = bounds[person * (dates + 1) + date]!
    const end = bounds[person * (dates + 1) + date + 1]!
    stays.length = 0
    for (let pair = firstPair[person]!; pair < firstPair[person + 1]!; pair += 1) {
      if (plan[pair]! < 0) continue
      if (isBound || isFixed[pair] || pair < begin || pair >= end) stays.push(pair)
    }
    for (const pair of stays) {
      const slot = slotOfPair[pair]!
      const need = needOfOption[plan[pair]!]!
      minimum[need] = Math.max(0, minimum[need]! - 1)
      wish[need]! -= 1
      carried[person]! += 1
      if (dateOfSlot[slot] === date) served[person]! += 1
      if (compiled.apart.length > 0) taken.add(`${person} ${slot}`)
      if (isFixed[pair]) continue
      const minutes = (slots[slot]!.end - slots[slot]!.start) / 60_000
      if (compiled.weekOfSlot[slot] === week) {
        weekShifts[person]! += 1
        weekMinutes[person]! += minutes
      }
      if (dateOfSlot[slot] === date) {
        dateShifts[person]! += 1
        dateMinutes[person]! += minutes
      }
    }
    if (compiled.shiftsLeft(person, date) > dateShifts[person]! && compiled.weekShiftsLeft(person, week) > weekShifts[person]!) {
      const minutesLeft = Math.min(
        compiled.minutesLeft(person, date) - dateMinutes[person]!,
        compiled.weekMinutesLeft(person, week) - weekMinutes[person]!,
      )
      // Without ways between places a slot's time tells all, and a date has few.
      let [lastTime, lastFits] = [-1, false]
      for (let pair = begin; pair < end; pair += 1) {
        if (isBound || isFixed[pair]) continue
        const slot = slotOfPair[pair]!
        const time = timeOfSlot[slot]!
        if (time !== lastTime || compiled.rules.travel) {
          lastTime = time
          lastFits = !stays.some((other) => compiled.clashes(slotOfPair[other]!, slot))
        }
        if (!lastFits || (slots[slot]!.end - slots[slot]!.start) / 60_000 > minutesLeft) continue
        pairs.push(pair)
      }
    }
    first[person + 1] = pairs.length
  }
  const kept = compiled.apart.length === 0 ? pairs : keptApart(compiled, plan, pairs, taken)
  if (kept !== pairs) recount(compiled, kept, first)
  const firstOwn = new Int32Array(kept.length + 1)
  const needs: number[] = []
  kept.forEach((pair, at) => {
    for (let option = firstOption[pair]!; option < firstOption[pair + 1]!; option += 1) needs.push(needOfOption[option]!)
    firstOwn[at + 1] = needs.length
  })
  const pairOfOption = new Int32Array(needs.length)
  kept.forEach((_, at) => pairOfOption.fill(at, firstOwn[at]!, firstOwn[at + 1]!))
  const roster: CompiledRoster = {
    ...compiled,
    dates: [compiled.dates[date]!],
    minimum,
    wish,
    carried,
    firstPair: first,
    personOfPair: picked(compiled.personOfPair, kept),
    slotOfPair: picked(slotOfPair, kept),
    wayPoints: picked(compiled.wayPoints, kept),
    pairPoints: picked(compiled.pairPoints, kept),
    isFixed: new Uint8Array(kept.length),
    firstOption: firstOwn,
    pairOfOption,
    needOfOption: Int32Array.from(needs),
    shiftsLeft: (person) => compiled.shiftsLeft(person, date) - dateShifts[person]!,
    weekShiftsLeft: (person) => compiled.weekShiftsLeft(person, week) - weekShifts[person]!,
    minutesLeft: (person) => compiled.minutesLeft(person, date) - dateMinutes[person]!,
    weekMinutesLeft: (person) => compiled.weekMinutesLeft(person, week) - weekMinutes[person]!,
    quotas: compiled.quotas
      .filter((line) => line.date === date)
      .map((line) => ({ ...line, due: line.due - line.members.reduce((sum, person) => sum + served[person]!, 0) })),
  }
  return { pairs: kept, roster }
}

const known = new WeakMap<CompiledRoster, Int32Array>()

/** By person and date the first of their pairs on it; after each person's last date where their pairs end. */
function dateBounds(compiled: CompiledRoster): Int32Array {
  const found = known.get(compiled)
  if (found) return found
  const { firstPair, slotOfPair, dateOfSlot } = compiled
  const dates = compiled.dates.length
  const bounds = new Int32Array(compiled.carried.length * (dates + 1))
  for (let person = 0; person + 1 < firstPair.length; person += 1) {
    let pair = firstPair[person]!
    for (let date = 0; date < dates; date += 1) {
      bounds[person * (dates + 1) + date] = pair
      while (pair < firstPair[person + 1]! && dateOfSlot[slotOfPair[pair]!] === date) pair += 1
    }
    bounds[person * (dates + 1) + dates] = pair
  }
  known.set(compiled, bounds)
  return bounds
}

/** Of two who are kept apart, only one has a slot open: whoever has it in the plan, else the first. */
function keptApart(compiled: CompiledRoster, plan: Int32Array, pairs: readonly number[], taken: ReadonlySet<string>): number[] {
  const { personOfPair, slotOfPair, apart } = compiled
  const open = new Set(taken)
  const keyOf = (person: number, pair: number) => `${person} ${slotOfPair[pair]!}`
  for (const pair of pairs) if (plan[pair]! >= 0) open.add(keyOf(personOfPair[pair]!, pair))
  return pairs.filter((pair) => {
    const person = personOfPair[pair]!
    if (plan[pair]! >= 0) return true
    const others = apart.flatMap(([one, other]) => (one === person ? [other] : other === person ? [one] : []))
    if (others.some((other) => open.has(keyOf(other, pair)))) return false
    open.add(keyOf(person, pair))
    return true
  })
}

function recount({ personOfPair }: CompiledRoster, pairs: readonly number[], first: Int32Array): void {
  first.fill(0)
  for (const pair of pairs) first[personOfPair[pair]! + 1]! += 1
  for (let person = 0; person + 1 < first.length; person += 1) first[person + 1]! += first[person]!
}

/** Quicker than a mapped copy by far, and asked for very often. */
function picked(values: Int32Array, places: readonly number[]): Int32Array {
  const own = new Int32Array(places.length)
  for (let at = 0; at < places.length; at += 1) own[at] = values[places[at]!]!
  return own
}
