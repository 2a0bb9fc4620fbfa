import type { RosterPlan, RosterProblem } from '../planning-schema.ts'
import { compileProblem } from './compile-problem.ts'
import type { CompiledRoster } from './compiled-roster.ts'
import { finishPlan } from './finish-plan.ts'
import type { PlanOptions } from './plan-options.ts'
import { searchPlan } from './search-plan.ts'

/**
 * Makes a rotation (轮岗值守): who serves in which slot, what stays empty and why, what it costs, and a proven bound below
 * which no plan can cost.
 *
 * Exact and at once is whatever a flow through a network can say: a day with one shift each, with its organisations' quotas;
 * a week with limits on the number of shifts, even over people who have served before. Shifts may have any length and overlap.
 * Rest across midnight, quotas of several days, minutes over shifts of unequal length, ways between places, shifts of one day
 * that overlap in chains, pairs kept apart and teams are beyond a network: they have prices there, which give the bound, and
 * plans are found by closing one side of each conflict and choosing the best of all the rest, again and again; then branch by
 * branch, until cost and bound meet or a limit ends it. The plan keeps all rules whenever it ends.
 *
 * Works in a page, a worker and Node; gives way every few milliseconds, but for setting up, which takes a third of a second for
 * 3,000 people and a million choices: such a plan is for a worker.
 * @returns the plan; `ended` says whether it is proven to be the best
 * @throws SdkError `bad-argument` where ids come twice or are not there, or what is fixed breaks the rules (it is named)
 * @example
 * const plan = await planRoster(problem, { seed: 1, timeLimitMs: 5_000, gap: 0.001 })
 * plan.assignments // [{ slotId: 'gate-monday-early', personId: 'p17', need: 0 }, …]
 */
export async function planRoster(problem: RosterProblem, options: PlanOptions): Promise<RosterPlan> {
  const compiled: CompiledRoster = compileProblem(problem)
  return finishPlan(compiled, await searchPlan(compiled, options))
}
