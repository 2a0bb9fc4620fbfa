import { attendancePolicySchema } from '@wangge/core/roster/schema'
import type { SignUpPolicy } from '@wangge/core/roster/schema'
import * as z from 'zod/mini'

const upTo = (most: number) => z.int().check(z.gte(0), z.lte(most))
const DAY_MINUTES = 24 * 60
const WEEK_HOURS = 7 * 24

/** The rules of sign-up and of attendance as a district writes them down; its time zone is its own already. */
export const rosterPolicySchema = z.strictObject({
  closesBeforeMinutes: upTo(7 * DAY_MINUTES),
  minRestMinutes: upTo(2 * DAY_MINUTES),
  maxWaitlist: upTo(1000),
  attendance: z.optional(z.strictObject(attendancePolicySchema.shape)),
  offerMinutes: z.optional(upTo(7 * DAY_MINUTES)),
  remindBeforeHours: z.optional(upTo(2 * WEEK_HOURS)),
  confirmBeforeHours: z.optional(upTo(WEEK_HOURS)),
  reliefMinutes: z.optional(upTo(DAY_MINUTES)),
  swapNeedsApproval: z.optional(z.boolean()),
}) satisfies z.ZodMiniType<Omit<SignUpPolicy, 'timeZone'>>
export type RosterPolicy = z.infer<typeof rosterPolicySchema>

/** All that holds: what the district left out is as usual. */
export const rosterPolicyViewSchema = z.object({ policy: rosterPolicySchema, timeZone: z.string() })
