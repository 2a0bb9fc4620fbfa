import * as z from 'zod/mini'
import { crsSchema, idSchema, positionSchema } from '../schema.ts'
import { geometrySchema, multiPolygonSchema, polygonSchema } from './geometry-schema.ts'

/** A grid whose borders are checked. Only these fields count; a grid record has them all. */
export const coverageGridSchema = z.object({
  id: idSchema,
  parentId: z.optional(idSchema),
  /** Where it differs from the declared one, that is a finding: coordinates are never mixed by guess. */
  crs: z.optional(crsSchema),
  geometry: geometrySchema,
})
export type CoverageGrid = z.infer<typeof coverageGridSchema>

export const coverageOptionsSchema = z.object({
  /** Coordinates of all grids. `planar` is in metres. */
  crs: crsSchema,
  /** Blanks and inlets between grids without a given parent that are no wider are `narrow-gap`, in metres; 0 where left out. */
  maxGapWidth: z.optional(z.number().check(z.gte(0))),
  /** What is narrower is no blank or overlap but an `unmatched-edge`, in metres; 0.001 where left out. */
  tolerance: z.optional(z.number().check(z.gte(0))),
})
export type CoverageOptions = z.infer<typeof coverageOptionsSchema>

export const findingCodeSchema = z.enum([
  'crs',
  'invalid-geometry',
  'overlap',
  'gap',
  'outside-parent',
  'narrow-gap',
  'unmatched-edge',
])
export type FindingCode = z.infer<typeof findingCodeSchema>

/** What is wrong with one grid, of `invalid-geometry` and `crs`. */
export const findingReasonSchema = z.enum([
  /** Not a Polygon or MultiPolygon of finite positions. */
  'unreadable',
  /** Two grids or more have the same id; one of them was checked. */
  'duplicate-id',
  /** The grid is its own ancestor. */
  'parent-cycle',
  /** The last position of a ring is not its first one. */
  'unclosed',
  /** A ring of fewer than four positions, the closing one counted. */
  'too-few-positions',
  /** A position twice in a row. */
  'duplicate-point',
  /** A ring without an area. */
  'zero-area',
  /** A ring that goes somewhere and the same way back. */
  'spike',
  /** Two edges of a ring cross. */
  'self-crossing',
  /** A ring comes twice through the same point, without crossing itself there. */
  'self-touching',
  /** RFC 7946: outer rings run counter-clockwise, holes clockwise. */
  'winding',
  /** A hole, or a part of it, is not within its polygon, or is in another hole. */
  'hole-outside',
  /** Two polygons of one grid overlap. */
  'parts-overlap',
  /** An edge spans more than 180° of longitude: it should have been cut at the antimeridian (RFC 7946, 3.1.9). */
  'antimeridian',
  /** The grid declares other coordinates than the list. */
  'other-crs',
  /** Longitude beyond ±180° or latitude beyond ±90°. */
  'out-of-range',
])
export type FindingReason = z.infer<typeof findingReasonSchema>

/** GeoJSON of a place. A MultiPoint without positions is no place at all: nothing could be read. */
export const placeSchema = z.discriminatedUnion('type', [
  polygonSchema,
  multiPolygonSchema,
  z.object({ type: z.literal('LineString'), coordinates: z.array(positionSchema) }),
  z.object({ type: z.literal('MultiLineString'), coordinates: z.array(z.array(positionSchema)) }),
  z.object({ type: z.literal('Point'), coordinates: positionSchema }),
  z.object({ type: z.literal('MultiPoint'), coordinates: z.array(positionSchema) }),
])
export type Place = z.infer<typeof placeSchema>

export const findingSchema = z.object({
  code: findingCodeSchema,
  /** Of `overlap` the grids that overlap, of `gap` and `narrow-gap` the neighbours, of `outside-parent` the child; by id. */
  grids: z.array(idSchema),
  /** The parent whose children were checked. */
  parent: z.optional(idSchema),
  /** Of `invalid-geometry` and `crs`: what is wrong. */
  reason: z.optional(findingReasonSchema),
  /** m². */
  area: z.number(),
  /** Diameter of the largest circle inside, in m. */
  width: z.number(),
  /** Of a place with an area its perimeter, of a line its length, in m. */
  length: z.number(),
  geometry: placeSchema,
  /** What it is and what to do, for whoever draws the borders. */
  hint: z.object({ zh: z.string(), en: z.string() }),
})
export type Finding = z.infer<typeof findingSchema>

export const coverageReportSchema = z.object({
  /** Whether there is no finding. */
  valid: z.boolean(),
  findings: z.array(findingSchema),
  /** m² of each grid. */
  areas: z.record(idSchema, z.number()),
})
export type CoverageReport = z.infer<typeof coverageReportSchema>
