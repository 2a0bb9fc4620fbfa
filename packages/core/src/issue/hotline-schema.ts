import * as z from 'zod/mini'
import { crsSchema, idSchema, instantSchema, personal } from '../schema.ts'
import { severitySchema } from './clock-schema.ts'
import { reportCommandSchema } from './report-schema.ts'

/** By which the hotline knows an order, and whoever called follows it there. */
export const hotlineNumberSchema = personal('receipt', z.string().check(z.regex(/^[\p{L}\p{N}][\p{L}\p{N}_./:()（）-]{0,63}$/u)))

/** A row of the hotline's orders as it was read. */
export const hotlineOrderSchema = z.object({
  row: z.int().check(z.gte(1)),
  number: hotlineNumberSchema,
  categoryId: idSchema,
  description: reportCommandSchema.shape.description,
  place: z.union([
    z.strictObject({ by: z.literal('grid'), gridId: idSchema }),
    z.strictObject({
      by: z.literal('point'),
      position: personal('report-place', z.tuple([z.number(), z.number()])),
      crs: crsSchema,
      /** In which the point has to lie. */
      gridId: z.optional(idSchema),
    }),
  ]),
  placeText: reportCommandSchema.shape.placeText,
  severity: z.optional(severitySchema),
  /** When the hotline sent it to the district: its clocks run from then. */
  sentAt: z.optional(instantSchema),
})
export type HotlineOrder = z.infer<typeof hotlineOrderSchema>
