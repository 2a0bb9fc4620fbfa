import * as z from 'zod/mini'
import { instantSchema, personal, ulidSchema } from '../schema.ts'
import { ownRoleSchema, skillSchema } from './slot-role-schema.ts'

const skillsSchema = personal('skill', z.array(skillSchema).check(z.maxLength(20)))
const birthYearSchema = personal('birth-year', z.int().check(z.gte(1900), z.lte(2100)))

/** What slots may ask for: as the person, or the street for them, has said. Nobody needs to say anything. */
export const volunteerProfileSchema = z.object({
  asOf: instantSchema,
  /** What the person may come as: from appointments and registrations, never from their own word. */
  roles: z.array(ownRoleSchema),
  skills: skillsSchema,
  /** The year and no more. */
  birthYear: z.optional(birthYearSchema),
})
export type VolunteerProfile = z.infer<typeof volunteerProfileSchema>

/** Body of `POST /v1/me/volunteer-profile` and of `POST /v1/people/{id}/volunteer-profile`: all of it anew. */
export const saveVolunteerProfileCommandSchema = z.strictObject({
  id: ulidSchema,
  skills: skillsSchema,
  /** Left out, none is kept. */
  birthYear: z.optional(birthYearSchema),
})
export type SaveVolunteerProfileCommand = z.infer<typeof saveVolunteerProfileCommandSchema>
