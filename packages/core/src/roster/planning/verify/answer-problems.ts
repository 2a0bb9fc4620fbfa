import type { PlanAssignment, PlanCosts, PlanNeed, RosterPlan } from '../../planning-schema.ts'
import { costsOf, needsOf, quotaLines } from './costs.ts'
import { isQualified } from './fit.ts'
import type { PlanProblem } from './problems.ts'
import type { Seating } from './seated.ts'
import type { PersonSheet, Sheet } from './sheet.ts'

const nowhere = { slots: [], people: [] }

/** Costs, bound and gap that are not what the assignments come to. */
export function figureProblems(
  sheet: Sheet,
  seating: Seating,
  { costs, cost, bound, gap, ended }: RosterPlan,
  present: readonly PlanAssignment[],
): PlanProblem[] {
  const problems: PlanProblem[] = []
  const tell = (code: PlanProblem['code'], expected: string | number, came: string | number) =>
    problems.push({ code, ...nowhere, expected, came })
  const parts = costsOf(sheet, seating, present)
  for (const part of Object.keys(parts) as (keyof PlanCosts)[]) {
    if (costs[part] !== parts[part]) tell('costs', `${part} ${parts[part]}`, `${part} ${costs[part]}`)
  }
  const sum = Object.values(costs).reduce((all, part) => all + part, 0)
  if (cost !== sum) tell('cost', sum, cost)
  if (!(bound <= cost)) tell('bound', `at most ${cost}`, bound)
  const expectedGap = (cost - bound) / Math.max(1, Math.abs(bound))
  if (!(Math.abs(gap - expectedGap) <= 1e-9 * Math.max(1, expectedGap))) tell('gap-figure', expectedGap, gap)
  if (ended === 'optimal' && bound !== cost) tell('ended', 'a bound that meets the cost', ended)
  return problems
}

/** Each need below its minimum is told of once, with what it lacks and who has what it asks. */
export function unfilledProblems(sheet: Sheet, seating: Seating, { unfilled }: RosterPlan): PlanProblem[] {
  const problems: PlanProblem[] = []
  const qualifiedFor = qualified(sheet)
  const short = new Map<string, { missing: number; eligible: number }>()
  for (const at of sheet.slots.values()) {
    for (const { place, need, missing } of needsOf(sheet, seating, at)) {
      if (missing === 0) continue
      const here = new Set((seating.bySlot.get(at) ?? []).map(({ person }) => person))
      const free = qualifiedFor(need).filter((person) => !here.has(person))
      short.set(`${at.slot.id} ${place}`, { missing, eligible: free.length })
    }
  }
  for (const { slot, need, missing, eligible, reasons } of unfilled) {
    const key = `${slot} ${need}`
    const place = { slots: [slot], people: [], need }
    const expected = short.get(key)
    if (missing !== (expected?.missing ?? 0)) {
      problems.push({ code: 'unfilled', ...place, expected: expected?.missing ?? 0, came: missing })
    }
    short.delete(key)
    if (expected && eligible !== expected.eligible) {
      problems.push({ code: 'eligible', ...place, expected: expected.eligible, came: eligible })
    }
    const strangers = reasons.flatMap(({ people }) => people).filter((id) => !sheet.people.has(id))
    for (const id of strangers) problems.push({ code: 'reasons', ...place, expected: 'people of the problem', came: id })
    for (const { count, people } of reasons) {
      if (people.length === Math.min(count, 50)) continue
      problems.push({ code: 'reasons', ...place, expected: `${Math.min(count, 50)} people named`, came: people.length })
    }
  }
  for (const [key, { missing }] of short) {
    const [slot, need] = key.split(' ')
    problems.push({ code: 'unfilled', slots: [slot!], people: [], need: Number(need), expected: missing, came: 0 })
  }
  return problems
}

/** Many needs ask the same, and each is asked of all people once. */
function qualified({ people }: Sheet): (need: PlanNeed) => PersonSheet[] {
  const known = new Map<string, PersonSheet[]>()
  return (need) => {
    const key = JSON.stringify([need.role, need.skills])
    const all = known.get(key) ?? [...people.values()].filter((person) => isQualified(person, need))
    known.set(key, all)
    return all
  }
}

/** The summary of who serves how often. */
export function fairnessProblems(sheet: Sheet, seating: Seating, { fairness }: RosterPlan): PlanProblem[] {
  const counts = [...sheet.people.values()].map((person) => ({
    shifts: seating.byPerson.get(person)?.length ?? 0,
    all: (person.person.carried ?? 0) + (seating.byPerson.get(person)?.length ?? 0),
  }))
  const shifts: number[] = []
  for (const { shifts: count } of counts) {
    while (shifts.length <= count) shifts.push(0)
    shifts[count]! += 1
  }
  // Folded, since a call takes no more than so many arguments.
  const all = counts.map((one) => one.all)
  const expected = {
    shifts,
    least: all.reduce((least, one) => Math.min(least, one), all[0] ?? 0),
    most: all.reduce((most, one) => Math.max(most, one), 0),
    organisations: quotaLines(sheet, seating),
  }
  const came = { ...fairness, shifts: withoutLastZeros(fairness.shifts) }
  return (Object.keys(expected) as (keyof typeof expected)[]).flatMap((part) => {
    const [one, other] = [JSON.stringify(expected[part]), JSON.stringify(came[part])]
    return one === other ? [] : [{ code: 'fairness', ...nowhere, expected: `${part} ${one}`, came: `${part} ${other}` }]
  })
}

function withoutLastZeros(counts: readonly number[]): number[] {
  const kept = [...counts]
  while (kept.at(-1) === 0) kept.pop()
  return kept
}
