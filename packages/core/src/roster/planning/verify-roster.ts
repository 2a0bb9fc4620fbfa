import type { PlanAssignment, RosterPlan, RosterProblem } from '../planning-schema.ts'
import { checkRosterProblem } from './check-roster-problem.ts'
import { fairnessProblems, figureProblems, unfilledProblems } from './verify/answer-problems.ts'
import type { PlanProblem, ProblemFinding } from './verify/problems.ts'
import { ruleProblems } from './verify/rule-problems.ts'
import { seat } from './verify/seated.ts'
import type { Seated } from './verify/seated.ts'
import { readSheet } from './verify/sheet.ts'

export interface VerifyOptions {
  /** What the plan was repaired from: an assignment of it that does not stand costs a move. @defaultValue none */
  present?: readonly PlanAssignment[]
}

export interface RosterVerdict {
  /** Whether there is neither a problem with the plan nor an error in what was asked. */
  valid: boolean
  /** Of the plan. */
  problems: PlanProblem[]
  /** Of what was asked. */
  contradictions: ProblemFinding[]
}

/**
 * Checks a plan against everything its problem asks, and every figure it tells, from the problem and the assignments alone: it
 * shares nothing with what makes plans. Fixed assignments stand; what they break by themselves is a contradiction of the
 * problem, not a problem of the plan. That no better plan exists is beyond it: of the bound it asks only that it is not above
 * the cost. Where ids come twice or the time zone is unknown, the plan is not looked at.
 * @example verifyRoster(problem, planRoster(problem, { seed: 1 })) // { valid: true, problems: [], contradictions: [] }
 */
export function verifyRoster(problem: RosterProblem, plan: RosterPlan, { present = [] }: VerifyOptions = {}): RosterVerdict {
  const contradictions = checkRosterProblem(problem).filter(({ severity }) => severity === 'error')
  if (contradictions.some(({ code }) => UNREADABLE.has(code))) return { valid: false, problems: [], contradictions }
  const sheet = readSheet(problem)
  const { seating, problems: unknown } = seat(sheet, plan.assignments)
  const problems = [
    ...unknown,
    ...orderProblems(seating.all),
    ...ruleProblems(sheet, seating),
    ...figureProblems(sheet, seating, plan, present),
    ...unfilledProblems(sheet, seating, plan),
    ...fairnessProblems(sheet, seating, plan),
  ]
  return { valid: problems.length === 0 && contradictions.length === 0, problems, contradictions }
}

const UNREADABLE: ReadonlySet<string> = new Set(['unknown-time-zone', 'duplicate-slot', 'duplicate-person'])

function orderProblems(all: readonly Seated[]): PlanProblem[] {
  return all.flatMap((one, index) => {
    const before = all[index - 1]
    if (!before || inOrder(before, one) < 0) return []
    const place = { slots: [one.at.slot.id], people: [one.person.person.id], need: one.need }
    return [{ code: 'order', ...place, expected: `before ${before.at.slot.id} ${before.person.person.id}`, came: 'after it' }]
  })
}

const inOrder = (one: Seated, other: Seated): number =>
  one.at.place - other.at.place || one.need - other.need || one.person.place - other.person.place
