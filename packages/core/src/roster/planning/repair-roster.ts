import type { PlanAssignment, RosterPlan, RosterProblem } from '../planning-schema.ts'
import type { PlanAbsence } from './absences.ts'
import type { PlanOptions } from './plan-options.ts'
import { createRosterPlanner } from './roster-planner.ts'

/** `onProgress` is told where the mended plan has to be searched for: mostly a flow finds it at once. */
export interface RepairOptions extends Omit<PlanOptions, 'gap'> {
  /** Who does not come. @defaultValue nobody */
  absent?: readonly PlanAbsence[]
}

/** A plan that was mended. */
export interface RosterRepair {
  plan: RosterPlan
  /** What the plan is for and is checked against: the problem without those who do not come. */
  problem: RosterProblem
  /** Of those who do not come: what they would have done. */
  lost: PlanAssignment[]
  /** Somebody who serves elsewhere than planned; `from` is the slot that they leave. */
  moved: (PlanAssignment & { from: string })[]
  /** Somebody who serves more than planned: mostly one who had nothing to do. */
  added: PlanAssignment[]
  /** Somebody who comes and serves less than planned. */
  dropped: PlanAssignment[]
  /** Whether it is proven that no plan fills more, and none that fills as much moves or drops fewer. */
  isFewest: boolean
}

/**
 * Mends a plan when some do not come: first as much of what is asked at least is filled as can be, by its weights; then as few
 * as can be serve elsewhere or less than planned; then what else counts is as cheap as can be. Nothing changes where nobody is
 * missed. The plan's `bound` is that of the given one, with the moves that cannot be helped.
 *
 * To mend plans again and again, keep a `createRosterPlanner`: it starts from its last flow.
 * @param plan what holds now; by whomever it was made
 * @throws SdkError `bad-argument` where it names people, slots or needs that are not there
 * @example
 * const { plan, moved } = await repairRoster(problem, present, { seed: 1, absent: [{ personId: 'p17' }] })
 * moved // [{ slotId: 'gate-early', personId: 'p3', need: 0, from: 'square-early' }]
 */
export function repairRoster(problem: RosterProblem, plan: PresentPlan, options: RepairOptions): Promise<RosterRepair> {
  return createRosterPlanner(problem).repair(plan, options)
}

/** A plan that holds; with its bound, if one was proven for the same problem. */
export type PresentPlan = Pick<RosterPlan, 'assignments'> & Partial<Pick<RosterPlan, 'bound'>>
