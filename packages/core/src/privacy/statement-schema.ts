import * as z from 'zod/mini'

/** What a person is asked to agree to. */
export const statementSchema = z.object({
  purpose: z.string(),
  /** Counts up with its words. */
  version: z.int().check(z.gte(1)),
  /** Consent to words before these counts no more: they have changed too much since. */
  minimumVersion: z.optional(z.int().check(z.gte(1))),
  zh: z.string(),
  en: z.string(),
  /** Days after the end of the matter until the data is deleted. */
  retentionDays: z.int().check(z.gte(1)),
  /** PIPL art. 29: asked for by itself, not together with anything else. */
  separate: z.optional(z.boolean()),
})
export type Statement = z.infer<typeof statementSchema>

export const statementListSchema = z.object({ statements: z.array(statementSchema) })
export type StatementList = z.infer<typeof statementListSchema>
