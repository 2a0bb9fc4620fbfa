import * as z from 'zod/mini'
import { personKeySchema } from '../access/schema.ts'
import { idSchema, instantSchema, localizedSchema, personal, ulidSchema } from '../schema.ts'

const textSchema = personal('correction-text', z.string().check(z.trim(), z.minLength(1), z.maxLength(500)))

export const correctionStateSchema = z.enum(['requested', 'accepted', 'refused', 'disputed', 'upheld', 'withdrawn'])
export type CorrectionState = z.infer<typeof correctionStateSchema>

/** Body of `POST /v1/sign-ups/{id}/corrections`: when one came and went, by one's own account. */
export const requestCorrectionCommandSchema = z.strictObject({
  id: ulidSchema,
  signUpId: ulidSchema,
  checkedInAt: instantSchema,
  checkedOutAt: instantSchema,
  reason: textSchema,
  person: z.optional(personKeySchema),
})
export type RequestCorrectionCommand = z.infer<typeof requestCorrectionCommandSchema>

export const correctionActionSchema = z.enum(['accept', 'refuse', 'dispute', 'withdraw'])
export type CorrectionAction = z.infer<typeof correctionActionSchema>

/** Body of `POST /v1/corrections/{id}/steps`. `note` is required where something is refused or disputed. */
export const correctionStepCommandSchema = z.strictObject({
  id: ulidSchema,
  correctionId: ulidSchema,
  action: correctionActionSchema,
  note: z.optional(textSchema),
  person: z.optional(personKeySchema),
})
export type CorrectionStepCommand = z.infer<typeof correctionStepCommandSchema>

export const correctionViewSchema = z.object({
  id: ulidSchema,
  signUpId: ulidSchema,
  slotId: idSchema,
  state: correctionStateSchema,
  checkedInAt: personal('attendance', instantSchema),
  checkedOutAt: personal('attendance', instantSchema),
  reason: textSchema,
  /** What was said to the last step. */
  note: z.optional(textSchema),
  requestedAt: instantSchema,
  steppedAt: z.optional(instantSchema),
  /** What the reader may do with it now. */
  actions: z.array(correctionActionSchema),
})
export type CorrectionView = z.infer<typeof correctionViewSchema>

/** What waits for the reader's decision, the oldest first: as much as it takes to decide. */
export const correctionListSchema = z.object({
  asOf: instantSchema,
  corrections: z.array(
    z.extend(correctionViewSchema, {
      activity: localizedSchema,
      /** A minor's is masked for everybody but the street. */
      name: personal('name', z.string()),
      /** Of the shift. */
      startsAt: instantSchema,
      endsAt: instantSchema,
    }),
  ),
})
export type CorrectionList = z.infer<typeof correctionListSchema>
