import * as z from 'zod/mini'
import { instantSchema, personal } from '../schema.ts'

/**
 * Whether somebody came: `in` since they have checked in, `out` since they have checked out; `no-show` and `excused` are said
 * by whoever runs the shift.
 */
export const attendanceStateSchema = z.enum(['none', 'in', 'out', 'no-show', 'excused'])
export type AttendanceState = z.infer<typeof attendanceStateSchema>

/** What shows that somebody came or went; `correction` where they asked for other times, and these were accepted. */
export const presenceShownBySchema = z.enum(['code', 'place', 'host', 'correction'])
export type PresenceShownBy = z.infer<typeof presenceShownBySchema>

/** The attendance of one sign-up, as it stands in the sign-up's own view. */
export const attendanceViewSchema = z.object({
  state: personal('attendance', attendanceStateSchema),
  checkedInAt: z.optional(personal('attendance', instantSchema)),
  checkedOutAt: z.optional(personal('attendance', instantSchema)),
  /** With the instant beside it; absent from a server that does not tell. */
  checkedInBy: z.optional(personal('attendance', presenceShownBySchema)),
  checkedOutBy: z.optional(personal('attendance', presenceShownBySchema)),
  /** True where a code reached the server only after it was no longer shown; with when that was, where it was kept. */
  checkedInLate: z.optional(personal('attendance', z.boolean())),
  checkedInArrivedAt: z.optional(personal('attendance', instantSchema)),
  checkedOutLate: z.optional(personal('attendance', z.boolean())),
  checkedOutArrivedAt: z.optional(personal('attendance', instantSchema)),
  /** Whole minutes that count as service; absent until both ends are known. */
  minutes: z.optional(personal('attendance', z.int().check(z.gte(0)))),
})
export type AttendanceView = z.infer<typeof attendanceViewSchema>

/** Rules of checking in that a district may set; what it leaves out is as in `ATTENDANCE_POLICY`. */
export const attendancePolicySchema = z.object({
  /** How long before the start one may check in. */
  opensBeforeMinutes: z.optional(z.int().check(z.gte(0), z.lte(24 * 60))),
  /** How long after the end one may check out. */
  closesAfterMinutes: z.optional(z.int().check(z.gte(0), z.lte(24 * 60))),
  /** How much beyond the end of a shift still counts as service. */
  overrunMinutes: z.optional(z.int().check(z.gte(0), z.lte(24 * 60))),
  /** How far from the post one may be, in metres. */
  radius: z.optional(z.number().check(z.gt(0), z.lte(10_000))),
  /** How vague a position may be, in metres: it is so much that is granted on top of the radius. */
  maxAccuracy: z.optional(z.number().check(z.gte(0), z.lte(1_000))),
  /** How long after the end of a shift a check-in that was made offline may arrive. */
  arrivesWithinHours: z.optional(z.int().check(z.gte(1), z.lte(24 * 30))),
})
export type AttendancePolicyInput = z.infer<typeof attendancePolicySchema>
