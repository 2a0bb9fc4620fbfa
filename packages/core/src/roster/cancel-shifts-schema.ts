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

/** Body of `POST /v1/shifts:cancel-preview`: what an order would be about. */
export const previewCancelCommandSchema = z.omit(cancelShiftsCommandSchema, { id: true, reason: true })
export type PreviewCancelCommand = z.infer<typeof previewCancelCommandSchema>

const countSchema = z.int().check(z.gte(0))

/** What an order would call off as things stand. Nobody is named. */
export const cancelPreviewSchema = z.object({
  asOf: instantSchema,
  /** In the order of their ids. */
  slotIds: z.array(idSchema),
  /** When the first of them begins and the last is over; with shifts only. What lies in the time in part reaches beyond it. */
  span: z.optional(z.object({ from: instantSchema, to: instantSchema })),
  /** Sign-ups that would end with it: those of `seated`, `offered`, `waitlisted` and `invited`. */
  signUps: countSchema,
  seated: countSchema,
  /** Whoever waited and has a seat held for them. */
  offered: countSchema,
  waitlisted: countSchema,
  invited: countSchema,
  /** People who have checked in already, and are none of `signUps`: their seat stays on record, up to the call-off. */
  onDuty: countSchema,
  /** Shifts in the time that have begun, or are off already. */
  passedBy: countSchema,
})
export type CancelPreview = z.infer<typeof cancelPreviewSchema>
