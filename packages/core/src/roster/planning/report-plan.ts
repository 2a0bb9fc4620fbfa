import type { PlanAssignment, RosterPlan } from '../planning-schema.ts'
import type { CompiledRoster } from './compiled-roster.ts'

/** Assignments in the order of the problem's slots, needs and people. */
export function assignmentsOf(compiled: CompiledRoster, optionOfPair: Int32Array): PlanAssignment[] {
  const { problem, personOfPair, slotOfNeed, needOfOption, firstNeed } = compiled
  const next = new Int32Array(slotOfNeed.length + 1)
  for (const option of optionOfPair) if (option >= 0) next[needOfOption[option]! + 1]! += 1
  for (let need = 0; need < slotOfNeed.length; need += 1) next[need + 1]! += next[need]!
  const assignments = new Array<PlanAssignment>(next.at(-1)!)
  // Pairs lie person by person already.
  for (let pair = 0; pair < optionOfPair.length; pair += 1) {
    if (optionOfPair[pair]! < 0) continue
    const need = needOfOption[optionOfPair[pair]!]!
    const slot = slotOfNeed[need]!
    assignments[next[need]!++] = {
      slotId: problem.slots[slot]!.id,
      personId: problem.people[personOfPair[pair]!]!.id,
      need: need - firstNeed[slot]!,
    }
  }
  return assignments
}

/** Option of each assigned pair, −1 of others. @param assignments that the problem allows */
export function optionsOf(compiled: CompiledRoster, assignments: readonly PlanAssignment[]): Int32Array {
  const { personAt, slotAt, firstPair, firstNeed, firstOption, needOfOption, slotOfPair } = compiled
  const optionOfPair = new Int32Array(slotOfPair.length).fill(-1)
  for (const { personId, slotId, need } of assignments) {
    const [person, slot] = [personAt(personId), slotAt(slotId)]
    for (let pair = firstPair[person]!; pair < firstPair[person + 1]!; pair += 1) {
      if (slotOfPair[pair] !== slot) continue
      for (let option = firstOption[pair]!; option < firstOption[pair + 1]!; option += 1) {
        if (needOfOption[option] === firstNeed[slot]! + need) optionOfPair[pair] = option
      }
    }
  }
  return optionOfPair
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
    const { orgId } = problem.people[person]!
    if (orgId === undefined || !problem.quotas) continue
    const key = `${dates[dateOfSlot[slotOfPair[pair]!]!]!} ${orgId}`
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
