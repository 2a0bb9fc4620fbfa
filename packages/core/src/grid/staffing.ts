import type { Id } from '../schema.ts'
import type { GridTree } from './grid-tree.ts'
import type { Appointment, AppointmentRole, StaffingRates } from './schema.ts'
import { createStaffingIndex } from './staffing-index.ts'

export interface StaffingOptions {
  /** Volunteers that a micro-grid needs: the N of 1+1+N. @defaultValue 1 */
  minVolunteers?: number
}

/** A micro-grid whose 1+1+N is not complete, or whose head or primary dual registrant is not one person. */
export interface StaffingGap {
  gridId: Id
  missing: ('head' | 'dual' | 'volunteers')[]
  doubled: ('head' | 'dual')[]
}

/** An appointment that holds at the instant, but for a grid that is not there then: split, say, and nobody was appointed anew. */
export interface StrayAppointment {
  appointmentId: Id
  gridId: Id
  personId: Id
  role: AppointmentRole
  /** `not-a-micro-grid`: heads and dual registrants belong to micro-grids alone. */
  reason: 'unknown-grid' | 'grid-not-valid' | 'not-a-micro-grid'
}

export interface Staffing {
  /** Rates over the micro-grids that were below the grid then; a micro-grid counts itself. All 0/0 where there are none. */
  rates(gridId: Id): StaffingRates
  /** In the tree's order. */
  gaps: StaffingGap[]
  /** Persons who head several micro-grids at once, against one head, one micro-grid. */
  sharedHeads: { personId: Id; gridIds: Id[] }[]
  /** In the order of the appointments. */
  strays: StrayAppointment[]
}

/**
 * 1+1+N at an instant: of each micro-grid that is valid then, whether it has exactly one building head, exactly one
 * primary dual registrant and enough volunteers. Persons count, not appointments: one who was appointed twice is one.
 * For several instants {@link createStaffingIndex} reads the appointments once.
 * @param at epoch milliseconds; an appointment holds from its `from` up to, not including, its `to`
 * @example staffing(tree, appointments, Date.now()).rates(tree.root.id).full // { num: 1024, den: 1030 }
 */
export const staffing = (
  tree: GridTree,
  appointments: readonly Appointment[],
  at: number,
  options: StaffingOptions = {},
): Staffing => createStaffingIndex(tree, appointments, options).at(at)
