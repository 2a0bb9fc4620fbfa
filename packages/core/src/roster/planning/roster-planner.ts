import type { RosterPlan, RosterProblem } from '../planning-schema.ts'
import { compileProblem } from './compile-problem.ts'
import type { CompiledRoster } from './compiled-roster.ts'
import { finishPlan } from './finish-plan.ts'
import { buildFlowModel } from './flow-model.ts'
import { createFlowSolver } from './network-simplex.ts'
import type { PlanOptions } from './plan-options.ts'
import { mendPlan } from './mend-plan.ts'
import type { PresentPlan, RepairOptions, RosterRepair } from './repair-roster.ts'
import { searchPlan } from './search-plan.ts'
import type { FoundPlan } from './search-plan.ts'

/** Plans and mends one problem, which must not be changed meanwhile. */
export interface RosterPlanner {
  /** As `planRoster`. */
  plan(options: PlanOptions): Promise<RosterPlan>
  /** As `repairRoster`. */
  repair(plan: PresentPlan, options: RepairOptions): Promise<RosterRepair>
}

/**
 * Keeps what a problem comes to and the last basis of its network, so that each repair starts from what is known.
 * @example
 * const planner = createRosterPlanner(problem)
 * const plan = await planner.plan({ seed: 1 })
 * const ill = await planner.repair(plan, { seed: 1, absent: [{ personId: 'p17' }] })
 */
export function createRosterPlanner(problem: RosterProblem): RosterPlanner {
  let compiled: CompiledRoster | undefined
  let flow: FoundPlan['flow'] | undefined

  const compile = () => (compiled ??= compileProblem(problem))
  const keepFlow = (): FoundPlan['flow'] => {
    if (flow) return flow
    const model = buildFlowModel(compile())
    return (flow = { model, solver: createFlowSolver(model.network) })
  }

  return {
    plan: async (options) => {
      const found = await searchPlan(compile(), options)
      flow = found.flow
      return finishPlan(compile(), found)
    },
    repair: (plan, options) => mendPlan(compile(), keepFlow, plan, options),
  }
}
