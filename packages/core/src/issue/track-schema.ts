import * as z from 'zod/mini'
import { idSchema, instantSchema, localizedSchema, personal, ulidSchema } from '../schema.ts'
import { serviceTermsSchema } from './clock-schema.ts'
import { actorRoleSchema, assigneeSchema, transitionCommandSchema, transitionSchema } from './process-schema.ts'
import {
  issueStateSchema,
  photoRefSchema,
  receiptStatusSchema,
  reportCommandSchema,
  reportReceiptSchema,
} from './report-schema.ts'

/** What whoever reported an issue may do with it by its receipt code. */
export const reporterActionSchema = z.enum(['verify', 'rate', 'reopen', 'note'])
export type ReporterAction = z.infer<typeof reporterActionSchema>

/** A step as whoever reported the issue is told of it. */
export const trackStepSchema = z.object({
  seq: z.int().check(z.gte(1)),
  action: transitionSchema.shape.action,
  from: z.optional(issueStateSchema),
  to: issueStateSchema,
  at: instantSchema,
  by: z.enum(['reporter', 'staff', 'clock']),
  /** Of staff the office, never who holds it. */
  role: z.optional(actorRoleSchema),
  /** Of `dispatch` and `reassign`: whose turn it is. */
  assignee: z.optional(assigneeSchema.shape.role),
  /** What was said to the reporter, or by them. */
  words: z.optional(personal('report-text', z.string())),
  /** Of `resolve`: how it looks now. */
  photos: z.optional(z.array(photoRefSchema)),
  /** Of `suspend`: when it goes on at the latest. */
  until: transitionSchema.shape.until,
  rating: transitionSchema.shape.rating,
  parts: transitionSchema.shape.parts,
})
export type TrackStep = z.infer<typeof trackStepSchema>

/** Answer of `GET /v1/receipts/{receipt}/track`. */
export const issueTrackSchema = z.extend(receiptStatusSchema, {
  /** As its category was called when it was reported. */
  categoryName: z.optional(localizedSchema),
  attributes: reportCommandSchema.shape.attributes,
  description: personal('report-text', z.string()),
  placeText: z.optional(personal('report-place', z.string())),
  /** As it was reported. */
  photos: z.array(photoRefSchema),
  /** What was promised of it. */
  terms: z.optional(serviceTermsSchema),
  steps: z.array(trackStepSchema),
  /** What the reporter may do now. */
  actions: z.array(reporterActionSchema),
  /** Until when, of those that have a term. */
  until: z.optional(z.object({ reopen: z.optional(instantSchema), rate: z.optional(instantSchema) })),
})
export type IssueTrack = z.infer<typeof issueTrackSchema>

/** Body of `POST /v1/receipts:step`. The code is in no address: those are written down on the way. */
export const reporterStepCommandSchema = z.strictObject({
  id: ulidSchema,
  receipt: reportReceiptSchema.shape.receipt,
  /** The issue that the code is of. */
  issueId: idSchema,
  action: reporterActionSchema,
  /** The issue's `version` that was seen. */
  version: z.int().check(z.gte(1)),
  reason: transitionCommandSchema.shape.reason,
  /** Of `reopen` and `note`: how it looks. */
  photos: z.optional(z.array(photoRefSchema).check(z.maxLength(6))),
  rating: transitionCommandSchema.shape.rating,
  replaces: z.optional(ulidSchema),
})
export type ReporterStepCommand = z.infer<typeof reporterStepCommandSchema>
