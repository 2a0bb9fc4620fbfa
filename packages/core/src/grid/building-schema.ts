import * as z from 'zod/mini'
import { idSchema, localizedSchema, positionSchema } from '../schema.ts'

/** A building as anybody may see it: its address, and the grid that it stands in. Nothing of who lives there. */
export const buildingSchema = z.object({
  id: idSchema,
  gridId: idSchema,
  address: localizedSchema,
  /** WGS-84. */
  position: z.optional(positionSchema),
})
export type Building = z.infer<typeof buildingSchema>

export const buildingListSchema = z.object({ buildings: z.array(buildingSchema) })
export type BuildingList = z.infer<typeof buildingListSchema>
