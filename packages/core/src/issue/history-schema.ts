import * as z from 'zod/mini'
import { auditFindingSchema, auditHeadSchema } from '../audit/schema.ts'
import { idSchema } from '../schema.ts'

/** Where a chain of steps ends: of one issue, or of all issues of the district. To be kept elsewhere. */
export const historyHeadSchema = auditHeadSchema
export type HistoryHead = z.infer<typeof historyHeadSchema>

export const historyFindingSchema = z.object({
  /** `state`: the history leads elsewhere than where the issue stands. `unchained`: the server did not write the step. */
  code: z.enum([...auditFindingSchema.shape.code.options, 'state', 'unchained']),
  /** Whose history it is; absent where it is about the order of all steps of the district. */
  issueId: z.optional(idSchema),
  /** Of the issue's step, or in the order of all. */
  seq: z.int(),
  message: auditFindingSchema.shape.message,
})
export type HistoryFinding = z.infer<typeof historyFindingSchema>

export const historyVerificationSchema = z.object({
  ok: z.boolean(),
  issues: z.int(),
  steps: z.int(),
  head: historyHeadSchema,
  /** At most a hundred. */
  findings: z.array(historyFindingSchema),
})
export type HistoryVerification = z.infer<typeof historyVerificationSchema>
