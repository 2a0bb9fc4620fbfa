import { statementSchema } from '@wangge/core/privacy/schema'
import { instantSchema } from '@wangge/core/schema'
import * as z from 'zod/mini'
import { NEEDED_PURPOSES } from '../missing-statements.ts'

const words = z.string().check(z.trim(), z.minLength(1), z.maxLength(4000))
const versionSchema = z.int().check(z.gte(1))

/** A statement as somebody writes it down; which version it becomes is told by what holds. */
const writtenStatementSchema = z
  .strictObject({
    purpose: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,59}$/, 'Expected a purpose such as volunteer-duty')),
    /** The version that was read and changed; refused where another holds by now. */
    version: z.optional(versionSchema),
    minimumVersion: z.optional(versionSchema),
    zh: words,
    en: words,
    retentionDays: z.int().check(z.gte(1), z.lte(36_500)),
    separate: z.optional(z.boolean()),
  })
  .check(
    z.refine(({ purpose, separate }) => purpose !== 'party-status' || separate === true, {
      path: ['separate'],
      error: 'Expected true: party status is agreed to by itself, with nothing else (PIPL art. 29)',
    }),
  )

/** Those that are named are set; others stay. */
export const setStatementsSchema = z.strictObject({
  statements: z.array(writtenStatementSchema).check(
    z.minLength(1),
    z.maxLength(50),
    z.refine((all) => new Set(all.map(({ purpose }) => purpose)).size === all.length, 'Expected each purpose once'),
  ),
})
export type SetStatements = z.infer<typeof setStatementsSchema>

const earlierSchema = z.object({ ...statementSchema.shape, since: z.optional(instantSchema) })

export const statementsViewSchema = z.object({
  /** By purpose; `earlier` is what was asked to be agreed to before, the oldest first. */
  statements: z.array(
    z.object({ ...earlierSchema.shape, earlier: z.array(z.omit(earlierSchema, { purpose: true, minimumVersion: true })) }),
  ),
  /** Purposes without which nobody can sign up or report. */
  missing: z.array(z.enum(NEEDED_PURPOSES)),
})
export type StatementsView = z.infer<typeof statementsViewSchema>
