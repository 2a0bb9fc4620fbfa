import * as z from 'zod/mini'
import { crsSchema, idSchema, instantSchema, personal, ulidSchema } from '../schema.ts'
import { issueStateSchema, issueSummarySchema, photoRefSchema, reportCommandSchema } from './report-schema.ts'

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

/** One step of an issue's history. Append-only; `seq` counts from 1. */
export const transitionSchema = z.object({
  issueId: idSchema,
  seq: z.int().check(z.gte(1)),
  action: z.union([z.literal('report'), issueActionSchema]),
  from: z.optional(issueStateSchema),
  to: issueStateSchema,
  actor: z.object({ id: personal('person', z.string()), role: actorRoleSchema }),
  at: instantSchema,
  reason: z.optional(personal('report-text', z.string())),
  evidence: z.optional(z.array(photoRefSchema)),
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
})
export type TransitionCommand = z.infer<typeof transitionCommandSchema>

/** The whole issue, for staff and for whoever holds the receipt code. */
export const issueSchema = z.extend(issueSummarySchema, {
  source: reportCommandSchema.shape.source,
  attributes: reportCommandSchema.shape.attributes,
  description: personal('report-text', z.string()),
  /** WGS-84; absent where only a grid was named. */
  position: z.optional(personal('report-place', z.tuple([z.number(), z.number()]))),
  /** The point as it was reported, where that was not in WGS-84: `position` is made from it. */
  declared: z.optional(z.object({ position: personal('report-place', z.tuple([z.number(), z.number()])), crs: crsSchema })),
  placeText: z.optional(personal('report-place', z.string())),
  photos: z.array(photoRefSchema),
  history: z.array(transitionSchema),
})
export type Issue = z.infer<typeof issueSchema>
