import type { SlotRole } from '../slot-role-schema.ts'
import type { PlanLimits, PlanRules, RosterProblem } from '../planning-schema.ts'

export interface PlanWeightValues {
  short: Record<SlotRole | 'anybody', number>
  wished: number
  quotaShort: number
  quotaOver: number
  fairness: number
  wish: number
  distance: number
  move: number
}

export interface PlanRuleValues extends Pick<PlanRules, 'travel' | 'maxDistance'> {
  restMinutes: number
  gapMinutes: number
  limits: PlanLimits
}

/** What counts where a problem gives no weights of its own, in points. */
export const PLAN_WEIGHTS: PlanWeightValues = {
  short: { buildingHead: 100_000, dualRegistrant: 80_000, volunteer: 60_000, anybody: 50_000 },
  wished: 2_000,
  quotaShort: 5_000,
  quotaOver: 1_000,
  fairness: 100,
  wish: 20,
  distance: 30,
  move: 3_000,
}

/** What holds where a problem gives no rules of its own: 11 h of rest, one shift a day, five a week. */
export const PLAN_RULES: PlanRuleValues = {
  restMinutes: 660,
  gapMinutes: 0,
  limits: { shiftsPerDay: 1, shiftsPerWeek: 5 },
}

export const weightsOf = ({ weights = {} }: RosterProblem): PlanWeightValues => ({
  ...filled(PLAN_WEIGHTS, weights),
  short: filled(PLAN_WEIGHTS.short, weights.short ?? {}),
})

export const rulesOf = ({ rules = {} }: RosterProblem): PlanRuleValues => filled(PLAN_RULES, rules)

/** What is given, and the defaults for what is not. */
function filled<Values extends object>(defaults: Values, given: { [Key in keyof Values]?: unknown }): Values {
  const known = Object.entries(given).filter(([, value]) => value !== undefined)
  return { ...defaults, ...(Object.fromEntries(known) as Partial<Values>) }
}
