import * as z from 'zod/mini'
import { idSchema, instantSchema, localizedSchema } from '../schema.ts'
import { severitySchema } from './clock-schema.ts'
import { issueStateSchema } from './report-schema.ts'

/** What is told of issues to whoever asked for it. */
export const noticeTopicSchema = z.enum([
  'issue.reported',
  'issue.accepted',
  'issue.dispatched',
  'issue.returned',
  'issue.escalated',
  'issue.overdue',
  'issue.suspended',
  'issue.resolved',
  'issue.closed',
  'issue.reopened',
  'issue.rejected',
  'issue.merged',
])
export type NoticeTopic = z.infer<typeof noticeTopicSchema>

/** What is told of a step: what, where and by when, and nothing that anybody wrote or that names somebody. */
export const noticeSchema = z.object({
  /** The same each time it is sent: whoever gets it twice knows it by this. */
  id: idSchema,
  topic: noticeTopicSchema,
  /** When it happened. */
  at: instantSchema,
  issue: z.object({
    id: idSchema,
    /** Number of the step. */
    version: z.int().check(z.gte(1)),
    /** After the step. */
    state: issueStateSchema,
    severity: severitySchema,
    category: z.object({ id: idSchema, name: localizedSchema }),
    /** Root first. */
    grid: z.array(z.object({ id: idSchema, name: localizedSchema })),
    /** When the first of the clocks that run is, or was, up; as far as something was promised. */
    dueAt: z.optional(instantSchema),
  }),
})
export type Notice = z.infer<typeof noticeSchema>
