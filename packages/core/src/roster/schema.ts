import * as z from 'zod/mini'
import { idSchema, instantSchema, localizedSchema, positionSchema } from '../schema.ts'

// Apart, so that a page loads only those that it reads by.
export * from './roster-schema.ts'
export * from './sign-up-schema.ts'

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

/** Rules of sign-up that a district may set; sent by the server so that page and server decide alike. */
export const signUpPolicySchema = z.object({
  /** Sign-up closes this many minutes before the start. */
  closesBeforeMinutes: z.int().check(z.gte(0)),
  /** Least rest between two duties of one person. */
  minRestMinutes: z.int().check(z.gte(0)),
  /** Longest waitlist; 0 for none. */
  maxWaitlist: z.int().check(z.gte(0)),
})
export type SignUpPolicy = z.infer<typeof signUpPolicySchema>

export const organisationViewSchema = z.object({
  id: idSchema,
  kind: z.enum(['workCommittee', 'composite', 'twoNew', 'courtyard', 'agency', 'other']),
  name: localizedSchema,
  superiorId: z.optional(idSchema),
  gridId: z.optional(idSchema),
  /** 在册党员人数. */
  registered: z.int().check(z.gte(0)),
  policy: signUpPolicySchema,
})
export type OrganisationView = z.infer<typeof organisationViewSchema>
