import type { PlanAssignment, RosterPlan, RosterProblem } from '../roster/planning-schema.ts'
import type { PlanOptions } from '../roster/planning/plan-options.ts'
import type { PresentPlan, RepairOptions } from '../roster/planning/repair-roster.ts'
import { createRosterPlanner } from '../roster/planning/roster-planner.ts'
import type { RosterPlanner } from '../roster/planning/roster-planner.ts'
import { verifyRoster } from '../roster/planning/verify-roster.ts'
import { isSameValue } from './same-value.ts'
import type { Tasks } from './serve-planner.ts'

interface Body {
  problem: RosterProblem
  plan: RosterPlan
  present: PlanAssignment[]
  options: PlanOptions
}

const bodyOf = (body: Record<string, unknown>): Body => body as unknown as Body

/**
 * The planner itself: what runs beside the page. It keeps the problem that it last saw with what is known of it, so that one
 * what-if after the other is told at once.
 */
export function createTasks(): Tasks {
  let kept: { problem: RosterProblem; planner: RosterPlanner } | undefined
  const plannerOf = (problem: RosterProblem): RosterPlanner => {
    if (!kept || !isSameValue(kept.problem, problem)) kept = { problem, planner: createRosterPlanner(problem) }
    return kept.planner
  }

  return {
    async plan(body, running) {
      const { problem, options } = bodyOf(body)
      return { result: await plannerOf(problem).plan({ ...options, ...running }) }
    },
    async repair(body, running) {
      const { problem, plan, options } = body as unknown as { problem: RosterProblem; plan: PresentPlan; options: RepairOptions }
      // What was asked is there already; only the answer goes back.
      const { problem: _, ...repair } = await plannerOf(problem).repair(plan, { ...options, ...running })
      return { result: repair }
    },
    async verify(body) {
      const { problem, plan, present } = bodyOf(body)
      return { result: verifyRoster(problem, plan, { present }) }
    },
  }
}
