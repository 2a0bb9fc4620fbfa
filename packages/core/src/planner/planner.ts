import type { PlanOptions, PlanProgress } from '../roster/planning/plan-options.ts'
import type { PresentPlan, RepairOptions, RosterRepair } from '../roster/planning/repair-roster.ts'
import type { RosterVerdict, VerifyOptions } from '../roster/planning/verify-roster.ts'
import type { RosterPlan, RosterProblem } from '../roster/planning-schema.ts'

/** As planRoster's; progress comes at most every 50 ms, and a signal ends a call that runs with the best plan so far. */
export interface PlanCallOptions extends Pick<PlanOptions, 'seed' | 'iterationLimit' | 'timeLimitMs' | 'gap' | 'signal'> {
  onProgress?: (progress: PlanProgress) => void
}

/** As repairRoster's; progress and a signal as for a plan. */
export type RepairCallOptions = Pick<RepairOptions, 'absent'> & Omit<PlanCallOptions, 'gap'>

/** Without the problem, which whoever asks has. */
export type CalledRepair = Omit<RosterRepair, 'problem'>

/** planRoster, repairRoster and verifyRoster beside the page. Problems and plans are copied over a piece at a time. */
export interface Planner {
  /** @throws SdkError `bad-argument` as planRoster does; `worker` where it cannot run or ends; `aborted` once disposed of */
  plan(problem: RosterProblem, options: PlanCallOptions): Promise<RosterPlan>
  /**
   * Mends a plan that holds, for the problem as it is now; at once where that is the problem of the last call. Of repairs that are
   * as good, which one comes may depend on what was asked before. @throws SdkError as `plan`
   */
  repair(problem: RosterProblem, plan: PresentPlan, options: RepairCallOptions): Promise<CalledRepair>
  verify(problem: RosterProblem, plan: RosterPlan, options?: VerifyOptions): Promise<RosterVerdict>
  /** Ends what runs, and what it ran in. */
  dispose(): void
}
