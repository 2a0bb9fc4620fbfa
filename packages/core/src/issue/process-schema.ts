import * as z from 'zod/mini'
import { crsSchema, idSchema, instantSchema, personal, ulidSchema } from '../schema.ts'
import { moderationSchema, reportPartSchema } from './publication-schema.ts'
import { clockKindSchema, serviceTermsSchema, severitySchema, timeLimitSchema } from './clock-schema.ts'
import { issueSourceSchema, issueStateSchema, issueSummarySchema, photoRefSchema, reportCommandSchema } from './report-schema.ts'

export const issueActionSchema = z.enum([
  'accept',
  'reject',
  'dispatch',
  'start',
  'return',
  'escalate',
  'suspend',
  'resume',
  'resolve',
  'verify',
  'close',
  'reopen',
  'merge',
  'unmerge',
  'reassign',
  'extend',
  'correct',
  'note',
  'rate',
  'publish',
  'withhold',
])
export type IssueAction = z.infer<typeof issueActionSchema>

export const actorRoleSchema = z.enum([
  'resident',
  'street',
  'community',
  'estateWorker',
  'buildingHead',
  'liaison',
  'inspector',
  'auditor',
])
export type ActorRole = z.infer<typeof actorRoleSchema>

/** Who is to handle it: a post of the grid's or an organisation; who holds it says the appointment. */
export const assigneeSchema = z.strictObject({
  role: z.enum(['buildingHead', 'estateWorker', 'community', 'street', 'liaison']),
  gridId: z.optional(idSchema),
  orgId: z.optional(idSchema),
})
export type Assignee = z.infer<typeof assigneeSchema>

/** What a step says besides its reason; each belongs to certain actions only. */
const stepDetails = {
  /** Of `dispatch` and `reassign`; of the report, who was asked first by the district's rules. */
  assignee: z.optional(assigneeSchema),
  /** Of `merge`: the issue that goes on (并单). */
  into: z.optional(idSchema),
  /** Of `extend`: how much longer, in the unit of what is promised (延期). */
  extension: z.optional(timeLimitSchema),
  /** Of `suspend`: when the clocks go on, if nobody resumes it before; at most a year on. */
  until: z.optional(instantSchema),
  /** Of `rate`: from 1, not at all satisfied, to 5. */
  rating: z.optional(z.int().check(z.gte(1), z.lte(5))),
  /** Of `publish` and `withhold`: what of the report. Left out, `publish` is about what waits and `withhold` about all of it. */
  parts: z.optional(z.array(reportPartSchema).check(z.minLength(1), z.maxLength(2))),
}

/** Of `correct`: as what it should have been reported (更正); at least one of them. */
export const issueCorrectionSchema = z.strictObject({
  categoryId: z.optional(idSchema),
  severity: z.optional(severitySchema),
})
export type IssueCorrection = z.infer<typeof issueCorrectionSchema>

/** What of an issue can be corrected, and what follows from it. */
export const filedAsSchema = z.strictObject({
  categoryId: idSchema,
  categorySet: z.optional(z.int().check(z.gte(1))),
  severity: z.optional(severitySchema),
  terms: z.optional(serviceTermsSchema),
})
export type FiledAs = z.infer<typeof filedAsSchema>

/** Of `climb`: a clock was up, and the next level of the grid was told. */
export const climbSchema = z.strictObject({
  clock: clockKindSchema,
  period: z.int().check(z.gte(1)),
  /** How often that clock had made it climb before. */
  step: z.int().check(z.gte(0)),
  /** When it was due, which may be before it was written down. */
  dueAt: instantSchema,
  gridId: idSchema,
  /** Nobody holds the post there. */
  vacant: z.optional(z.boolean()),
})
export type Climb = z.infer<typeof climbSchema>

/** One step of an issue's history. Append-only; `seq` counts from 1. */
export const transitionSchema = z.object({
  issueId: idSchema,
  seq: z.int().check(z.gte(1)),
  /** `climb` is the clock's own doing. */
  action: z.union([z.literal('report'), z.literal('climb'), issueActionSchema]),
  from: z.optional(issueStateSchema),
  to: issueStateSchema,
  actor: z.object({ id: personal('person', z.string()), role: z.union([actorRoleSchema, z.literal('system')]) }),
  at: instantSchema,
  reason: z.optional(personal('report-text', z.string())),
  evidence: z.optional(z.array(photoRefSchema)),
  ...stepDetails,
  /** Of the report: grids whose post would have been asked before, and nobody held it; or an organisation without a liaison. */
  vacant: z.optional(z.array(idSchema)),
  climb: z.optional(climbSchema),
  /** Of `correct`: what it was filed as, and is from then on. */
  corrected: z.optional(z.strictObject({ was: filedAsSchema, now: filedAsSchema })),
  /** Of the report: what the district’s policy said then of publishing it. A later policy publishes nothing of it. */
  moderation: z.optional(moderationSchema),
})
export type Transition = z.infer<typeof transitionSchema>

/** Body of `POST /v1/issues/{id}/transitions`. */
export const transitionCommandSchema = z.strictObject({
  id: ulidSchema,
  issueId: idSchema,
  action: issueActionSchema,
  /** The issue's `version` the person saw: a newer one is a conflict, not an overwrite. */
  version: z.int().check(z.gte(1)),
  reason: z.optional(personal('report-text', z.string().check(z.trim(), z.minLength(1), z.maxLength(500)))),
  evidence: z.optional(z.array(photoRefSchema).check(z.maxLength(6))),
  ...stepDetails,
  correction: z.optional(issueCorrectionSchema),
})
export type TransitionCommand = z.infer<typeof transitionCommandSchema>

/** The whole issue, for staff and for whoever holds the receipt code. */
export const issueSchema = z.extend(issueSummarySchema, {
  /** Version of the district's categories under which it was reported, and by which it is read ever after. @defaultValue 1 */
  categorySet: z.optional(z.int().check(z.gte(1))),
  source: issueSourceSchema,
  /** The hotline's own number of it. */
  hotlineNumber: z.optional(personal('receipt', z.string())),
  attributes: reportCommandSchema.shape.attributes,
  description: personal('report-text', z.string()),
  /** WGS-84; absent where only a grid was named. */
  position: z.optional(personal('report-place', z.tuple([z.number(), z.number()]))),
  /** The point as it was reported, where that was not in WGS-84: `position` is made from it. */
  declared: z.optional(z.object({ position: personal('report-place', z.tuple([z.number(), z.number()])), crs: crsSchema })),
  placeText: z.optional(personal('report-place', z.string())),
  photos: z.array(photoRefSchema),
  severity: z.optional(severitySchema),
  /** What was promised when it was opened, or corrected; a later version of its category changes nothing in it. */
  terms: z.optional(serviceTermsSchema),
  history: z.array(transitionSchema),
})
export type Issue = z.infer<typeof issueSchema>
