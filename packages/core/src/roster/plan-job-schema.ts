import * as z from 'zod/mini'
import {
  dateSchema,
  idSchema,
  instantSchema,
  localizedSchema,
  personal,
  personIdSchema,
  positionSchema,
  ulidSchema,
} from '../schema.ts'
import {
  planAssignmentSchema,
  planCostsSchema,
  planReasonSchema,
  planRulesSchema,
  planWeightsSchema,
  rosterPlanSchema,
  rosterProblemSchema,
  unfilledNeedSchema,
} from './planning-schema.ts'
import { ownRoleSchema } from './slot-role-schema.ts'

const count = z.int().check(z.gte(0))

/** Body of `POST /v1/roster-plans`: the server plans the shifts of some days and keeps the result as a draft. */
export const planRosterCommandSchema = z.strictObject({
  /** Becomes the id of the plan. */
  id: ulidSchema,
  /** First local date. */
  from: dateSchema,
  /** @defaultValue 7 */
  days: z.optional(z.int().check(z.gte(1), z.lte(31))),
  /** Root of the subtree that the posts lie in. @defaultValue the one that the caller reaches */
  gridId: z.optional(idSchema),
  /** The same seed and data give the same plan, where no time limit ends it. @defaultValue 1 */
  seed: z.optional(z.int().check(z.gte(0), z.lte(2_147_483_647))),
  /** Good enough: (cost − bound) / max(1, |bound|). @defaultValue 0 */
  gap: z.optional(z.number().check(z.gte(0), z.lte(1))),
  /** Seconds; the best plan by then is the draft. @defaultValue 60 */
  timeLimitSeconds: z.optional(z.int().check(z.gte(1), z.lte(600))),
  /** Rounds at most. @defaultValue the planner's own */
  iterationLimit: z.optional(z.int().check(z.gte(1), z.lte(100_000))),
  /**
   * `keep`: whoever has a seat keeps it. `move`: who was named by somebody else, and has not said that they come, may be
   * moved; who signed up themselves never is. @defaultValue `keep`
   */
  existing: z.optional(z.enum(['keep', 'move'])),
  /** Rest and gap are never below the district's `minRestMinutes`. */
  rules: z.optional(planRulesSchema),
  weights: z.optional(planWeightsSchema),
  /** An earlier plan, which is mended instead: its draft stands as far as it still can. Days, grid and rules are its own then. */
  basedOn: z.optional(ulidSchema),
})
export type PlanRosterCommand = z.infer<typeof planRosterCommandSchema>

/** Body of `POST /v1/roster-plans/{id}/cancel`. */
export const cancelPlanCommandSchema = z.strictObject({
  id: ulidSchema,
  planId: ulidSchema,
  /** The best plan so far becomes the draft. @defaultValue false: there is none */
  keep: z.optional(z.boolean()),
})
export type CancelPlanCommand = z.infer<typeof cancelPlanCommandSchema>

/** Body of `POST /v1/roster-plans/{id}/publish`. */
export const publishPlanCommandSchema = z.strictObject({ id: ulidSchema, planId: ulidSchema })
export type PublishPlanCommand = z.infer<typeof publishPlanCommandSchema>

export const planJobStateSchema = z.enum(['queued', 'running', 'done', 'cancelled', 'failed', 'published'])
export type PlanJobState = z.infer<typeof planJobStateSchema>

export const planProgressSchema = z.object({
  iteration: count,
  cost: z.int(),
  bound: z.int(),
  gap: z.number().check(z.gte(0)),
  missing: count,
  elapsedMs: z.number().check(z.gte(0)),
})

/** What became of a plan, in figures. */
export const planSummarySchema = z.object({
  slots: count,
  people: count,
  /** Seats that are filled, those that were before too. */
  assigned: count,
  /** Seats that are empty below their minimum. */
  missing: count,
  cost: z.int(),
  costs: planCostsSchema,
  bound: z.int(),
  gap: z.number().check(z.gte(0)),
  ended: rosterPlanSchema.shape.ended,
  iterations: count,
})

/** A plan of the server's: how far it is, and in figures what became of it. */
export const planJobSchema = z.object({
  id: ulidSchema,
  state: planJobStateSchema,
  gridId: idSchema,
  from: dateSchema,
  days: z.int().check(z.gte(1)),
  existing: z.enum(['keep', 'move']),
  basedOn: z.optional(ulidSchema),
  createdAt: instantSchema,
  startedAt: z.optional(instantSchema),
  endedAt: z.optional(instantSchema),
  publishedAt: z.optional(instantSchema),
  /** How often it was started: again where the server ended meanwhile. */
  attempts: count,
  /** Counts up with each report of progress. */
  seq: count,
  progress: z.optional(planProgressSchema),
  summary: z.optional(planSummarySchema),
  /** Why there is no draft. */
  failure: z.optional(z.object({ code: z.string(), message: z.string() })),
})
export type PlanJob = z.infer<typeof planJobSchema>

/** Newest first. */
export const planJobListSchema = z.object({ asOf: instantSchema, plans: z.array(planJobSchema) })
export type PlanJobList = z.infer<typeof planJobListSchema>

/** Whom a rule keeps from the seat is not kept with a draft: how many they are is. */
export const draftReasonSchema = z.omit(planReasonSchema, { people: true })
export type DraftReason = z.infer<typeof draftReasonSchema>

export const draftUnfilledSchema = z.extend(z.omit(unfilledNeedSchema, { reasons: true }), {
  reasons: z.array(draftReasonSchema),
})
export type DraftUnfilled = z.infer<typeof draftUnfilledSchema>

/** A plan that nobody has published. */
export const planDraftSchema = z.object({
  planId: ulidSchema,
  assignments: z.array(planAssignmentSchema),
  unfilled: z.array(draftUnfilledSchema),
  cost: z.int(),
  costs: planCostsSchema,
  bound: z.int(),
  gap: z.number().check(z.gte(0)),
  ended: rosterPlanSchema.shape.ended,
  iterations: count,
  binding: z.array(z.string()),
  fairness: rosterPlanSchema.shape.fairness,
})
export type PlanDraft = z.infer<typeof planDraftSchema>

const seatSchema = z.object({ slotId: idSchema, personId: personIdSchema, role: z.optional(ownRoleSchema) })

/** What is not as it was when the draft was made. */
export const baseChangeSchema = z.object({
  kind: z.enum([
    /** Called off, begun, or closed to sign-up. */
    'slot-closed',
    'slot-added',
    /** Other times, seats or demands. */
    'slot-changed',
    'seat-taken',
    'seat-given-up',
    /** Whom the draft gives a seat cannot be given one any more: consent, membership, or the person is gone. */
    'person-gone',
    /** Whom the draft gives a seat comes for an organisation that is closed (撤销) before the shift ends. */
    'organisation-closed',
  ]),
  slotId: z.optional(idSchema),
  personId: z.optional(personIdSchema),
  /** Of that organisation: the first local date on which it is closed. */
  closedOn: z.optional(dateSchema),
})
export type BaseChange = z.infer<typeof baseChangeSchema>

/** The draft beside what holds now. */
export const planComparisonSchema = z.object({
  asOf: instantSchema,
  planId: ulidSchema,
  /** Empty: it can be published as it is. Else it is mended first, by a plan that is `basedOn` it. */
  changed: z.array(baseChangeSchema),
  added: z.array(seatSchema),
  removed: z.array(seatSchema),
  /** Their seat in `from` is given for one in `slotId`. */
  moved: z.array(z.extend(seatSchema, { from: idSchema })),
  kept: count,
  /** Of the draft, and of the seats as they were when it was made. */
  costs: z.object({ draft: planCostsSchema, present: z.optional(planCostsSchema) }),
  unfilled: z.array(draftUnfilledSchema),
  /** Those that anything above names. */
  slots: z.array(z.object({ id: idSchema, postId: idSchema, date: dateSchema, startsAt: instantSchema, endsAt: instantSchema })),
  posts: z.array(z.object({ id: idSchema, name: localizedSchema, gridId: idSchema, position: z.optional(positionSchema) })),
  people: z.array(
    z.object({
      id: personIdSchema,
      /** Masked where the reader need not know it; `—` of somebody of whom nothing is known any more. */
      name: personal('name', z.string()),
    }),
  ),
})
export type PlanComparison = z.infer<typeof planComparisonSchema>

/** What the draft is for, as things are now: to be tried out on the device. Ids, times and places; nobody's name. */
export const planQuestionSchema = z.object({ planId: ulidSchema, problem: rosterProblemSchema })
export type PlanQuestion = z.infer<typeof planQuestionSchema>

/** What a publication did. */
export const publishedPlanSchema = z.object({
  planId: ulidSchema,
  added: count,
  removed: count,
  moved: count,
  /** Shifts in which anything changed. */
  slots: count,
})
export type PublishedPlan = z.infer<typeof publishedPlanSchema>
