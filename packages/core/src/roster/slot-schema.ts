import * as z from 'zod/mini'
import { idSchema, instantSchema, localizedSchema, positionSchema } from '../schema.ts'
import { schemeTagSchema } from './report-in-schema.ts'
import { roleNeedSchema, skillSchema } from './slot-role-schema.ts'

/** 流动哨 | 巡查岗 | 包路口 | 社区报到 | 测评点位. */
export const postKindSchema = z.enum(['mobile', 'patrol', 'intersection', 'reportIn', 'evaluationPoint'])
export type PostKind = z.infer<typeof postKindSchema>

/** Why a shift was called off. */
export const cancelReasonSchema = z.enum(['weather', 'holiday', 'other'])
export type CancelReason = z.infer<typeof cancelReasonSchema>

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
    schemeTag: z.optional(schemeTagSchema),
  }),
  startsAt: instantSchema,
  endsAt: instantSchema,
  capacity: z.int().check(z.gte(1)),
  /** Seats that are taken: given, or held for somebody who was offered one. */
  seated: z.int().check(z.gte(0)),
  waitlisted: z.int().check(z.gte(0)),
  cancelled: z.boolean(),
  cancelReason: z.optional(cancelReasonSchema),
  /** When it was called off: whoever had come keeps their record, up to then. */
  calledOffAt: z.optional(instantSchema),
  /** 1+1+N: places for those with a role; what is left of the capacity is anybody's. */
  mix: z.optional(z.array(roleNeedSchema)),
  /** Whoever comes needs all of them. */
  skills: z.optional(z.array(skillSchema)),
  /** Years. */
  minAge: z.optional(z.int().check(z.gte(0), z.lte(99))),
  campaign: z.optional(idSchema),
  /** Seats given up since sign-up closed, or of a no-show: whoever comes first takes one, as relief. */
  relief: z.optional(z.int().check(z.gte(0))),
})
export type SlotView = z.infer<typeof slotViewSchema>

export const slotListSchema = z.object({ asOf: instantSchema, slots: z.array(slotViewSchema) })
export type SlotList = z.infer<typeof slotListSchema>
