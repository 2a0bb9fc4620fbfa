import * as z from 'zod/mini'
import { idSchema, personal } from '../schema.ts'
import { issueSummarySchema, reportCommandSchema } from './report-schema.ts'

/** Body of `POST /v1/issues:similar`: what somebody is about to report. Nothing of it is kept, and none of it is in an address. */
export const similarQuerySchema = z.strictObject({
  categoryId: idSchema,
  place: reportCommandSchema.shape.place,
  description: reportCommandSchema.shape.description,
})
export type SimilarQuery = z.infer<typeof similarQuerySchema>

/** An open issue that a report is likely to repeat, without its place, and of its words what is published. */
export const similarIssueSchema = z.object({
  id: idSchema,
  categoryId: idSchema,
  state: issueSummarySchema.shape.state,
  createdAt: issueSummarySchema.shape.createdAt,
  /** How many more have reported the same. */
  others: z.int().check(z.gte(0)),
  words: z.optional(personal('report-text', z.string())),
})
export type SimilarIssue = z.infer<typeof similarIssueSchema>

export const similarListSchema = z.object({ issues: z.array(similarIssueSchema) })
export type SimilarList = z.infer<typeof similarListSchema>

/**
 * What the server has answered of late to whoever was about to report, as it is kept on the device: what was asked, and what
 * there was like it. Without a connection a later report is compared with it.
 */
export const askedSimilarSchema = z.object({
  asked: z.array(z.object({ query: similarQuerySchema, issues: z.array(similarIssueSchema) })),
})
export type AskedSimilar = z.infer<typeof askedSimilarSchema>
