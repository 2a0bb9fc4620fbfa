import type { Id } from '../../../schema.ts'

/** Rules for one person, or two, that no plan breaks. */
type RuleCode =
  | 'role'
  | 'skills'
  | 'unavailable'
  | 'outside-grids'
  | 'too-far'
  | 'forbidden'
  | 'overlap'
  | 'rest'
  | 'gap'
  | 'travel'
  | 'daily-maximum'
  | 'weekly-maximum'
  | 'daily-minutes'
  | 'weekly-minutes'
  | 'apart'

/** Something that is not as it must be: where, what was expected, what came. */
export interface Discrepancy<Code extends string> {
  code: Code
  slots: Id[]
  people: Id[]
  /** Place of the need in the slot. */
  need?: number
  /** Local date; of a week its Monday. */
  date?: string
  expected: string | number
  came: string | number
}

export type PlanProblemCode =
  | 'unknown-slot'
  | 'unknown-person'
  | 'unknown-need'
  | 'twice-in-slot'
  /** Assignments come in the order of the problem's slots, needs and people. */
  | 'order'
  | RuleCode
  | 'team'
  | 'fixed'
  | 'over-wish'
  /** A need below its minimum that is not told of, or one that is told of wrongly. */
  | 'unfilled'
  | 'eligible'
  | 'reasons'
  /** A part of the cost, named by `came` and `expected`. */
  | 'costs'
  | 'cost'
  | 'bound'
  | 'gap-figure'
  | 'ended'
  | 'fairness'

/** What is wrong with a plan. */
export type PlanProblem = Discrepancy<PlanProblemCode>

export type ProblemFindingCode =
  | 'unknown-time-zone'
  | 'duplicate-slot'
  | 'duplicate-person'
  | 'duplicate-team'
  | 'duplicate-quota'
  | 'unknown-slot'
  | 'unknown-person'
  | 'unknown-need'
  /** A time that ends before it begins. */
  | 'empty-span'
  /** Somebody is kept apart from nobody else. */
  | 'apart-from-self'
  /** One person is fixed in one slot more than once. */
  | 'fixed-twice'
  /** From here on: whoever is fixed, and whoever is in a team with them, cannot be there together by the rules. */
  | RuleCode
  | 'seats'

/** What is wrong with a problem. A warning is of something that means nothing; no plan can be right where there is an error. */
export type ProblemFinding = Discrepancy<ProblemFindingCode> & { severity: 'error' | 'warning' }
