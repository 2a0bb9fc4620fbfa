import * as z from 'zod/mini'
import { crsSchema, idSchema, instantSchema, localizedSchema } from '../schema.ts'
import { gridCodeSchema } from './code-schema.ts'
import { geometrySchema } from './geometry-schema.ts'
import { gridLevelSchema } from './level-schema.ts'
import { staffingRatesSchema } from './staffing-schema.ts'

export { gridCodeSchema } from './code-schema.ts'
export type { GridCode } from './code-schema.ts'
export * from './building-schema.ts'
export * from './coverage-schema.ts'
export * from './geometry-schema.ts'
export * from './health-schema.ts'
export * from './level-schema.ts'
export * from './change-schema.ts'
export * from './staffing-schema.ts'

/** 网格沿革: what a grid came from. */
export const gridLineageSchema = z.object({
  op: z.enum(['split', 'merge', 'redraw']),
  /** Grids that ended where this one began. */
  from: z.array(idSchema).check(z.minLength(1)),
})
export type GridLineage = z.infer<typeof gridLineageSchema>

/** A parent that the grid had up to, not including, `until`. */
export const formerParentSchema = z.object({ parentId: idSchema, until: instantSchema })
export type FormerParent = z.infer<typeof formerParentSchema>

export const gridRecordSchema = z.object({
  id: idSchema,
  level: gridLevelSchema,
  /** Absent for the one root. */
  parentId: z.optional(idSchema),
  /** Those before `parentId`, oldest first: a grid stays itself when its parent is split, merged or redrawn. */
  formerParents: z.optional(z.array(formerParentSchema)),
  name: localizedSchema,
  /** Full pinyin of `name.zh`, syllables parted by spaces, without tones; made at import. */
  pinyin: z.optional(z.string()),
  codes: z.array(gridCodeSchema),
  placeClasses: z.optional(z.array(z.string())),
  households: z.optional(z.int().check(z.gte(0))),
  /** 户籍/常住: people who live here. */
  residentPop: z.optional(z.int().check(z.gte(0))),
  /** 产业服务人口: people served here, at work too; never a denominator for residents. */
  servicePop: z.optional(z.int().check(z.gte(0))),
  validFrom: z.optional(instantSchema),
  validTo: z.optional(instantSchema),
  lineage: z.optional(gridLineageSchema),
  /** With `crs`; left out where only the tree is wanted. */
  geometry: z.optional(geometrySchema),
  crs: z.optional(crsSchema),
})
export type GridRecord = z.infer<typeof gridRecordSchema>

export const gridListSchema = z.object({ asOf: instantSchema, grids: z.array(gridRecordSchema) })
export type GridList = z.infer<typeof gridListSchema>

/** Null where it is withheld: so few that it would tell of a person, or would give away another count that does. */
const countSchema = z.nullable(z.int().check(z.gte(0)))

export const issueCountsSchema = z.object({
  /** Not yet closed, rejected or merged. */
  open: countSchema,
  /** Reported since local midnight. */
  reportedToday: countSchema,
  /** Closed in the last seven days. */
  closedWithin7Days: countSchema,
})
export type IssueCounts = z.infer<typeof issueCountsSchema>

/** What a grid-status widget shows: of the grid itself and of each child. */
export const gridStatusSchema = z.object({
  gridId: idSchema,
  asOf: instantSchema,
  issues: issueCountsSchema,
  /** Counts from 1 to below this are withheld from this reader; absent for whoever sees them all. */
  withheldBelow: z.optional(z.int().check(z.gte(2))),
  staffing: staffingRatesSchema,
  children: z.array(
    z.object({
      gridId: idSchema,
      level: gridLevelSchema,
      name: localizedSchema,
      issues: issueCountsSchema,
      staffing: staffingRatesSchema,
    }),
  ),
})
export type GridStatus = z.infer<typeof gridStatusSchema>

/** GeoJSON (RFC 7946) of a grid's children, or of the grid itself where it is a leaf; WGS-84. */
export const gridOutlinesSchema = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      id: idSchema,
      properties: z.object({ level: gridLevelSchema, name: localizedSchema }),
      geometry: geometrySchema,
    }),
  ),
})
export type GridOutlines = z.infer<typeof gridOutlinesSchema>
