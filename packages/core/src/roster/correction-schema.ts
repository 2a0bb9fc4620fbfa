import * as z from 'zod/mini'
import { personKeySchema } from '../access/schema.ts'
import { idSchema, instantSchema, localizedSchema, personal, ulidSchema } from '../schema.ts'
import { FACT_LENGTHS } from './attendance/fact-lengths.ts'

const textSchema = personal('correction-text', z.string().check(z.trim(), z.minLength(1), z.maxLength(500)))

export const correctionStateSchema = z.enum(['requested', 'accepted', 'refused', 'disputed', 'upheld', 'withdrawn'])
export type CorrectionState = z.infer<typeof correctionStateSchema>

/** One line that reads as it is written: no control sign, and none that turns the rest of the line around. */
const isOneLine = (text: string): boolean => !/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u.test(text)
const lineOf = (most: number) =>
  personal(
    'correction-text',
    z.string().check(z.trim(), z.minLength(1), z.maxLength(most), z.refine(isOneLine, 'Expected one line of plain text')),
  )

/** What a record should tell beside its times, in the words of whoever asks; what is left out stays. */
export const correctedFactsSchema = z.strictObject({
  activity: z.optional(lineOf(FACT_LENGTHS.activity)),
  place: z.optional(lineOf(FACT_LENGTHS.place)),
  content: z.optional(lineOf(FACT_LENGTHS.content)),
  /** Who answered for it, by name. */
  inCharge: z.optional(lineOf(FACT_LENGTHS.inCharge)),
})
export type CorrectedFacts = z.infer<typeof correctedFactsSchema>

/**
 * Body of `POST /v1/sign-ups/{id}/corrections`: when one came and went, what it was and where, who answered for it, by one's own
 * account. Both times or neither; of either kind at least one.
 */
export const requestCorrectionCommandSchema = z
  .strictObject({
    id: ulidSchema,
    signUpId: ulidSchema,
    checkedInAt: z.optional(instantSchema),
    checkedOutAt: z.optional(instantSchema),
    facts: z.optional(correctedFactsSchema),
    reason: textSchema,
    person: z.optional(personKeySchema),
  })
  .check(
    z.refine(({ checkedInAt, checkedOutAt }) => (checkedInAt === undefined) === (checkedOutAt === undefined), {
      path: ['checkedOutAt'],
      error: 'Expected both times or neither',
    }),
    z.refine(({ checkedInAt, facts = {} }) => checkedInAt !== undefined || Object.keys(facts).length > 0, {
      path: ['facts'],
      error: 'Expected times or something else that should stand there',
    }),
  )
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

/** A text of its own, so that not every text of a district is marked. */
const toldSchema = personal('correction-text', z.extend(localizedSchema, {}))

/** What stood in the record of what a correction names; what is left out was not known, and a name that is kept no longer is a dash. */
export const correctionBeforeSchema = z.object({
  checkedInAt: z.optional(personal('attendance', instantSchema)),
  checkedOutAt: z.optional(personal('attendance', instantSchema)),
  activity: z.optional(toldSchema),
  place: z.optional(toldSchema),
  content: z.optional(toldSchema),
  inCharge: z.optional(personal('name', z.string())),
})
export type CorrectionBefore = z.infer<typeof correctionBeforeSchema>

export const correctionViewSchema = z.object({
  id: ulidSchema,
  signUpId: ulidSchema,
  slotId: idSchema,
  state: correctionStateSchema,
  /** Both times are there, or neither: they stay as they are then. */
  checkedInAt: z.optional(personal('attendance', instantSchema)),
  checkedOutAt: z.optional(personal('attendance', instantSchema)),
  /** What else should stand there; of a name that is kept no longer, a dash. */
  facts: z.optional(correctedFactsSchema),
  /** What stands there while it waits; once it is accepted, what stood there until then. */
  before: z.optional(correctionBeforeSchema),
  reason: textSchema,
  /** What was said to the last step. */
  note: z.optional(textSchema),
  requestedAt: instantSchema,
  steppedAt: z.optional(instantSchema),
  /** What the reader may do with it now. */
  actions: z.array(correctionActionSchema),
})
export type CorrectionView = z.infer<typeof correctionViewSchema>

/**
 * What waits for the reader's decision, the oldest first: as much as it takes to decide. Or what was decided lately, the newest
 * first, with who did.
 */
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
      /** Of what is decided: by whom, at `steppedAt`; left out where nobody may know any more, or whoever has a token did. */
      decidedBy: z.optional(personal('name', z.string())),
    }),
  ),
})
export type CorrectionList = z.infer<typeof correctionListSchema>
