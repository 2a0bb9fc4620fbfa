import * as z from 'zod/mini'
import { idSchema, instantSchema, personIdSchema, personal } from '../schema.ts'

/** Roles of those who work for the district. A resident, or an employee who signs up, needs none. */
export const staffRoleSchema = z.enum(['street', 'community', 'estateWorker', 'buildingHead', 'liaison', 'inspector', 'auditor'])
export type StaffRole = z.infer<typeof staffRoleSchema>

/** A role and what it reaches: the subtree of a grid, or an organisation. */
export const grantSchema = z.object({
  role: staffRoleSchema,
  /** Root of the subtree that the role reaches. */
  gridId: z.optional(idSchema),
  /** Organisation that the role reaches; of a liaison. */
  orgId: z.optional(idSchema),
})
export type Grant = z.infer<typeof grantSchema>

/** Whoever is not found through their organisation or a grid: appointed by the street for a time. */
export const roleAppointmentSchema = z.extend(grantSchema, {
  id: idSchema,
  personId: personIdSchema,
  from: instantSchema,
  to: z.optional(instantSchema),
})
export type RoleAppointment = z.infer<typeof roleAppointmentSchema>

/** SHA-256 over issuer and subject of a host's token, the first 32 hex digits: tells persons apart and names nobody. */
export const personKeySchema = personal('person', z.string().check(z.regex(/^[0-9a-f]{32}$/)))

/** Who the caller is, as the server believes it. */
export const meSchema = z.object({
  /** `person`: an employee whom the host's token names; `staff`: somebody with appointments, or a machine's token. */
  kind: z.enum(['person', 'staff']),
  /** Tells one person's records on a device from another's. */
  personKey: personKeySchema,
  /** Absent for a machine's token. */
  name: z.optional(personal('name', z.string())),
  /** The organisation that vouches for the employee. */
  orgId: z.optional(idSchema),
  /** 工号, by which the organisation knows the employee. */
  staffNumber: z.optional(personal('staff-number', z.string())),
  minor: personal('minor', z.boolean()),
  /** Key of what a device keeps for this person, 32 bytes in base64url: for the page's memory only. */
  storageKey: z.optional(z.string()),
  /** What the caller may reach at this instant. */
  grants: z.array(grantSchema),
})
export type Me = z.infer<typeof meSchema>
