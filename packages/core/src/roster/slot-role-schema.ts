import * as z from 'zod/mini'
import { personal } from '../schema.ts'

/** 楼栋长 | 双报到党员 | 志愿者: what somebody comes as. Everybody may come as a volunteer. */
export const slotRoleSchema = z.enum(['buildingHead', 'dualRegistrant', 'volunteer'])
export type SlotRole = z.infer<typeof slotRoleSchema>

/** The same of a certain person: it says what they are. */
export const ownRoleSchema = personal('appointment', z.enum(slotRoleSchema.options))

/** How many of a role a slot needs; `taken` says how many of those places are, where the server tells. */
export const roleNeedSchema = z.object({
  role: slotRoleSchema,
  need: z.int().check(z.gte(0)),
  taken: z.optional(z.int().check(z.gte(0))),
})
export type RoleNeed = z.infer<typeof roleNeedSchema>

/** A tag such as `first-aid` or `sign-language`; its label is the page's. */
export const skillSchema = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,39}$/))
