import * as z from 'zod/mini'
import { personKeySchema } from '../access/schema.ts'
import { idSchema, instantSchema, ulidSchema } from '../schema.ts'
import { attendanceViewSchema } from './attendance-schema.ts'

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

export const signUpStateSchema = z.enum(['seated', 'waitlisted', 'cancelled'])

export const signUpViewSchema = z.object({
  id: ulidSchema,
  slotId: idSchema,
  orgId: idSchema,
  state: signUpStateSchema,
  /** Place in the waitlist, from 1. */
  position: z.optional(z.int().check(z.gte(1))),
  at: instantSchema,
  /** Absent from a server that keeps none. */
  attendance: z.optional(attendanceViewSchema),
})
export type SignUpView = z.infer<typeof signUpViewSchema>

/** One's own sign-ups, newest first. */
export const signUpListSchema = z.object({ asOf: instantSchema, signUps: z.array(signUpViewSchema) })
export type SignUpList = z.infer<typeof signUpListSchema>
