import * as z from 'zod/mini'
import { idSchema, localizedSchema, personal, positionSchema } from '../schema.ts'

/**
 * A report that is being written, as it is kept on the device: what was typed and chosen. Not the photos, nor where the device
 * is, nor a consent: those are given anew.
 */
export const reportDraftSchema = z.object({
  topCategoryId: z.string(),
  categoryId: z.string(),
  /** As typed, by the attribute's code; lists as chosen. */
  attributes: z.record(z.string(), personal('report-text', z.union([z.string(), z.array(z.string())]))),
  description: personal('report-text', z.string()),
  placeBy: z.enum(['address', 'grid', 'pin', 'point']),
  /** Community, estate, building, as far as chosen. */
  grids: z.array(z.string()),
  address: z.optional(
    z.object({
      id: idSchema,
      kind: z.enum(['building', 'grid']),
      name: localizedSchema,
      gridId: idSchema,
      position: z.optional(positionSchema),
    }),
  ),
  /** Where the map was marked, WGS-84. */
  pin: z.optional(personal('report-place', z.tuple([z.number(), z.number()]))),
  /** Only the micro-grid is to be told. */
  coarse: z.boolean(),
  placeText: personal('report-place', z.string()),
})
export type ReportDraft = z.infer<typeof reportDraftSchema>
