import { isSdkError } from '@wangge/core/errors'
import { createPlanner } from '@wangge/core/planner'
import type { PlanCallOptions } from '@wangge/core/planner'
import type { PlanProgress } from '@wangge/core/roster'
import type { PlanAssignment, RosterPlan, RosterProblem } from '@wangge/core/roster/schema'

export interface PlanTask {
  problem: RosterProblem
  /** Seats that are to stand as far as they can; without them a plan is made afresh. */
  present?: PlanAssignment[]
  options: Pick<PlanCallOptions, 'seed' | 'gap' | 'timeLimitMs' | 'iterationLimit'>
}

export type PlanOutcome =
  | { kind: 'done'; plan: RosterPlan }
  /** The problem is such that no plan can be made for it. */
  | { kind: 'refused'; code: string; message: string }
  | { kind: 'dropped' }

export interface RunningPlan {
  /** Newest report. */
  readonly progress: PlanProgress | undefined
  /** Fails where the planner does, or makes a plan that its own check does not pass. */
  outcome: Promise<PlanOutcome>
  /** Ends the search with what it has. */
  finish(): void
  /** Ends the thread at once, with nothing. */
  drop(): void
}

/** Makes a plan and checks it, in a thread of its own: the server goes on answering. */
export function runPlan({ problem, present, options }: PlanTask): RunningPlan {
  const planner = createPlanner()
  const search = new AbortController()
  let progress: PlanProgress | undefined
  let isDropped = false
  const make = async (): Promise<PlanOutcome> => {
    const onProgress = (latest: PlanProgress) => void (progress = latest)
    const how = { ...options, signal: search.signal, onProgress }
    const { gap: _, ...limits } = how
    const plan = present
      ? (await planner.repair(problem, { assignments: present }, limits)).plan
      : await planner.plan(problem, how)
    const { problems } = await planner.verify(problem, plan, present ? { present } : {})
    if (problems.length === 0) return { kind: 'done', plan }
    throw new Error(`Expected a plan that keeps the rules, got ${problems.length} problems: ${JSON.stringify(problems[0])}`)
  }
  const outcome = make()
    .catch((error: unknown): PlanOutcome => {
      if (isDropped) return { kind: 'dropped' }
      if (isSdkError(error) && error.code === 'bad-argument')
        return { kind: 'refused', code: 'contradiction', message: error.message }
      throw error
    })
    .finally(() => planner.dispose())
  return {
    get progress() {
      return progress
    },
    outcome,
    finish: () => search.abort(),
    drop() {
      isDropped = true
      planner.dispose()
    },
  }
}
