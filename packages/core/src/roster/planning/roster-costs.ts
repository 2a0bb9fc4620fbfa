import type { PlanAssignment, PlanCosts, RosterProblem } from '../planning-schema.ts'
import { costsOf } from './verify/costs.ts'
import { seat } from './verify/seated.ts'
import { readSheet } from './verify/sheet.ts'

/**
 * What a plan costs by part, from its assignments alone: the present one, to be compared with a draft.
 * @param present what it is repaired from: each of its assignments that does not stand costs a move
 * @example rosterCosts(problem, []).short // 100000, for a shift that lacks its building head
 */
export function rosterCosts(
  problem: RosterProblem,
  assignments: readonly PlanAssignment[],
  present: readonly PlanAssignment[] = [],
): PlanCosts {
  const sheet = readSheet(problem)
  return costsOf(sheet, seat(sheet, assignments).seating, present)
}
