import * as z from 'zod/mini'
import { personKeySchema } from '../access/schema.ts'
import { idSchema, instantSchema, localizedSchema, personIdSchema, personal, positionSchema, ulidSchema } from '../schema.ts'

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

/** Body of `POST /v1/sign-ups`. `id` is the Idempotency-Key and becomes the sign-up's id. */
export const signUpCommandSchema = z.strictObject({
  id: ulidSchema,
  slotId: idSchema,
  orgId: idSchema,
  /**
   * Whom the command was made for, as their key; the server takes it from nobody else. Who signs up is in the token, never
   * in the body.
   */
  person: z.optional(personKeySchema),
  /** Version of the purpose statement the person agreed to. */
  consent: z.strictObject({ purpose: z.literal('volunteer-duty'), version: z.int().check(z.gte(1)) }),
  replaces: z.optional(ulidSchema),
})
export type SignUpCommand = z.infer<typeof signUpCommandSchema>

/** Body of `POST /v1/sign-ups/{id}/cancel`. */
export const cancelSignUpCommandSchema = z.strictObject({
  id: ulidSchema,
  signUpId: ulidSchema,
  /** As in the sign-up. */
  person: z.optional(personKeySchema),
})
export type CancelSignUpCommand = z.infer<typeof cancelSignUpCommandSchema>

export const signUpViewSchema = z.object({
  id: ulidSchema,
  slotId: idSchema,
  orgId: idSchema,
  state: z.enum(['seated', 'waitlisted', 'cancelled']),
  /** Place in the waitlist, from 1. */
  position: z.optional(z.int().check(z.gte(1))),
  at: instantSchema,
})
export type SignUpView = z.infer<typeof signUpViewSchema>

/** One's own sign-ups, newest first. */
export const signUpListSchema = z.object({ asOf: instantSchema, signUps: z.array(signUpViewSchema) })
export type SignUpList = z.infer<typeof signUpListSchema>

/** Who comes when, for the organisation's liaison and the street. */
export const rosterSchema = z.object({
  asOf: instantSchema,
  entries: z.array(
    z.object({
      signUpId: ulidSchema,
      state: signUpViewSchema.shape.state,
      slotId: idSchema,
      post: localizedSchema,
      startsAt: instantSchema,
      endsAt: instantSchema,
      personId: personIdSchema,
      name: personal('name', z.string()),
      staffNumber: z.optional(personal('staff-number', z.string())),
    }),
  ),
})
export type Roster = z.infer<typeof rosterSchema>

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
