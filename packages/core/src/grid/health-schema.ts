import * as z from 'zod/mini'
import { idSchema, instantSchema, localizedSchema, rateSchema } from '../schema.ts'
import { findingCodeSchema } from './coverage-schema.ts'
import { gridLevelSchema } from './level-schema.ts'
import { staffingRatesSchema } from './staffing-schema.ts'

const squareMetresSchema = z.number().check(z.gte(0))

/** A share of ground, in m²; 0 of 0 where nothing was drawn. */
export const areaRateSchema = z.object({ num: squareMetresSchema, den: squareMetresSchema })
export type AreaRate = z.infer<typeof areaRateSchema>

/** Stable; what a program switches over. Of borders the code of the coverage's finding. */
export const healthGapCodeSchema = z.enum([
  ...findingCodeSchema.options,
  'not-drawn',
  'not-divided',
  'too-few',
  'too-many',
  'no-head',
  'several-heads',
  'no-dual',
  'several-duals',
  'no-volunteers',
  'shared-head',
  'stray-appointment',
  'no-group',
])
export type HealthGapCode = z.infer<typeof healthGapCodeSchema>

/** One thing that is missing or too much, by name. */
export const healthGapSchema = z.object({
  code: healthGapCodeSchema,
  /** The grids concerned; of a blank those beside it and then the one that it is in. */
  grids: z.array(idSchema),
  /** m², where it is a piece of ground. */
  area: z.optional(squareMetresSchema),
  message: localizedSchema,
  hint: localizedSchema,
})
export type HealthGap = z.infer<typeof healthGapSchema>

const partOf = { complete: z.boolean(), gaps: z.array(healthGapSchema) }

export const areaHealthSchema = z.object({
  ...partOf,
  /** Ground of the root that a leaf grid covers, of all its ground. */
  coverage: areaRateSchema,
  /** Ground that two grids claim, pair by pair, of the root's. */
  overlap: areaRateSchema,
  /** Ground that grids claim outside the grid above, of the root's. */
  outside: areaRateSchema,
})
export type AreaHealth = z.infer<typeof areaHealthSchema>

export const levelHealthSchema = z.object({
  ...partOf,
  /** Grids there are, of those declared, in the order of the levels. */
  levels: z.array(z.object({ level: gridLevelSchema, rate: rateSchema })),
})
export type LevelHealth = z.infer<typeof levelHealthSchema>

export const staffHealthSchema = z.object({
  ...partOf,
  /** Micro-grids with a head, a dual registrant, volunteers, and all of 1+1+N. */
  rates: staffingRatesSchema,
})
export type StaffHealth = z.infer<typeof staffHealthSchema>

export const groupHealthSchema = z.object({
  ...partOf,
  /** Micro-grids with a residents' group, of all. */
  rate: rateSchema,
})
export type GroupHealth = z.infer<typeof groupHealthSchema>

export const gridHealthSchema = z.object({
  asOf: instantSchema,
  /** 横向到边: no blank, no overlap, borders clear. */
  toTheEdge: z.boolean(),
  /** 纵向到底: every level there, every micro-grid staffed; with its group, where groups were given. */
  toTheBottom: z.boolean(),
  /** All of it in a sentence, with numerators and denominators. */
  summary: localizedSchema,
  area: areaHealthSchema,
  levels: levelHealthSchema,
  staff: staffHealthSchema,
  /** Where groups were given. */
  groups: z.optional(groupHealthSchema),
})
export type GridHealth = z.infer<typeof gridHealthSchema>
