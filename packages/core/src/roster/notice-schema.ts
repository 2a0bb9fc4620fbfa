import * as z from 'zod/mini'
import { idSchema, instantSchema, localizedSchema, personIdSchema, ulidSchema } from '../schema.ts'
import { correctionStateSchema } from './correction-schema.ts'
import { signUpEndSchema } from './sign-up-schema.ts'
import { cancelReasonSchema, postKindSchema } from './slot-schema.ts'

/**
 * What is told of the roster to whoever asked for it. Each is about one person’s duty, but for `roster.free` (seats that relief may
 * take) and `roster.plan` (published), which are about nobody; a shift that is called off, or moved, is told by itself too.
 */
export const rosterNoticeTopicSchema = z.enum([
  'roster.offered',
  'roster.seated',
  'roster.assigned',
  'roster.invited',
  'roster.called-off',
  'roster.ended',
  'roster.changed',
  'roster.reminder',
  'roster.absent',
  'roster.swap',
  'roster.correction',
  'roster.free',
  'roster.plan',
])
export type RosterNoticeTopic = z.infer<typeof rosterNoticeTopicSchema>

/** What happened, as far as the shift itself does not say. Nothing in it names anybody. */
export const rosterFactsSchema = z.object({
  /** With `roster.called-off`. */
  reason: z.optional(cancelReasonSchema),
  /** With `roster.ended`. */
  ended: z.optional(signUpEndSchema),
  /** By when it wants an answer: with `roster.offered`, and `roster.reminder` where presence is to be confirmed. */
  until: z.optional(instantSchema),
  /** With `roster.changed`: the hours before. */
  was: z.optional(z.object({ startsAt: instantSchema, endsAt: instantSchema })),
  /**
   * With `roster.swap`: what became of it; `offered` to the colleague for whom alone a seat is offered, `lapsed` where somebody
   * began to wait for the seat.
   */
  swap: z.optional(z.enum(['offered', 'accepted', 'done', 'refused', 'lapsed'])),
  /** With `roster.swap`: which. */
  swapId: z.optional(ulidSchema),
  /** With `roster.correction`: what was decided. */
  correction: z.optional(correctionStateSchema),
  /** With `roster.free`: how many seats. */
  seats: z.optional(z.int().check(z.gte(1))),
  /** With `roster.plan`: the first local date, how many days, and in how many shifts something has changed. */
  plan: z.optional(z.object({ from: z.string(), days: z.int(), slots: z.int() })),
})
export type RosterFacts = z.infer<typeof rosterFactsSchema>

/**
 * What is told of a duty: what, where and when, and whose it is by ids alone. No name, number or status of anybody is in it, nor what
 * anybody wrote.
 */
export const rosterNoticeSchema = z.object({
  /** The same each time it is sent: whoever gets it twice knows it by this. */
  id: z.string().check(z.minLength(1), z.maxLength(200)),
  topic: rosterNoticeTopicSchema,
  /** When it happened. */
  at: instantSchema,
  facts: rosterFactsSchema,
  /** Of all but a plan. */
  shift: z.optional(
    z.object({
      id: idSchema,
      post: z.object({ id: idSchema, kind: postKindSchema, name: localizedSchema }),
      /** Root first. */
      grid: z.array(z.object({ id: idSchema, name: localizedSchema })),
      /** As they are now. */
      startsAt: instantSchema,
      endsAt: instantSchema,
    }),
  ),
  /** Whose it is. */
  duty: z.optional(
    z.object({
      /** Absent where the person has no place in the shift: a colleague offers them one, or the liaison refused it to them. */
      signUpId: z.optional(ulidSchema),
      orgId: idSchema,
      /** The district’s own id of the person. */
      personId: personIdSchema,
      /** To the person’s own organisation only: who they are in the tokens of its host, its own staff number. */
      subject: z.optional(z.string()),
    }),
  ),
})
export type RosterNotice = z.infer<typeof rosterNoticeSchema>
