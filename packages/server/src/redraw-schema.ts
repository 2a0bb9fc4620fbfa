import { idSchema, instantSchema } from '@wangge/core/schema'
import * as z from 'zod/mini'
import { previewSchema } from './admin/import-grids-schema.ts'

/** Which grids a redraw ends and which begin in their place. */
export const gridRedrawSchema = z.object({
  effective: instantSchema,
  begun: z.array(idSchema),
  ended: z.array(idSchema),
})
export type GridRedraw = z.infer<typeof gridRedrawSchema>

export const gridRedrawPreviewSchema = z.extend(gridRedrawSchema, {
  /** What lies in the grids that end, and where it will lie. */
  preview: previewSchema,
})
export type GridRedrawPreview = z.infer<typeof gridRedrawPreviewSchema>
