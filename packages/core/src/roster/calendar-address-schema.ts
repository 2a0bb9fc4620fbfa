import * as z from 'zod/mini'
import { dateSchema, instantSchema } from '../schema.ts'

/** Body of `POST /v1/me/calendar`. */
export const calendarAddressCommandSchema = z.strictObject({ lang: z.optional(z.enum(['zh', 'en'])) })

/** A new address of one's duties for a calendar program; any earlier one is dead. Told once: it is kept as a hash. */
export const calendarAddressSchema = z.object({
  /** Below the endpoint. Whoever knows it reads the duties. */
  path: z.string().check(z.regex(/^\/v1\/calendars\/[A-Za-z0-9_-]+\.ics$/)),
  createdAt: instantSchema,
})
export type CalendarAddress = z.infer<typeof calendarAddressSchema>

/** Whether there is an address, since when, and when a calendar program last read it (to the day). */
export const calendarStatusSchema = z.object({ createdAt: z.optional(instantSchema), lastReadOn: z.optional(dateSchema) })
export type CalendarStatus = z.infer<typeof calendarStatusSchema>
