import {
  formerParentSchema,
  gridCodeSchema,
  gridLineageSchema,
  gridRecordSchema,
  multiPolygonSchema,
  polygonSchema,
} from '@wangge/core/grid/schema'
import { localizedSchema } from '@wangge/core/schema'
import * as z from 'zod/mini'

/** As core has them, but a field that nobody knows is refused: a body that says more than is kept is a mistake. */

export const strictGeometrySchema = z.discriminatedUnion('type', [
  z.strictObject(polygonSchema.shape),
  z.strictObject(multiPolygonSchema.shape),
])

export const strictGridSchema = z.strictObject({
  ...gridRecordSchema.shape,
  name: z.strictObject(localizedSchema.shape),
  codes: z.array(z.pipe(z.strictObject(gridCodeSchema.shape), gridCodeSchema)),
  lineage: z.optional(z.strictObject(gridLineageSchema.shape)),
  formerParents: z.optional(z.array(z.strictObject(formerParentSchema.shape))),
  geometry: z.optional(strictGeometrySchema),
})
