import type { PlanAssignment, RosterPlan } from '../planning-schema.ts'
import type { CompiledRoster } from './compiled-roster.ts'

/** Assignments in the order of the problem's slots, needs and people. */
export function assignmentsOf(compiled: CompiledRoster, optionOfPair: Int32Array): PlanAssignment[] {
  const { problem, personOfPair, slotOfPair, needOfOption, firstNeed } = compiled
  const chosen: { person: number; need: number; slot: number }[] = []
  for (let pair = 0; pair < optionOfPair.length; pair += 1) {
    const option = optionOfPair[pair]!
    if (option >= 0) chosen.push({ person: personOfPair[pair]!, need: needOfOption[option]!, slot: slotOfPair[pair]! })
  }
  chosen.sort((one, other) => one.need - other.need || one.person - other.person)
  return chosen.map(({ person, need, slot }) => ({
    slotId: problem.slots[slot]!.id,
    personId: problem.people[person]!.id,
    need: need - firstNeed[slot]!,
  }))
}

/** How even a plan is: how many serve how often, and what organisations send of what they owe. */
export function fairnessOf(compiled: CompiledRoster, optionOfPair: Int32Array): RosterPlan['fairness'] {
  const { problem, personOfPair, slotOfPair, dateOfSlot, dates, carried } = compiled
  const counts = new Int32Array(carried.length)
  const served = new Map<string, number>()
  for (let pair = 0; pair < optionOfPair.length; pair += 1) {
    if (optionOfPair[pair]! < 0) continue
    const person = personOfPair[pair]!
    counts[person]! += 1
    const key = `${dates[dateOfSlot[slotOfPair[pair]!]!]!} ${problem.people[person]!.orgId ?? ''}`
    served.set(key, (served.get(key) ?? 0) + 1)
  }
  const shifts = new Array<number>(counts.reduce((most, count) => Math.max(most, count), -1) + 1).fill(0)
  let least = Infinity
  let most = 0
  counts.forEach((count, person) => {
    shifts[count]! += 1
    least = Math.min(least, carried[person]! + count)
    most = Math.max(most, carried[person]! + count)
  })
  const organisations = (problem.quotas ?? []).map(({ orgId, date, due }) => ({
    orgId,
    date,
    due,
    assigned: served.get(`${date} ${orgId}`) ?? 0,
  }))
  return { shifts, least: counts.length > 0 ? least : 0, most, organisations }
}
