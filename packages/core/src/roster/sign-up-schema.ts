import * as z from 'zod/mini'
import { personKeySchema } from '../access/schema.ts'
import { idSchema, instantSchema, personIdSchema, ulidSchema } from '../schema.ts'
import { attendanceViewSchema } from './attendance-schema.ts'
import { ownRoleSchema } from './slot-role-schema.ts'
import { slotViewSchema } from './slot-schema.ts'

/** Version of the purpose statement the person agreed to. */
const consentSchema = z.strictObject({ purpose: z.literal('volunteer-duty'), version: z.int().check(z.gte(1)) })

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
  /** What the person wants to come as. @defaultValue whatever they may fill and the slot still needs */
  role: z.optional(ownRoleSchema),
  consent: consentSchema,
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

/**
 * Body of `POST /v1/sign-ups/{id}/confirm`: takes a seat that was offered, takes an invitation up, or says before the shift
 * that one comes.
 */
export const confirmSignUpCommandSchema = z.strictObject({
  id: ulidSchema,
  signUpId: ulidSchema,
  /** As in the sign-up. */
  person: z.optional(personKeySchema),
  /** With an invitation: what the person agrees to with it. */
  consent: z.optional(consentSchema),
})
export type ConfirmSignUpCommand = z.infer<typeof confirmSignUpCommandSchema>

/** Body of `POST /v1/sign-ups/{id}/no-show` and `/excuse`, by whoever was there or answers for the organisation. */
export const absenceCommandSchema = z.strictObject({ id: ulidSchema, signUpId: ulidSchema })
export type AbsenceCommand = z.infer<typeof absenceCommandSchema>

/**
 * `invited` holds no seat; `offered` holds one, for somebody who waited, until `confirmBy`. Seats that are taken are those of
 * `seated` and `offered`.
 */
export const signUpStateSchema = z.enum(['invited', 'waitlisted', 'offered', 'seated', 'cancelled'])
export type SignUpState = z.infer<typeof signUpStateSchema>

/** Why a sign-up is over that was not carried out. */
export const signUpEndSchema = z.enum([
  'self',
  'liaison',
  /** An offer or an invitation that the person did not want. */
  'declined',
  'offer-lapsed',
  'not-confirmed',
  'swapped',
  /** Sign-up closed: whoever waits or is invited gets no seat any more. */
  'closed',
  /** An invitation whose person signed up themselves. */
  'taken-up',
  'slot-cancelled',
  'consent-withdrawn',
  /** It has other hours or demands now, and the person has another duty then, or is not whom it asks for. */
  'shift-changed',
  /** The rotation was planned anew. */
  'replanned',
  /** The organisation that the person came for is closed by then. */
  'organisation-closed',
])
export type SignUpEnd = z.infer<typeof signUpEndSchema>

export const signUpViewSchema = z.object({
  id: ulidSchema,
  slotId: idSchema,
  orgId: idSchema,
  state: signUpStateSchema,
  /** Place in the waitlist, from 1. */
  position: z.optional(z.int().check(z.gte(1))),
  at: instantSchema,
  by: z.enum(['self', 'liaison', 'invitation']),
  /** What the person comes as, or waits to come as; absent where any place will do. */
  role: z.optional(ownRoleSchema),
  /** Offered: until when the seat is held. Seated: until when the person says that they come. */
  confirmBy: z.optional(instantSchema),
  confirmedAt: z.optional(instantSchema),
  /** When the person was to be reminded, once it has come. */
  remindedAt: z.optional(instantSchema),
  /** With `cancelled`. */
  ended: z.optional(signUpEndSchema),
  /** A swap of this place that is not settled. */
  swapId: z.optional(ulidSchema),
  /** Absent from a server that keeps none. */
  attendance: z.optional(attendanceViewSchema),
  /** What it is for; in the list of one's own, whenever that is. */
  slot: z.optional(slotViewSchema),
})
export type SignUpView = z.infer<typeof signUpViewSchema>

/** One's own sign-ups, newest first. */
export const signUpListSchema = z.object({ asOf: instantSchema, signUps: z.array(signUpViewSchema) })
export type SignUpList = z.infer<typeof signUpListSchema>

const namedSchema = z.strictObject({
  personId: personIdSchema,
  role: z.optional(ownRoleSchema),
})
const MOST_NAMED = 50

/** Body of `POST /v1/organisations/{id}/sign-ups`: several people of the organisation for one slot, in the order of the list. */
export const nameVolunteersCommandSchema = z.strictObject({
  id: ulidSchema,
  slotId: idSchema,
  people: z.array(namedSchema).check(z.minLength(1), z.maxLength(MOST_NAMED)),
  /** Who has not agreed to volunteer duty yet is invited instead of refused. @defaultValue false */
  orInvite: z.optional(z.boolean()),
})
export type NameVolunteersCommand = z.infer<typeof nameVolunteersCommandSchema>

/** Body of `POST /v1/organisations/{id}/invitations`. */
export const inviteCommandSchema = z.strictObject({
  id: ulidSchema,
  slotId: idSchema,
  people: z.array(namedSchema).check(z.minLength(1), z.maxLength(MOST_NAMED)),
})
export type InviteCommand = z.infer<typeof inviteCommandSchema>

/** An answer for each person named, in the order they were named in. */
export const namedAnswerSchema = z.object({
  results: z.array(
    z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), personId: personIdSchema, signUp: signUpViewSchema }),
      z.object({
        ok: z.literal(false),
        personId: personIdSchema,
        reason: z.string(),
        detail: z.optional(z.record(z.string(), z.unknown())),
      }),
    ]),
  ),
})
export type NamedAnswer = z.infer<typeof namedAnswerSchema>
