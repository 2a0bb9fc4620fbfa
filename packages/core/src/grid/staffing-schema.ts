import * as z from 'zod/mini'
import { idSchema, instantSchema, personIdSchema, rateSchema } from '../schema.ts'

export const appointmentRoleSchema = z.enum([
  'buildingHead',
  'dualPrimary',
  'dualReserve',
  'volunteer',
  'gridWorker',
  'gridChief',
])
export type AppointmentRole = z.infer<typeof appointmentRoleSchema>

export const appointmentSchema = z.object({
  id: idSchema,
  role: appointmentRoleSchema,
  personId: personIdSchema,
  gridId: idSchema,
  from: instantSchema,
  /** Exclusive; absent while the appointment lasts. */
  to: z.optional(instantSchema),
  appointedBy: z.optional(z.string()),
})
export type Appointment = z.infer<typeof appointmentSchema>

/** Micro-grids staffed, out of all micro-grids below the grid: `den` is their number. */
export const staffingRatesSchema = z.object({
  /** Exactly one building head. */
  heads: rateSchema,
  /** Exactly one primary dual registrant. */
  dual: rateSchema,
  /** At least the wanted number of volunteers. */
  volunteers: rateSchema,
  /** All three: 1+1+N. */
  full: rateSchema,
})
export type StaffingRates = z.infer<typeof staffingRatesSchema>
