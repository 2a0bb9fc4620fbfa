import * as z from 'zod/mini'
import { instantSchema } from '../schema.ts'

/** 简易 | 一般 | 突出 | 重大 | 紧急. */
export const severitySchema = z.enum(['simple', 'general', 'prominent', 'major', 'emergency'])
export type Severity = z.infer<typeof severitySchema>

/**
 * A length of time: minutes by the clock or of working time, days by the calendar or of work. Days are counted as the Civil
 * Code of the PRC counts them (art. 201–203): from the day after, to the end of business of the last, which moves to the next
 * working day where it is none.
 */
export const timeLimitSchema = z.strictObject({
  amount: z.int().check(z.gte(0), z.lte(1_000_000)),
  unit: z.enum(['minutes', 'workingMinutes', 'days', 'workingDays']),
})
export type TimeLimit = z.infer<typeof timeLimitSchema>

/** 办理时限: what is promised of an issue when it is opened. */
export const serviceTermsSchema = z.strictObject({
  /** From the report to the first answer of anybody who works on it. */
  response: timeLimitSchema,
  /** Of each period in somebody’s hands, from when they get it until they resolve it or give it back. */
  handling: timeLimitSchema,
  /** Of all time until it is resolved, with what came before it was reopened. @defaultValue no limit */
  total: z.optional(timeLimitSchema),
  /** 派遣: from when it is given back until somebody has it in hand again. @defaultValue no limit */
  dispatch: z.optional(timeLimitSchema),
  /** 核查结案: from each resolution until it is closed or reopened. @defaultValue no limit */
  verification: z.optional(timeLimitSchema),
})
export type ServiceTerms = z.infer<typeof serviceTermsSchema>

export const clockKindSchema = z.enum(['response', 'handling', 'total', 'dispatch', 'verification'])
export type ClockKind = z.infer<typeof clockKindSchema>

/** A clock of an issue at an instant. */
export const clockSchema = z.strictObject({
  kind: clockKindSchema,
  /** Which one of its kind it is, from 1; there is one first response, and one total. */
  period: z.int().check(z.gte(1)),
  startedAt: instantSchema,
  /** Set once it has stopped. */
  stoppedAt: z.optional(instantSchema),
  /** Extensions included. */
  limit: timeLimitSchema,
  /** In the limit's unit; whole days where it counts days. */
  used: z.number().check(z.gte(0)),
  /** When the time is or was up; absent where a pause came first and has not ended, or it stopped before. */
  dueAt: z.optional(instantSchema),
  /** 进行中 | 暂停 | 超时 | 按时 | 逾期. */
  state: z.enum(['running', 'paused', 'overdue', 'met', 'missed']),
})
export type Clock = z.infer<typeof clockSchema>
