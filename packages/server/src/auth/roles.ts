import { staffRoleSchema } from '@wangge/core/access/schema'
import type { StaffRole } from '@wangge/core/access/schema'

/** For calls that any member of staff may make. */
export const STAFF_ROLES: readonly StaffRole[] = staffRoleSchema.options

/** Those whose work is in a subtree of the grid, and those who watch it. */
export const GRID_ROLES: readonly StaffRole[] = STAFF_ROLES.filter((role) => role !== 'liaison')
