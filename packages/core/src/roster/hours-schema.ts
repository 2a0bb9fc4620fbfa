import * as z from 'zod/mini'
import { dateSchema, idSchema, instantSchema, localizedSchema, personal, personIdSchema, ulidSchema } from '../schema.ts'
import { correctionViewSchema } from './correction-schema.ts'
import { hostNoteSchema } from './host-note-schema.ts'

/** 平台记录: what is said of hours until the system that the ministry designates has taken them over. */
export const RECORD_KIND = 'platform-record'

/** Nobody was in charge; somebody was, whose name is kept no longer. */
const LACKING = ['inCharge', 'inChargeName'] as const

/** One activity of one person: what decree 67 wants to be recorded of it. */
export const serviceRecordSchema = z.object({
  signUpId: ulidSchema,
  slotId: idSchema,
  orgId: idSchema,
  /** Name of the activity: that of the post, or as an accepted correction has it; so with content, place and who was in charge. */
  activity: localizedSchema,
  /** What is done there. */
  content: localizedSchema,
  /** The grid it is in. */
  place: localizedSchema,
  /** Who arranges it and keeps the record. */
  organiser: localizedSchema,
  /** Who answered for it: the chief of its grid, else of the nearest above. */
  inCharge: z.optional(personal('name', z.string())),
  /** What decree 67 wants to be recorded and is not known. */
  lacks: z.optional(z.array(z.enum(LACKING))),
  startsAt: instantSchema,
  endsAt: instantSchema,
  /** When the shift was called off: presence counts up to then, and before its start too. */
  calledOffAt: z.optional(instantSchema),
  checkedInAt: z.optional(personal('attendance', instantSchema)),
  checkedOutAt: z.optional(personal('attendance', instantSchema)),
  /** As in the sign-up's attendance. */
  checkedInLate: z.optional(personal('attendance', z.boolean())),
  checkedInArrivedAt: z.optional(personal('attendance', instantSchema)),
  checkedOutLate: z.optional(personal('attendance', z.boolean())),
  checkedOutArrivedAt: z.optional(personal('attendance', instantSchema)),
  /** Said by whoever ran the shift, while nothing shows that the person came: there is nothing to record then. */
  absence: z.optional(personal('attendance', z.enum(['no-show', 'excused']))),
  /** Whole minutes that count; 0 until both ends are known. */
  minutes: personal('attendance', z.int().check(z.gte(0))),
  /** Whether both ends are known. */
  recorded: z.boolean(),
  /** By when it is to be recorded: ten working days after the end. */
  recordBy: instantSchema,
  /** What hosts said to times that they recorded by hand, the oldest first. */
  hostNotes: z.optional(z.array(hostNoteSchema)),
  /** The newest one. */
  correction: z.optional(correctionViewSchema),
})
export type ServiceRecord = z.infer<typeof serviceRecordSchema>

/** One's own hours, newest first. */
export const myHoursSchema = z.object({
  asOf: instantSchema,
  kind: z.literal(RECORD_KIND),
  minutes: personal('attendance', z.int().check(z.gte(0))),
  records: z.array(serviceRecordSchema),
})
export type MyHours = z.infer<typeof myHoursSchema>

/** A record as whoever keeps it reads it: whose it is, and who sent them. */
export const keptRecordSchema = z.extend(z.omit(serviceRecordSchema, { correction: true, absence: true }), {
  personId: personIdSchema,
  name: personal('name', z.string()),
  /** Absent where nothing is known of it any more. */
  organisation: z.optional(localizedSchema),
})
export type KeptRecord = z.infer<typeof keptRecordSchema>

/** 记录单位: what a unit recorded in a span of days, whoever sent those who came; of what is complete, as it stands, a page. */
export const keptRecordsSchema = z.object({
  asOf: instantSchema,
  kind: z.literal(RECORD_KIND),
  /** First and last day, in the district's time zone. */
  from: dateSchema,
  to: dateSchema,
  /** Of all of them; with the first page. */
  total: z.optional(
    z.object({
      records: z.int().check(z.gte(0)),
      people: z.int().check(z.gte(0)),
      minutes: z.int().check(z.gte(0)),
    }),
  ),
  /** The newest first. */
  records: z.array(keptRecordSchema),
  /** The `after` of the next page; none where this is the last. */
  next: z.optional(z.string()),
})
export type KeptRecords = z.infer<typeof keptRecordsSchema>

/** An organisation's hours in a span of days; the sum over its people is its own. */
export const organisationHoursSchema = z.object({
  asOf: instantSchema,
  kind: z.literal(RECORD_KIND),
  orgId: idSchema,
  /** First and last day, in the district's time zone. */
  from: dateSchema,
  to: dateSchema,
  minutes: z.int().check(z.gte(0)),
  people: z.array(
    z.object({
      personId: personIdSchema,
      name: personal('name', z.string()),
      minutes: personal('attendance', z.int().check(z.gte(0))),
      /** How often they came. */
      times: z.int().check(z.gte(0)),
    }),
  ),
  /**
   * What is over and not recorded yet, the oldest first; not of those who are told not to have come. `late`: its ten working
   * days have passed.
   */
  unrecorded: z.array(
    z.object({
      signUpId: ulidSchema,
      slotId: idSchema,
      activity: localizedSchema,
      personId: personIdSchema,
      name: personal('name', z.string()),
      startsAt: instantSchema,
      endsAt: instantSchema,
      recordBy: instantSchema,
      late: z.boolean(),
    }),
  ),
  /** Records of those days of which something is not known that decree 67 wants to be recorded, the newest first. */
  lacking: z.optional(
    z.array(
      z.object({
        signUpId: ulidSchema,
        slotId: idSchema,
        activity: localizedSchema,
        personId: personIdSchema,
        name: personal('name', z.string()),
        startsAt: instantSchema,
        endsAt: instantSchema,
        lacks: z.array(z.enum(LACKING)),
      }),
    ),
  ),
  /** Corrections that its people asked for and that are not decided yet. */
  corrections: z.array(
    z.extend(correctionViewSchema, {
      activity: localizedSchema,
      personId: personIdSchema,
      name: personal('name', z.string()),
      /** Of the shift. */
      startsAt: instantSchema,
      endsAt: instantSchema,
    }),
  ),
})
export type OrganisationHours = z.infer<typeof organisationHoursSchema>
