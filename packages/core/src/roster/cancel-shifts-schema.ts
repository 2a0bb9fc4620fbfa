import * as z from 'zod/mini'
import { idSchema, instantSchema, ulidSchema } from '../schema.ts'
import { cancelReasonSchema, postKindSchema } from './slot-schema.ts'

/** Body of `POST /v1/shifts:cancel`: all shifts that lie in the time, as a whole or in part, and have not begun. */
export const cancelShiftsCommandSchema = z.strictObject({
  id: ulidSchema,
  from: instantSchema,
  /** Exclusive; at most 31 days after `from`. */
  to: instantSchema,
  /** Kinds of posts. @defaultValue all */
  kinds: z.optional(z.array(postKindSchema).check(z.minLength(1), z.maxLength(5))),
  /** Roots of the subtrees that the posts lie in. @defaultValue all that the caller reaches */
  gridIds: z.optional(z.array(idSchema).check(z.minLength(1), z.maxLength(200))),
  /** Only these of them. */
  slotIds: z.optional(z.array(idSchema).check(z.minLength(1), z.maxLength(500))),
  reason: cancelReasonSchema,
})
export type CancelShiftsCommand = z.infer<typeof cancelShiftsCommandSchema>

/** What was called off. */
export const cancelledShiftsSchema = z.object({
  slotIds: z.array(idSchema),
  /** Sign-ups that ended with it. */
  signUps: z.int().check(z.gte(0)),
  /** Shifts in the time that had begun, or were called off before. */
  passedBy: z.int().check(z.gte(0)),
})
export type CancelledShifts = z.infer<typeof cancelledShiftsSchema>
