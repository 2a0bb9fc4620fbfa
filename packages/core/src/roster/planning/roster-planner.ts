import type { RosterPlan, RosterProblem } from '../planning-schema.ts'
import { compileProblem } from './compile-problem.ts'
import type { CompiledRoster } from './compiled-roster.ts'
import { finishPlan } from './finish-plan.ts'
import { buildFlowModel } from './flow-model.ts'
import { createFlowSolver } from './network-simplex.ts'
import type { PlanOptions } from './plan-options.ts'
import { mendPlan } from './mend-plan.ts'
import type { PresentPlan, RepairOptions, RosterRepair } from './repair-roster.ts'
import { keepFlow } from './reflow.ts'
import type { KeptFlow } from './reflow.ts'
import { searchPlan } from './search-plan.ts'
import type { FoundPlan } from './search-plan.ts'

/** Plans and mends one problem, which must not be changed meanwhile. */
export interface RosterPlanner {
  /** As `planRoster`. */
  plan(options: PlanOptions): Promise<RosterPlan>
  /** As `repairRoster`; of repairs that are as good, which one comes may depend on those before. */
  repair(plan: PresentPlan, options: RepairOptions): Promise<RosterRepair>
}

/**
 * Keeps what a problem comes to and the last flow of its network, so that each repair starts from what is known.
 * @example
 * const planner = createRosterPlanner(problem)
 * const plan = await planner.plan({ seed: 1 })
 * const ill = await planner.repair(plan, { seed: 1, absent: [{ personId: 'p17' }] })
 */
export function createRosterPlanner(problem: RosterProblem): RosterPlanner {
  let compiled: CompiledRoster | undefined
  let found: FoundPlan['flow'] | undefined
  let kept: KeptFlow | undefined

  const compile = () => (compiled ??= compileProblem(problem))
  const keep = (): KeptFlow => {
    if (kept) return kept
    if (found) return (kept = keepFlow(found, true))
    const model = buildFlowModel(compile())
    return (kept = keepFlow({ model, solver: createFlowSolver(model.network) }, false))
  }

  return {
    plan: async (options) => {
      const plan = await searchPlan(compile(), options)
      found = plan.flow
      kept = undefined
      return finishPlan(compile(), plan)
    },
    repair: (plan, options) => mendPlan(compile(), keep, plan, options),
  }
}
