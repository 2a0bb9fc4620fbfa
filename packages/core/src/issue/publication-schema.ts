import * as z from 'zod/mini'

/**
 * What of a report is published, once somebody has taken it up, and what waits until somebody has looked at it: `off`, nothing
 * waits; `photos`, its photos do; `all`, its words and its photos do.
 */
export const moderationSchema = z.enum(['off', 'photos', 'all'])
export type Moderation = z.infer<typeof moderationSchema>

/** What of reports is published, and of which. */
export const publicationPolicySchema = z.strictObject({
  moderation: moderationSchema,
  /** The statement of `issue-report` that first says so: what was reported under an earlier one is never published. */
  consentVersion: z.int().check(z.gte(1)),
})
export type PublicationPolicy = z.infer<typeof publicationPolicySchema>

/** What of a report can be published: what was said, and what was photographed. */
export const reportPartSchema = z.enum(['words', 'photos'])
export type ReportPart = z.infer<typeof reportPartSchema>

/** `never` is what was reported while nothing was published, and what there is not. */
export const standingSchema = z.enum(['public', 'waiting', 'withheld', 'never'])
export type Standing = z.infer<typeof standingSchema>

/** How the parts of a report stand. */
export type Publication = Record<ReportPart, Standing>
