import type { PlanAssignment, RosterPlan, RosterProblem } from '../roster/planning-schema.ts'
import type { PlanOptions } from '../roster/planning/plan-options.ts'
import { planRoster } from '../roster/planning/plan-roster.ts'
import { repairRoster } from '../roster/planning/repair-roster.ts'
import type { PresentPlan, RepairOptions } from '../roster/planning/repair-roster.ts'
import { verifyRoster } from '../roster/planning/verify-roster.ts'
import type { Tasks } from './serve-planner.ts'

interface Body {
  problem: RosterProblem
  plan: RosterPlan
  present: PlanAssignment[]
  options: PlanOptions
}

const bodyOf = (body: Record<string, unknown>): Body => body as unknown as Body

/** The planner itself: what runs beside the page. */
export const TASKS: Tasks = {
  async plan(body, running) {
    const { problem, options } = bodyOf(body)
    return { result: await planRoster(problem, { ...options, ...running }) }
  },
  async repair(body, { signal }) {
    const { problem, plan, options } = body as unknown as { problem: RosterProblem; plan: PresentPlan; options: RepairOptions }
    // What was asked is there already; only the answer goes back.
    const { problem: _, ...repair } = await repairRoster(problem, plan, { ...options, signal })
    return { result: repair }
  },
  async verify(body) {
    const { problem, plan, present } = bodyOf(body)
    return { result: verifyRoster(problem, plan, { present }) }
  },
}
