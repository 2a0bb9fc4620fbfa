import * as z from 'zod/mini'
import { dateSchema, idSchema, instantSchema, localizedSchema, personal, personIdSchema, ulidSchema } from '../schema.ts'
import { attendancePolicySchema } from './attendance-schema.ts'
import { hostNoteSchema } from './host-note-schema.ts'
import { teamSummarySchema } from './points-schema.ts'
import { signUpViewSchema } from './sign-up-schema.ts'
import { slotViewSchema } from './slot-schema.ts'
import { dayKindSchema } from './week-schema.ts'

/** Somebody on a shift, as the board shows them. */
export const rosterPersonSchema = z.extend(
  z.pick(signUpViewSchema, {
    state: true,
    orgId: true,
    position: true,
    by: true,
    role: true,
    confirmBy: true,
    confirmedAt: true,
    swapId: true,
    attendance: true,
  }),
  {
    signUpId: ulidSchema,
    personId: personIdSchema,
    /** Masked where the reader need not know it; `—` of somebody of whom nothing is known any more. */
    name: personal('name', z.string()),
    /** What hosts said to times that they recorded by hand, the oldest first. */
    hostNotes: z.optional(z.array(hostNoteSchema)),
    /** Of the reader's own seat: whether they came is for others to say. */
    isReader: z.optional(z.boolean()),
  },
)
export type RosterPerson = z.infer<typeof rosterPersonSchema>

/** Shifts of some days with those who do them: posts by days, for the board. */
export const rosterWeekSchema = z.object({
  asOf: instantSchema,
  timeZone: z.string(),
  days: z.array(
    z.object({
      date: dateSchema,
      kind: dayKindSchema,
      /** Of the holiday that makes it one. */
      name: z.optional(localizedSchema),
      /** The year's holidays are not known yet: only the weekday speaks. */
      provisional: z.optional(z.boolean()),
    }),
  ),
  posts: z.array(
    z.extend(slotViewSchema.shape.post, {
      /** Of 测评点位: teams that answer for the points at its place; absent where there is no point, or nobody was told. */
      teamIds: z.optional(z.array(idSchema)),
    }),
  ),
  /** Those teams. */
  teams: z.optional(z.array(teamSummarySchema)),
  /** By start; `date` is the local date of the start. */
  slots: z.array(
    z.extend(z.omit(slotViewSchema, { post: true }), {
      postId: idSchema,
      date: dateSchema,
      /** Without those who cancelled; of a liaison's organisation only, where a liaison asks. */
      people: z.array(rosterPersonSchema),
      /** Of one that was called off: whose seat ended with it. That they had come by then can still be said. */
      released: z.optional(z.array(rosterPersonSchema)),
      /** Of an intersection: the branch that it belongs to at the start. */
      sponsorId: z.optional(idSchema),
      /** Of one that is over: until when a host records without saying why only now. */
      recordBy: z.optional(instantSchema),
    }),
  ),
  /** Organisations of those people, sponsors and teams. */
  organisations: z.array(z.object({ id: idSchema, name: localizedSchema, closedOn: z.optional(dateSchema) })),
  /** Least rest between two duties of one person, minutes: less of it is a clash. */
  minRestMinutes: z.optional(z.int().check(z.gte(0))),
  /** How long into a shift a free seat is for whoever is named at the post, minutes; absent where it is for nobody. */
  reliefMinutes: z.optional(z.int().check(z.gte(0))),
  /** When people check in at a shift and out of it; else as usual. */
  attendance: z.optional(z.pick(attendancePolicySchema, { opensBeforeMinutes: true, closesAfterMinutes: true })),
})
export type RosterWeek = z.infer<typeof rosterWeekSchema>
