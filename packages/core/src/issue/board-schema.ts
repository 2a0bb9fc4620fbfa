import * as z from 'zod/mini'
import { idSchema, instantSchema, localizedSchema } from '../schema.ts'
import { clockSchema } from './clock-schema.ts'
import { assigneeSchema, issueActionSchema, issueSchema } from './process-schema.ts'
import { reportPartSchema } from './publication-schema.ts'
import { categorySchema, issueSummarySchema } from './report-schema.ts'

/** The columns of a board, as a query names them. */
export const boardColumnSchema = z.enum(['waiting', 'working', 'checking', 'done'])

/** What one member of staff is told of an issue besides itself. */
const forReader = {
  /** What the reader may do with it now. */
  allowedActions: z.array(issueActionSchema),
  /** Issues that were merged into it and have not been taken out again. */
  duplicates: z.array(idSchema),
  /** How it stands with what was promised of it. */
  clocks: z.optional(z.array(clockSchema)),
}

/** The whole issue as one member of staff may see it and act in it. */
export const staffIssueSchema = z.extend(issueSchema, {
  ...forReader,
  /** Its category as it was when it was reported; left out where the server does not know it any more. */
  category: z.optional(categorySchema),
  /** Grids of its path whose post nobody holds now; of one issue that is asked for by itself. */
  vacantPosts: z.optional(z.array(idSchema)),
})
export type StaffIssue = z.infer<typeof staffIssueSchema>

const { categorySet, source, description, position, placeText, severity } = issueSchema.shape

/** A line of the board: as much of an issue as a list, a column and a map show of it. */
export const issueRowSchema = z.extend(issueSummarySchema, {
  /** As its category was called when it was reported. */
  categoryName: z.optional(localizedSchema),
  categorySet,
  source,
  description,
  position,
  placeText,
  severity,
  /** How many there are, of the report and of what was done. */
  photos: z.int().check(z.gte(0)),
  /** Whose hands it is in; absent while it is in nobody's. */
  holder: z.optional(assigneeSchema),
  /** The organisation that was asked to handle it last, whether it still does or has done so. */
  askedOrgId: z.optional(idSchema),
  /** The issue that goes on instead of it. */
  into: z.optional(idSchema),
  /** Somebody has to look at what was reported before others see it; left out where nobody has to. */
  toPublish: z.optional(z.literal(true)),
  /** With `toPublish`: what of it waits. */
  waitingParts: z.optional(z.array(reportPartSchema)),
  ...forReader,
})
export type IssueRow = z.infer<typeof issueRowSchema>

const countSchema = z.int().check(z.gte(0))

/** How many issues a board has, told and not: by its columns, and of them those over their time and those to be looked at. */
export const boardCountsSchema = z.object({
  ...{ waiting: countSchema, working: countSchema, checking: countSchema, done: countSchema },
  overdue: countSchema,
  toPublish: countSchema,
})
export type BoardCounts = z.infer<typeof boardCountsSchema>

/** Answer to `GET /v1/issue-board`. */
export const issueBoardSchema = z.object({
  /** What is open before what has ended; of what is open the one that is due first before the others. */
  issues: z.array(issueRowSchema),
  /** Names of the organisations that lines were given to, for whoever is not told of all organisations. */
  organisations: z.optional(z.array(z.object({ id: idSchema, name: localizedSchema }))),
  asOf: instantSchema,
  /** There are more than are told: open ones that are due later or have no deadline, or such as ended earlier. */
  more: z.boolean(),
  /** With `more`: how many there are. */
  counts: z.optional(boardCountsSchema),
})
export type IssueBoard = z.infer<typeof issueBoardSchema>
