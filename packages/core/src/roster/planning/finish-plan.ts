import type { RosterPlan, RosterProblem } from '../planning-schema.ts'
import type { CompiledRoster } from './compiled-roster.ts'
import { explainUnfilled } from './explain-unfilled.ts'
import { createOneShift, isOneShift } from './explain/one-shift.ts'
import type { OneShift } from './explain/one-shift.ts'
import { planCosts } from './plan-costs.ts'
import { assignmentsOf, fairnessOf } from './report-plan.ts'
import type { FoundPlan } from './search-plan.ts'

/** Of a plan for a problem without those who do not come. */
export interface Without {
  problem: RosterProblem
  /** Their pairs: 1. */
  away: Uint8Array
}

/** A plan as it is told. */
export function finishPlan(compiled: CompiledRoster, found: Omit<FoundPlan, 'flow'>, without?: Without): RosterPlan {
  const { optionOfPair, cost, bound, ended, iterations, binding } = found
  const assignments = assignmentsOf(compiled, optionOfPair)
  const oneShift = oneShiftOf(compiled)
  return {
    version: 1,
    assignments,
    unfilled: oneShift
      ? oneShift(optionOfPair, without?.away)
      : explainUnfilled(without?.problem ?? compiled.problem, assignments),
    cost,
    costs: planCosts(compiled, optionOfPair),
    bound,
    gap: (cost - bound) / Math.max(1, Math.abs(bound)),
    ended,
    iterations,
    binding,
    fairness: fairnessOf(compiled, optionOfPair),
  }
}

const known = new WeakMap<CompiledRoster, OneShift | undefined>()

/** What explains the plans of a problem of one shift; kept from plan to plan. */
function oneShiftOf(compiled: CompiledRoster): OneShift | undefined {
  if (!known.has(compiled)) known.set(compiled, isOneShift(compiled.problem) ? createOneShift(compiled) : undefined)
  return known.get(compiled)
}
