import * as z from 'zod/mini'
import { crsSchema, idSchema, instantSchema, localizedSchema, personal, ulidSchema } from '../schema.ts'
import { serviceTermsSchema, severitySchema } from './clock-schema.ts'

export const issueStateSchema = z.enum([
  'submitted',
  'accepted',
  'dispatched',
  'handling',
  'resolved',
  'verified',
  'closed',
  'rejected',
  'merged',
  'returned',
  'escalated',
  'suspended',
  'reopened',
])
export type IssueState = z.infer<typeof issueStateSchema>

/** 待受理 | 办理中 | 已办结. */
export const issueStageSchema = z.enum(['pending', 'handling', 'settled'])
export type IssueStage = z.infer<typeof issueStageSchema>

/** Of Open311 GeoReport v2. */
export const open311StatusSchema = z.enum(['open', 'closed'])
export type Open311Status = z.infer<typeof open311StatusSchema>

/** Attribute of a category, with the data types of Open311 GeoReport v2 service definitions. */
export const categoryAttributeSchema = z.object({
  code: z.string(),
  datatype: z.enum(['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist']),
  required: z.boolean(),
  label: localizedSchema,
  hint: z.optional(localizedSchema),
  values: z.optional(z.array(z.object({ key: z.string(), name: localizedSchema }))),
})
export type CategoryAttribute = z.infer<typeof categoryAttributeSchema>

/** 点位类别: a kind of place that an evaluation looks at, e.g. 背街小巷 by one of its clauses; what there are, the district says. */
export const placeClassSchema = z.object({
  id: idSchema,
  name: localizedSchema,
  /** Of the evaluation's manual, as it numbers them. */
  clause: z.optional(z.string()),
})
export type PlaceClass = z.infer<typeof placeClassSchema>

/** Second-level categories have a `parentId` and are what a report names. */
export const categorySchema = z.object({
  id: idSchema,
  parentId: z.optional(idSchema),
  name: localizedSchema,
  version: z.int().check(z.gte(1)),
  attributes: z.array(categoryAttributeSchema),
  /** How grave an issue of it is, until somebody says otherwise. @defaultValue `general` */
  severity: z.optional(severitySchema),
  /** What is promised, by severity; of one that is not here what is promised of `general`. */
  terms: z.optional(z.partialRecord(severitySchema, serviceTermsSchema)),
  /** Ids of the kinds of place, one of which a report of it names. @defaultValue it names none */
  placeClasses: z.optional(z.array(idSchema)),
  /** Takes no more reports; what was reported of it can be read. */
  retired: z.optional(z.literal(true)),
})
export type Category = z.infer<typeof categorySchema>

/** A district's categories. `version` goes up with each change of any of them; of a server that counts none there is none. */
export const categoryListSchema = z.object({
  version: z.optional(z.int().check(z.gte(1))),
  placeClasses: z.optional(z.array(placeClassSchema)),
  categories: z.array(categorySchema),
})
export type CategoryList = z.infer<typeof categoryListSchema>

export const photoRefSchema = z.strictObject({
  /** SHA-256 of the bytes, lower-case hex: the photo's name everywhere. */
  sha256: personal('photo', z.string().check(z.regex(/^[0-9a-f]{64}$/))),
  type: z.enum(['image/jpeg', 'image/png', 'image/webp']),
  /** Bytes. */
  size: z.int().check(z.gte(1), z.lte(3_000_000)),
})
export type PhotoRef = z.infer<typeof photoRefSchema>

/** What a photo that is sent in parts will be; its name stands in the path. */
export const photoUploadSchema = z.strictObject({ type: photoRefSchema.shape.type, size: photoRefSchema.shape.size })
export type PhotoUpload = z.infer<typeof photoUploadSchema>

/** How far a photo that is sent in parts has come. */
export const photoProgressSchema = z.strictObject({
  /** Bytes that the server has: the next part begins there. */
  offset: z.int().check(z.gte(0), z.lte(3_000_000)),
  /** The photo is checked and kept; a report may name it. */
  complete: z.boolean(),
})
export type PhotoProgress = z.infer<typeof photoProgressSchema>

/** Where it is: a grid the person picked, or a point with its declared CRS. */
export const issuePlaceSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('grid'), gridId: idSchema }),
  z.strictObject({
    by: z.literal('point'),
    position: personal('report-place', z.tuple([z.number(), z.number()])),
    crs: crsSchema,
  }),
])
export type IssuePlace = z.infer<typeof issuePlaceSchema>

/** From where somebody may report; the hotline's orders come as a table. */
export const issueSourceSchema = z.enum(['resident', 'keeper', 'sweep', 'inspection', 'hotline'])

/** Body of `POST /v1/issues`. `id` is the Idempotency-Key and becomes the issue's id. */
export const reportCommandSchema = z.strictObject({
  id: ulidSchema,
  source: z.enum(['resident', 'keeper', 'sweep', 'inspection']),
  categoryId: idSchema,
  attributes: z.record(
    z.string().check(z.maxLength(60)),
    z.union([
      personal('report-text', z.string().check(z.maxLength(1000))),
      z.number(),
      z.array(personal('report-text', z.string().check(z.maxLength(200)))).check(z.maxLength(40)),
    ]),
  ),
  description: personal('report-text', z.string().check(z.trim(), z.minLength(1), z.maxLength(2000))),
  place: issuePlaceSchema,
  /** In the reporter's words: floor, door, landmark. */
  placeText: z.optional(personal('report-place', z.string().check(z.maxLength(200)))),
  photos: z.array(photoRefSchema).check(z.maxLength(6)),
  /** Of whoever reports for themselves (restsOnConsent); what staff find on their duty rests on none. */
  consent: z.optional(z.strictObject({ purpose: z.literal('issue-report'), version: z.int().check(z.gte(1)) })),
  /** An open issue that this one is about too: it is merged into that one at once (并单), and is told of it. */
  joins: z.optional(idSchema),
  /** Nobody sees this field: what fills it in looks like a program (looksAutomated), and is never kept. */
  website: z.optional(personal('report-text', z.string().check(z.maxLength(200)))),
  replaces: z.optional(ulidSchema),
})
export type ReportCommand = z.infer<typeof reportCommandSchema>

/** What anybody may see of an issue. */
export const issueSummarySchema = z.object({
  id: idSchema,
  categoryId: idSchema,
  gridPath: z.array(idSchema),
  state: issueStateSchema,
  createdAt: instantSchema,
  updatedAt: instantSchema,
  version: z.int().check(z.gte(1)),
})
export type IssueSummary = z.infer<typeof issueSummarySchema>

/** 首次响应: when somebody is to answer first, and when somebody did. */
export const firstAnswerSchema = z.object({
  /** Absent where it came before. */
  dueAt: z.optional(instantSchema),
  cameAt: z.optional(instantSchema),
})
export type FirstAnswer = z.infer<typeof firstAnswerSchema>

/** How far an issue is, for whoever holds its receipt code. */
export const receiptStatusSchema = z.extend(issueSummarySchema, {
  /** Absent where nothing was promised, and of an issue that was merged into another: that is no answer. */
  firstAnswer: z.optional(firstAnswerSchema),
  /** Of an issue that was merged into another: how far the one is that goes on. */
  goesOn: z.optional(z.object({ state: issueStateSchema, updatedAt: instantSchema })),
})
export type ReceiptStatus = z.infer<typeof receiptStatusSchema>

/** Answer to a report. */
export const reportReceiptSchema = z.object({
  id: idSchema,
  /** Follows the issue without an account, e.g. `K7QM-2X9F-4D`. */
  receipt: personal('receipt', z.string()),
  state: issueStateSchema,
  gridPath: z.array(idSchema),
  createdAt: instantSchema,
  firstAnswer: receiptStatusSchema.shape.firstAnswer,
  /** The office that is asked first. */
  askedFirst: z.optional(z.enum(['buildingHead', 'estateWorker', 'community', 'street', 'liaison'])),
})
export type ReportReceipt = z.infer<typeof reportReceiptSchema>

/** A report made on this device: how far the issue is, and the code that follows it. */
export const myReportSchema = z.extend(receiptStatusSchema, {
  receipt: reportReceiptSchema.shape.receipt,
  joins: reportCommandSchema.shape.joins,
})
export type MyReport = z.infer<typeof myReportSchema>

/**
 * A report made on this device as it is kept there: with what a later one is compared with, offline too, as long as it goes on.
 * It is sealed with the record, and gone with it.
 */
export const keptReportSchema = z.extend(myReportSchema, {
  said: z.optional(z.object({ description: personal('report-text', z.string()), place: reportCommandSchema.shape.place })),
})
export type KeptReport = z.infer<typeof keptReportSchema>
