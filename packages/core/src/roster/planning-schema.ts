import * as z from 'zod/mini'
import { dateSchema, idSchema, instantSchema, personal, personIdSchema, positionSchema } from '../schema.ts'
import { skillSchema, slotRoleSchema } from './slot-role-schema.ts'

const count = z.int().check(z.gte(0))
const weight = z.int().check(z.gte(0), z.lte(1_000_000))
const spanSchema = z.strictObject({ startsAt: instantSchema, endsAt: instantSchema })

/** Seats of one kind in a slot. */
export const planNeedSchema = z
  .strictObject({
    /** What somebody must be to fill it. @defaultValue anybody */
    role: z.optional(slotRoleSchema),
    /** Whoever fills it has all of them. */
    skills: z.optional(z.array(skillSchema).check(z.maxLength(8))),
    /** Fewer are a shortage. */
    min: count.check(z.lte(1_000)),
    /** More are not assigned. @defaultValue `min` */
    wish: z.optional(count.check(z.lte(1_000))),
  })
  .check(z.refine(({ min, wish = min }) => wish >= min, 'Expected a wish of at least the minimum'))
export type PlanNeed = z.infer<typeof planNeedSchema>

/** A shift to be filled. */
export const planSlotSchema = z
  .strictObject({
    id: idSchema,
    postId: idSchema,
    startsAt: instantSchema,
    endsAt: instantSchema,
    /** Grids it lies in, root first. */
    gridPath: z.optional(z.array(idSchema).check(z.maxLength(12))),
    /** WGS-84. */
    position: z.optional(positionSchema),
    needs: z.array(planNeedSchema).check(z.minLength(1), z.maxLength(8)),
    /** Multiplies what its empty seats cost. @defaultValue 1 */
    priority: z.optional(z.int().check(z.gte(1), z.lte(100))),
  })
  .check(z.refine(({ startsAt, endsAt }) => Date.parse(startsAt) < Date.parse(endsAt), 'Expected an end after the start'))
export type PlanSlot = z.infer<typeof planSlotSchema>

/** Limits of one person; each absent one has no limit. */
export const planLimitsSchema = z.strictObject({
  /** By the local date on which a duty starts. */
  shiftsPerDay: z.optional(count),
  /** By the local week, from Monday. */
  shiftsPerWeek: z.optional(count),
  minutesPerDay: z.optional(count),
  minutesPerWeek: z.optional(count),
})
export type PlanLimits = z.infer<typeof planLimitsSchema>

/** A wish counts for every slot that fits all it names. */
export const planWishSchema = z.strictObject({
  slotId: z.optional(idSchema),
  postId: z.optional(idSchema),
  /** Local date of the start. */
  date: z.optional(dateSchema),
  /** Above 0 gladly, below 0 rather not. */
  points: z.int().check(z.gte(-100), z.lte(100)),
})

/** Somebody who may be assigned; no name is needed. */
export const planPersonSchema = z.strictObject({
  id: personIdSchema,
  orgId: z.optional(personal('membership', idSchema)),
  /** What they may fill besides anybody's seats. */
  roles: z.optional(personal('appointment', z.array(slotRoleSchema))),
  skills: z.optional(personal('skill', z.array(skillSchema))),
  /** Only slots within one of them. @defaultValue any time */
  available: z.optional(personal('attendance', z.array(spanSchema))),
  /** No slot that overlaps one of them: leave, illness, work. */
  unavailable: z.optional(personal('attendance', z.array(spanSchema))),
  /** Only slots whose `gridPath` has one of them. @defaultValue anywhere */
  grids: z.optional(personal('appointment', z.array(idSchema))),
  /** WGS-84; distances are from the nearer of the two. */
  home: z.optional(personal('position', positionSchema)),
  work: z.optional(personal('position', positionSchema)),
  wishes: z.optional(personal('attendance', z.array(planWishSchema))),
  /** Shifts served before, in the time over which fairness is kept. @defaultValue 0 */
  carried: z.optional(personal('attendance', count.check(z.lte(10_000)))),
  /** What they are bound to besides this plan, before and after it too: counts for rest, travel and limits. */
  duties: z.optional(
    personal(
      'attendance',
      z.array(z.strictObject({ startsAt: instantSchema, endsAt: instantSchema, position: z.optional(positionSchema) })),
    ),
  ),
  /** In place of the same limits of `rules`. */
  limits: z.optional(planLimitsSchema),
})
export type PlanPerson = z.infer<typeof planPersonSchema>

/** Rules that no plan breaks. */
export const planRulesSchema = z.strictObject({
  /** From the end of a duty to the start of one that starts on a later local date. @defaultValue 660, i.e. 11 h */
  restMinutes: z.optional(count.check(z.lte(2_880))),
  /** Between two duties that start on one local date. @defaultValue 0 */
  gapMinutes: z.optional(count.check(z.lte(1_440))),
  /** From one place to another, where both have a position; at least `restMinutes` or `gapMinutes` all the same. */
  travel: z.optional(z.strictObject({ metresPerMinute: z.int().check(z.gte(1)), extraMinutes: count })),
  /** Metres from home or work, as the crow flies, where both have a position. @defaultValue no limit */
  maxDistance: z.optional(count),
  /** Of everybody who has none of their own. @defaultValue one shift a day, five a week */
  limits: z.optional(planLimitsSchema),
})
export type PlanRules = z.infer<typeof planRulesSchema>

/** What a plan is judged by: costs in whole points. */
export const planWeightsSchema = z.strictObject({
  /** For each seat missing to a need's `min`, times the slot's priority. @defaultValue 100000, 80000, 60000; 50000 for anybody's seat */
  short: z.optional(
    z.strictObject({
      buildingHead: z.optional(weight),
      dualRegistrant: z.optional(weight),
      volunteer: z.optional(weight),
      anybody: z.optional(weight),
    }),
  ),
  /** For each seat between `min` and `wish` that stays empty, times the slot's priority. @defaultValue 2000 */
  wished: z.optional(weight),
  /** For each person whom an organisation owes on a day and who does not come. @defaultValue 5000 */
  quotaShort: z.optional(weight),
  /** For each person more than it owes. @defaultValue 1000 */
  quotaOver: z.optional(weight),
  /** Times the square of each person's shifts, with those carried. @defaultValue 100 */
  fairness: z.optional(weight),
  /** For each assignment times the points of its wishes, off the cost. @defaultValue 20 */
  wish: z.optional(weight),
  /** For each assignment and kilometre, rounded to a whole point. @defaultValue 30 */
  distance: z.optional(weight),
  /** Only where a plan is repaired: for each assignment of the present plan that does not stand. @defaultValue 3000 */
  move: z.optional(weight),
})
export type PlanWeights = z.infer<typeof planWeightsSchema>

const pairSchema = z.strictObject({ slotId: idSchema, personId: personIdSchema })

/** 轮岗值守 as a problem: what is to be filled, by whom, under which rules. */
export const rosterProblemSchema = z.strictObject({
  version: z.literal(1),
  /** IANA zone in which days and weeks are counted. */
  timeZone: z.string(),
  slots: z.array(planSlotSchema).check(z.maxLength(50_000)),
  people: z.array(planPersonSchema).check(z.maxLength(50_000)),
  rules: z.optional(planRulesSchema),
  weights: z.optional(planWeightsSchema),
  /** Persons whom an organisation owes on a local date; days and organisations without a line owe nothing and cost nothing. */
  quotas: z.optional(z.array(z.strictObject({ orgId: idSchema, date: dateSchema, due: count }))),
  /** Each serves together or not at all: in a slot all of them or none. */
  teams: z.optional(z.array(z.strictObject({ id: idSchema, members: z.array(personIdSchema).check(z.minLength(2)) }))),
  /** Pairs who are never in one slot. */
  apart: z.optional(z.array(z.tuple([personIdSchema, personIdSchema]))),
  /** They stand in every plan; `need` is the place of one of the slot's needs. */
  fixed: z.optional(z.array(z.extend(pairSchema, { need: z.optional(count) }))),
  /** They stand in none. */
  forbidden: z.optional(z.array(pairSchema)),
})
export type RosterProblem = z.infer<typeof rosterProblemSchema>

export const planAssignmentSchema = z.strictObject({
  slotId: idSchema,
  personId: personIdSchema,
  /** Place of the need in the slot. */
  need: count,
})
export type PlanAssignment = z.infer<typeof planAssignmentSchema>

/** Why somebody cannot fill a seat that stays empty. */
export const planReasonCodeSchema = z.enum([
  /** Nobody has the role and the skills. */
  'nobody',
  'unavailable',
  'outside-grids',
  'too-far',
  'forbidden',
  /** Bound to another duty at that time, or without the way's time to it. */
  'on-duty',
  /** Too little rest before or after. */
  'resting',
  'daily-maximum',
  'weekly-maximum',
  'daily-minutes',
  'weekly-minutes',
  'apart',
  'team',
])
export type PlanReasonCode = z.infer<typeof planReasonCodeSchema>

/** A rule and those whom it keeps from the seat. */
export const planReasonSchema = z.strictObject({
  code: planReasonCodeSchema,
  /** How many they are. */
  count,
  /** Up to 50 of them, in the order of the problem. */
  people: z.array(personIdSchema).check(z.maxLength(50)),
  /** Resting: from when they could serve again, in the problem's own time. */
  until: z.optional(instantSchema),
  /** Where they serve instead as the plan is, up to 50. */
  slots: z.optional(z.array(idSchema)),
})
export type PlanReason = z.infer<typeof planReasonSchema>

/** Seats of a need that stay empty below its minimum. */
export const unfilledNeedSchema = z.strictObject({
  slot: idSchema,
  need: count,
  missing: z.int().check(z.gte(1)),
  /** Persons with the role and the skills who have no seat in the slot. */
  eligible: count,
  /**
   * Together they keep the seat empty as long as every other filled need stays filled; without any one of them it could be
   * filled. None where it could be filled as it is, and is empty because that costs more than it is worth.
   */
  reasons: z.array(planReasonSchema),
  /**
   * Whether every way of moving others was looked at. Otherwise the search for one ended at its limit, and the reasons hold as
   * long as all others stay where they are.
   */
  proven: z.boolean(),
})
export type UnfilledNeed = z.infer<typeof unfilledNeedSchema>

export const planCostsSchema = z.strictObject({
  short: count,
  wished: count,
  quotaShort: count,
  quotaOver: count,
  fairness: count,
  /** 0 or less where wishes are met. */
  wish: z.int(),
  distance: count,
  move: count,
})
export type PlanCosts = z.infer<typeof planCostsSchema>

/** A plan, what it costs, and how far from the best it can be at most. */
export const rosterPlanSchema = z.strictObject({
  version: z.literal(1),
  /** In the order of the problem's slots, needs and people. */
  assignments: z.array(planAssignmentSchema),
  unfilled: z.array(unfilledNeedSchema),
  /** Sum of `costs`. */
  cost: z.int(),
  costs: planCostsSchema,
  /** No plan for this problem costs less. */
  bound: z.int(),
  /** (cost − bound) / max(1, |bound|). */
  gap: z.number().check(z.gte(0)),
  /** What ended the search: nothing better exists, the asked gap, a limit of rounds or time, or the caller. */
  ended: z.enum(['optimal', 'gap', 'limit', 'cancelled']),
  /** Rounds that were needed. */
  iterations: count,
  /** Rules that this plan comes up against: without them it could cost less, as far as the duals tell. */
  binding: z.array(z.string()),
  fairness: z.strictObject({
    /** How many people serve so many shifts, by the number, carried ones not counted. */
    shifts: z.array(count),
    /** Of carried ones and these together. */
    least: count,
    most: count,
    organisations: z.array(z.strictObject({ orgId: idSchema, date: dateSchema, due: count, assigned: count })),
  }),
})
export type RosterPlan = z.infer<typeof rosterPlanSchema>
