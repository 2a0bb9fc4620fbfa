import type { PlanAssignment, RosterProblem } from '../../src/roster/planning-schema.ts'
import { costsOf } from '../../src/roster/planning/verify/costs.ts'
import { ruleProblems } from '../../src/roster/planning/verify/rule-problems.ts'
import { seat } from '../../src/roster/planning/verify/seated.ts'
import { readSheet } from '../../src/roster/planning/verify/sheet.ts'

/** What makes an assignment impossible whatever else is assigned. */
const ALONE: ReadonlySet<string> = new Set([
  ...['role', 'skills', 'unavailable', 'outside-grids', 'too-far'],
  ...['forbidden', 'overlap', 'rest', 'gap', 'travel'],
])

/**
 * The least cost among all plans that break no rule, each of them looked at; nothing where there are more than `most` single
 * assignments to choose among.
 */
export function leastByTryingAll(problem: RosterProblem, most: number): number | undefined {
  const sheet = readSheet(problem)
  const seatingOf = (assignments: readonly PlanAssignment[]) => seat(sheet, assignments).seating
  const isPossible = (one: PlanAssignment) => ruleProblems(sheet, seatingOf([one])).every(({ code }) => !ALONE.has(code))
  const choices = problem.slots.flatMap(({ id: slotId, needs }) =>
    problem.people
      .map(({ id: personId }) => needs.map((_, need) => ({ slotId, personId, need })).filter(isPossible))
      .filter((own) => own.length > 0),
  )
  if (choices.flat().length > most) return undefined
  let least = Infinity
  const tryFrom = (index: number, chosen: PlanAssignment[]) => {
    if (index < choices.length) {
      tryFrom(index + 1, chosen)
      for (const one of choices[index]!) tryFrom(index + 1, [...chosen, one])
      return
    }
    const seating = seatingOf(chosen)
    if (ruleProblems(sheet, seating).length > 0) return
    const cost = Object.values(costsOf(sheet, seating, [])).reduce((sum, part) => sum + part, 0)
    least = Math.min(least, cost)
  }
  tryFrom(0, [])
  return least
}
