import * as z from 'zod/mini'
import { idSchema, instantSchema, ulidSchema } from '../schema.ts'

/**
 * Body of `POST /v1/me/consents/withdrawal`: one's own consent to the purpose is taken back, and what was to come of it is
 * cancelled. As easy as giving it (PIPL art. 15).
 */
export const withdrawConsentCommandSchema = z.strictObject({
  id: ulidSchema,
  purpose: z.string().check(z.minLength(1), z.maxLength(60)),
})
export type WithdrawConsentCommand = z.infer<typeof withdrawConsentCommandSchema>

/** What came of it. */
export const withdrawalSchema = z.object({
  purpose: z.string(),
  at: instantSchema,
  /** Sign-ups that were cancelled with it. */
  cancelled: z.array(idSchema),
})
export type Withdrawal = z.infer<typeof withdrawalSchema>
