import * as z from 'zod/mini'
import { positionSchema } from '../schema.ts'

const ringSchema = z.array(positionSchema)
export const polygonSchema = z.object({ type: z.literal('Polygon'), coordinates: z.array(ringSchema) })
export const multiPolygonSchema = z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(ringSchema)) })
export const geometrySchema = z.discriminatedUnion('type', [polygonSchema, multiPolygonSchema])
export type Geometry = z.infer<typeof geometrySchema>
