import type { RosterPlan } from '../planning-schema.ts'
import type { CompiledRoster } from './compiled-roster.ts'
import { explainUnfilled } from './explain-unfilled.ts'
import { planCosts } from './plan-costs.ts'
import { assignmentsOf, fairnessOf } from './report-plan.ts'
import type { FoundPlan } from './search-plan.ts'

/** A plan as it is told. */
export function finishPlan(compiled: CompiledRoster, found: Omit<FoundPlan, 'flow'>): RosterPlan {
  const { optionOfPair, cost, bound, ended, iterations, binding } = found
  const assignments = assignmentsOf(compiled, optionOfPair)
  return {
    version: 1,
    assignments,
    unfilled: explainUnfilled(compiled.problem, assignments),
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
