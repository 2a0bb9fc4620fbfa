import * as z from 'zod/mini'
import { idSchema, instantSchema, localizedSchema, positionSchema } from '../schema.ts'

/** 流动哨 | 巡查岗 | 包路口 | 社区报到 | 测评点位. */
export const postKindSchema = z.enum(['mobile', 'patrol', 'intersection', 'reportIn', 'evaluationPoint'])
export type PostKind = z.infer<typeof postKindSchema>

/** A shift as a volunteer sees it: counts, no names. */
export const slotViewSchema = z.object({
  id: idSchema,
  post: z.object({
    id: idSchema,
    kind: postKindSchema,
    name: localizedSchema,
    gridId: idSchema,
    /** WGS-84, where the post has a place. */
    position: z.optional(positionSchema),
  }),
  startsAt: instantSchema,
  endsAt: instantSchema,
  capacity: z.int().check(z.gte(1)),
  seated: z.int().check(z.gte(0)),
  waitlisted: z.int().check(z.gte(0)),
  cancelled: z.boolean(),
})
export type SlotView = z.infer<typeof slotViewSchema>

export const slotListSchema = z.object({ asOf: instantSchema, slots: z.array(slotViewSchema) })
export type SlotList = z.infer<typeof slotListSchema>
