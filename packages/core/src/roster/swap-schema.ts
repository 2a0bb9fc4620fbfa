import * as z from 'zod/mini'
import { personKeySchema } from '../access/schema.ts'
import { idSchema, instantSchema, personal, personIdSchema, ulidSchema } from '../schema.ts'
import { ownRoleSchema } from './slot-role-schema.ts'

/** Body of `POST /v1/swaps`. `id` becomes the swap's. */
export const offerSwapCommandSchema = z.strictObject({
  id: ulidSchema,
  /** The seat that is offered. */
  signUpId: ulidSchema,
  /** As in the sign-up. */
  person: z.optional(personKeySchema),
  /** For one colleague only. A liaison names them, and that settles it. @defaultValue any of the same organisation */
  toPersonId: z.optional(personIdSchema),
  /** Slots, one of which is wanted for it; absent: it is given away. */
  wants: z.optional(z.array(idSchema).check(z.minLength(1), z.maxLength(20))),
})
export type OfferSwapCommand = z.infer<typeof offerSwapCommandSchema>

/** Body of `POST /v1/swaps/{id}/accept`. */
export const acceptSwapCommandSchema = z.strictObject({
  id: ulidSchema,
  swapId: ulidSchema,
  /** As in the sign-up. */
  person: z.optional(personKeySchema),
  /** The own seat that is given for it, where one is wanted. */
  signUpId: z.optional(ulidSchema),
  consent: z.strictObject({ purpose: z.literal('volunteer-duty'), version: z.int().check(z.gte(1)) }),
})
export type AcceptSwapCommand = z.infer<typeof acceptSwapCommandSchema>

/** Body of `POST /v1/swaps/{id}/withdraw`, and of a liaison's `/approve` and `/refuse`. */
export const swapCommandSchema = z.strictObject({
  id: ulidSchema,
  swapId: ulidSchema,
  /** As in the sign-up. */
  person: z.optional(personKeySchema),
})
export type SwapCommand = z.infer<typeof swapCommandSchema>

/** `accepted` waits for the liaison; `lapsed`: the shift began, or the seat was given up otherwise. */
export const swapStateSchema = z.enum(['open', 'accepted', 'done', 'refused', 'withdrawn', 'lapsed'])
export type SwapState = z.infer<typeof swapStateSchema>

/**
 * Why a swap lapsed, where it is not for the shift or the seat: somebody began to wait for the seat that is offered, or for the one
 * that a colleague was to give for it, and nobody passes them; or whoever has the one or the other has checked in.
 */
export const swapEndSchema = z.enum(['others-wait', 'given-waited-for', 'checked-in', 'given-checked-in'])
export type SwapEnd = z.infer<typeof swapEndSchema>

/** A swap as colleagues see it: which seat, not whose. */
export const swapViewSchema = z.object({
  id: ulidSchema,
  orgId: idSchema,
  slotId: idSchema,
  state: swapStateSchema,
  at: instantSchema,
  /** Of the place that is offered. */
  role: z.optional(ownRoleSchema),
  wants: z.optional(z.array(idSchema)),
  /** Of one that lapsed. */
  because: z.optional(swapEndSchema),
  /** Whether the reader offers it, accepted it, or may accept it. */
  mine: z.enum(['offered', 'accepted', 'open']),
  /** The reader's own sign-up in it. */
  signUpId: z.optional(ulidSchema),
})
export type SwapView = z.infer<typeof swapViewSchema>

/** One's own swaps, and those of colleagues that one may accept; newest first. */
export const swapListSchema = z.object({
  asOf: instantSchema,
  swaps: z.array(swapViewSchema),
  /** Shifts to come in which colleagues of the same organisation have a seat: what can be wanted for one's own. */
  colleaguesAt: z.optional(z.array(idSchema)),
})
export type SwapList = z.infer<typeof swapListSchema>

/** A swap as the liaison decides on it. */
export const organisationSwapSchema = z.object({
  id: ulidSchema,
  slotId: idSchema,
  state: swapStateSchema,
  at: instantSchema,
  role: z.optional(ownRoleSchema),
  from: z.object({ personId: personIdSchema, name: personal('name', z.string()), signUpId: ulidSchema }),
  to: z.optional(z.object({ personId: personIdSchema, name: personal('name', z.string()) })),
  /** The slot of the seat that is given for it. */
  forSlotId: z.optional(idSchema),
  /** Of one that lapsed. */
  because: z.optional(swapEndSchema),
})
export type OrganisationSwap = z.infer<typeof organisationSwapSchema>

export const organisationSwapListSchema = z.object({ asOf: instantSchema, swaps: z.array(organisationSwapSchema) })
export type OrganisationSwapList = z.infer<typeof organisationSwapListSchema>
