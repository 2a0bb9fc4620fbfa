import * as z from 'zod/mini'
import { dateSchema, idSchema, instantSchema, localizedSchema, ulidSchema } from '../schema.ts'

const count = z.int().check(z.gte(0))
/** In 1/`den` person-days; below 0 for whoever is ahead. */
const exact = z.int()

/** Share of the registered members asked for each day, e.g. 5/100. */
export const ratioSchema = z
  .strictObject({ num: z.int().check(z.gte(0)), den: z.int().check(z.gte(1), z.lte(10_000)) })
  .check(z.refine(({ num, den }) => num <= den, 'Expected a ratio from 0 to 1'))

/** Kinds of organisations that may owe persons; composite committees and the work committee have no roll of their own. */
export const quotaKindSchema = z.enum(['twoNew', 'courtyard', 'agency', 'other'])

/** From a local date on until the next step. */
export const quotaStepSchema = z.strictObject({
  from: dateSchema,
  ratio: ratioSchema,
  kinds: z.array(quotaKindSchema).check(z.minLength(1), z.maxLength(4)),
  /** Of which number the share is: what an organisation declares, or its memberships in force. @defaultValue `declared` */
  basis: z.optional(z.enum(['declared', 'memberships'])),
  /**
   * Days that carry no quota, by the district's calendar: holidays, or every day off, weekends too but not those worked in lieu
   * (调休). @defaultValue none
   */
  without: z.optional(z.enum(['holidays', 'daysOff'])),
})
export type QuotaStep = z.infer<typeof quotaStepSchema>

/** An organisation that is not called from one local date until before another. */
export const quotaExemptionSchema = z.strictObject({ orgId: idSchema, from: dateSchema, to: z.optional(dateSchema) })

/** 每日派员方案. */
export const quotaPlanSchema = z.strictObject({
  steps: z.array(quotaStepSchema).check(z.minLength(1), z.maxLength(200)),
  exempt: z.array(quotaExemptionSchema).check(z.maxLength(2_000)),
})
export type QuotaPlan = z.infer<typeof quotaPlanSchema>

/** Body of `PUT /v1/quota/plan`. */
export const quotaPlanCommandSchema = z.strictObject({
  id: ulidSchema,
  /** Of the plan that was seen when this one was made; 0 where there was none. */
  version: count,
  plan: quotaPlanSchema,
})

export type QuotaPlanCommand = z.infer<typeof quotaPlanCommandSchema>

/** Body of `POST /v1/quota/plan:preview`: nothing is written. */
export const quotaPreviewCommandSchema = z.strictObject({
  /** Of the plan that holds, as in `PUT /v1/quota/plan`. */
  version: count,
  plan: quotaPlanSchema,
  /** First local date. @defaultValue today */
  from: z.optional(dateSchema),
  /** The first day after. @defaultValue seven days later */
  to: z.optional(dateSchema),
})
export type QuotaPreviewCommand = z.infer<typeof quotaPreviewCommandSchema>

/** Persons due by the plan that holds, and by the one that is looked at. */
const change = { now: count, then: count }

/** Answer to `POST /v1/quota/plan:preview`. */
export const quotaPreviewSchema = z.object({
  asOf: instantSchema,
  from: dateSchema,
  to: dateSchema,
  ...change,
  days: z.array(z.object({ date: dateSchema, ...change })),
  /** By id; those of which something is due by one plan or the other. */
  organisations: z.array(z.object({ orgId: idSchema, name: localizedSchema, registered: count, ...change })),
})
export type QuotaPreviewView = z.infer<typeof quotaPreviewSchema>

export const quotaPlanViewSchema = z.object({
  version: count,
  plan: quotaPlanSchema,
  updatedAt: instantSchema,
})
export type QuotaPlanView = z.infer<typeof quotaPlanViewSchema>

/** What an organisation owes on a day. */
export const quotaLineSchema = z.object({
  date: dateSchema,
  /** Its exact share of the day. */
  entitlement: exact,
  /** Share less calls of all days before: above 0 it owes, below 0 it is ahead. */
  carryIn: exact,
  /** Persons due. */
  due: count,
  /** Persons named: seated on shifts that begin on the day. */
  assigned: count,
  /** Persons who came. */
  fulfilled: count,
  carryOut: exact,
})
export type QuotaLine = z.infer<typeof quotaLineSchema>

const sums = { entitlement: exact, due: count, assigned: count, fulfilled: count }

export const quotaOfOrganisationSchema = z.object({
  orgId: idSchema,
  name: localizedSchema,
  superiorId: z.optional(idSchema),
  /** 撤销: the first local date on which it is closed; it owes nothing from then on. */
  closedOn: z.optional(dateSchema),
  ...sums,
  /** Said in one line: `本周应派 3 人次，已报 2`. */
  sentence: localizedSchema,
  /** By date; days before the plan begins have none. */
  lines: z.array(quotaLineSchema),
})
export type QuotaOfOrganisation = z.infer<typeof quotaOfOrganisationSchema>

export const quotaOfCommitteeSchema = z.object({
  /** Absent for those who have no superior here. */
  superiorId: z.optional(idSchema),
  name: z.optional(localizedSchema),
  organisations: count,
  /** Those who have not named as many as they owe. */
  open: count,
  ...sums,
  sentence: localizedSchema,
})

/** Answer to `GET /v1/quota`: what the caller may see of some days. */
export const quotaSchema = z.object({
  asOf: instantSchema,
  from: dateSchema,
  /** The first day after. */
  to: dateSchema,
  /** Exact shares and carries are in 1/den person-days. */
  den: z.int().check(z.gte(1)),
  /** By id. */
  organisations: z.array(quotaOfOrganisationSchema),
  /** Sums by composite committee, of the organisations above. */
  committees: z.array(quotaOfCommitteeSchema),
})
export type Quota = z.infer<typeof quotaSchema>

const fairnessLineSchema = z.object({
  orgId: idSchema,
  name: localizedSchema,
  ...sums,
  /** Calls less exact share since the plan began, at the end of the days: above 0 it has given more. */
  deviation: exact,
})

/** Answer to `GET /v1/quota/fairness`. */
export const fairnessSchema = z.object({
  asOf: instantSchema,
  from: dateSchema,
  to: dateSchema,
  den: z.int().check(z.gte(1)),
  ...sums,
  /** By id. */
  organisations: z.array(fairnessLineSchema),
  /** Whoever is farthest above their share, and farthest below; absent where nobody is. */
  mostAhead: z.optional(fairnessLineSchema),
  mostBehind: z.optional(fairnessLineSchema),
})
export type Fairness = z.infer<typeof fairnessSchema>
