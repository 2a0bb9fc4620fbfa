import * as z from 'zod/mini'
import { idSchema, instantSchema, localizedSchema, rateSchema } from '../schema.ts'

/** A median of a length of time, over as many as `of`; absent where there are none. */
export const medianTimeSchema = z.object({
  of: z.int().check(z.gte(0)),
  /** Milliseconds by the clock. */
  median: z.optional(z.number().check(z.gte(0))),
})
export type MedianTime = z.infer<typeof medianTimeSchema>

/** What became of issues; each rate with what it is a share of. */
export const issueRatesSchema = z.object({
  /** Without those merged into others: they count with the one that goes on. */
  reported: z.int().check(z.gte(0)),
  /** 响应率: answered by somebody, a rejection too, of those reported. */
  response: rateSchema,
  /** Answered within what was promised, of those that were answered or whose time for it is over. */
  responseOnTime: rateSchema,
  /** 解决率: resolved, verified or closed now, of those reported. */
  resolution: rateSchema,
  /** 结案率: closed, of those that are or that should be by what was promised (应结案). */
  closing: rateSchema,
  /** 按期结案率: closed without running over what was promised, of the same. */
  closingOnTime: rateSchema,
  /** 评价率: rated, of those closed. */
  rated: rateSchema,
  /** 满意率: rated 4 or 5, of those rated. */
  satisfaction: rateSchema,
  /** 基本满意率: rated 3 or better, of those rated. */
  acceptance: rateSchema,
  /** 返工率: reopened at least once, of those resolved at least once. */
  reopened: rateSchema,
  /** From the report to the first answer. */
  timeToResponse: medianTimeSchema,
  /** From the report to the last resolution, of those that are resolved now. */
  timeToResolution: medianTimeSchema,
})
export type IssueRates = z.infer<typeof issueRatesSchema>

/** By the grids below one, by category, or by local month; never by a person. */
export const ratesBySchema = z.enum(['grid', 'category', 'period'])
export type RatesBy = z.infer<typeof ratesBySchema>

/** Rates, and the instant as of which they were counted. */
const countedRatesSchema = z.extend(issueRatesSchema, { asOf: instantSchema })

/** Answer to `GET /v1/issue-rates`. */
export const issueRatesViewSchema = z.object({
  /** Absent where somebody reaches several subtrees, and asked for all of them. */
  gridId: z.optional(idSchema),
  /** Of either level; absent where it is of all. */
  categoryId: z.optional(idSchema),
  /** Of issues that were reported from then on. */
  from: instantSchema,
  /** And before then. */
  to: instantSchema,
  by: ratesBySchema,
  whole: countedRatesSchema,
  /** In the order of the tree, of the categories or of time, never by how good they are. */
  parts: z.array(
    z.extend(countedRatesSchema, {
      /** Id of the grid or the category, or the month (`2026-06`); absent: what lies in none of them. */
      key: z.optional(z.string()),
      /** Of the grid or the category. */
      name: z.optional(localizedSchema),
    }),
  ),
})
export type IssueRatesView = z.infer<typeof issueRatesViewSchema>
