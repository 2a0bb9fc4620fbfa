import * as z from 'zod/mini'
import { dateSchema, idSchema, localizedSchema } from '../schema.ts'
import { attendancePolicySchema } from './attendance-schema.ts'
import { organisationKindSchema } from './organisation-schema.ts'

// Apart, so that a page loads only those that it reads by.
export * from './attendance-schema.ts'
export * from './certificate-schema.ts'
export * from './check-in-schema.ts'
export * from './correction-schema.ts'
export * from './host-note-schema.ts'
export * from './hours-schema.ts'
export * from './import-schema.ts'
export * from './notice-schema.ts'
export * from './organisation-schema.ts'
export * from './roster-schema.ts'
export * from './calendar-address-schema.ts'
export * from './cancel-shifts-schema.ts'
export * from './cover-schema.ts'
export * from './duty-news-schema.ts'
export * from './plan-job-schema.ts'
export * from './planning-schema.ts'
export * from './points-schema.ts'
export * from './quota-schema.ts'
export * from './report-in-schema.ts'
export * from './roster-week-schema.ts'
export * from './week-schema.ts'
export * from './sign-up-schema.ts'
export * from './slot-role-schema.ts'
export * from './slot-schema.ts'
export * from './swap-schema.ts'
export * from './volunteer-profile-schema.ts'

/** Rules of sign-up that a district may set; sent by the server so that page and server decide alike. */
export const signUpPolicySchema = z.object({
  /** Sign-up closes this many minutes before the start. */
  closesBeforeMinutes: z.int().check(z.gte(0)),
  /** Least rest between two duties of one person. */
  minRestMinutes: z.int().check(z.gte(0)),
  /** Longest waitlist; 0 for none. */
  maxWaitlist: z.int().check(z.gte(0)),
  /** Rules of checking in, where they are not as in `ATTENDANCE_POLICY`. */
  attendance: z.optional(attendancePolicySchema),
  /** A seat that falls free is held for the first who waits for so many minutes, until they confirm. Absent or 0: it is theirs at once. */
  offerMinutes: z.optional(z.int().check(z.gte(0))),
  /** Who has a seat is reminded so many hours before the start. Absent or 0: not at all. */
  remindBeforeHours: z.optional(z.int().check(z.gte(0))),
  /**
   * Who has a seat says again that they come, at the latest so many hours before the start; else the seat goes to others. Who
   * signs up after the reminder has just said so. Absent: nobody is asked.
   */
  confirmBeforeHours: z.optional(z.int().check(z.gte(0))),
  /** A seat given up since sign-up closed, or of a no-show, can be taken until so many minutes after the start. Absent: it cannot. */
  reliefMinutes: z.optional(z.int().check(z.gte(0))),
  /** A swap that both agree to waits for their liaison's word. @defaultValue false */
  swapNeedsApproval: z.optional(z.boolean()),
  /** IANA zone of the district, by whose calendar an age is counted. @defaultValue `Asia/Shanghai` */
  timeZone: z.optional(z.string()),
})
export type SignUpPolicy = z.infer<typeof signUpPolicySchema>

export const organisationViewSchema = z.object({
  id: idSchema,
  kind: organisationKindSchema,
  name: localizedSchema,
  superiorId: z.optional(idSchema),
  gridId: z.optional(idSchema),
  /** 在册党员人数. */
  registered: z.int().check(z.gte(0)),
  /** 撤销: the first local date on which it is closed. */
  closedOn: z.optional(dateSchema),
  policy: signUpPolicySchema,
})
export type OrganisationView = z.infer<typeof organisationViewSchema>
