import type { Id } from '../schema.ts'
import { append } from './append.ts'
import type { GridTree } from './grid-tree.ts'
import type { Appointment, AppointmentRole, StaffingRates } from './schema.ts'
import { holdsAt, validity } from './validity.ts'

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

export interface Staffing {
  /** Rates over the micro-grids below the grid; a micro-grid counts itself. All 0/0 where there are none. */
  rates(gridId: Id): StaffingRates
  /** In the tree's order. */
  gaps: StaffingGap[]
  /** Persons who head several micro-grids at once, against one head, one micro-grid. */
  sharedHeads: { personId: Id; gridIds: Id[] }[]
}

/**
 * 1+1+N at an instant: of each micro-grid that is valid then, whether it has exactly one building head, exactly one
 * primary dual registrant and enough volunteers. Persons count, not appointments: one who was appointed twice is one.
 * @param at epoch milliseconds; an appointment holds from its `from` up to, not including, its `to`
 * @example staffing(tree, appointments, Date.now()).rates(tree.root.id).full // { num: 1024, den: 1030 }
 */
export function staffing(
  tree: GridTree,
  appointments: readonly Appointment[],
  at: number,
  { minVolunteers = 1 }: StaffingOptions = {},
): Staffing {
  const posts = holders(appointments, at)
  const tallies = new Map<Id, Tally>()
  const gaps: StaffingGap[] = []
  const headed = new Map<Id, Id[]>()
  for (const grid of [tree.root, ...tree.descendants(tree.root.id)]) {
    if (grid.level !== 'micro' || !holdsAt(validity(grid), at)) continue
    const heads = posts.get(postKey('buildingHead', grid.id)) ?? NOBODY
    const duals = posts.get(postKey('dualPrimary', grid.id)) ?? NOBODY
    const volunteers = posts.get(postKey('volunteer', grid.id)) ?? NOBODY
    const enough = volunteers.size >= minVolunteers
    for (const personId of heads) append(headed, personId, grid.id)
    const gap = gapOf(grid.id, heads.size, duals.size, enough)
    if (gap) gaps.push(gap)
    const tally = { micros: 1, heads: +(heads.size === 1), dual: +(duals.size === 1), volunteers: +enough, full: +!gap }
    for (const { id } of tree.path(grid.id)) add(tallies, id, tally)
  }
  return {
    rates: (gridId) => ratesOf(tallies.get(gridId)),
    gaps,
    sharedHeads: [...headed].filter(([, gridIds]) => gridIds.length > 1).map(([personId, gridIds]) => ({ personId, gridIds })),
  }
}

const NOBODY: ReadonlySet<Id> = new Set()

const postKey = (role: AppointmentRole, gridId: Id) => `${role} ${gridId}`

function holders(appointments: readonly Appointment[], at: number): ReadonlyMap<string, ReadonlySet<Id>> {
  const posts = new Map<string, Set<Id>>()
  for (const { role, gridId, personId, from, to } of appointments) {
    const span = { from: Date.parse(from), to: to === undefined ? Infinity : Date.parse(to) }
    if (!holdsAt(span, at)) continue
    const key = postKey(role, gridId)
    const persons = posts.get(key) ?? new Set()
    posts.set(key, persons.add(personId))
  }
  return posts
}

function gapOf(gridId: Id, heads: number, duals: number, enoughVolunteers: boolean): StaffingGap | undefined {
  const gap: StaffingGap = { gridId, missing: [], doubled: [] }
  if (heads === 0) gap.missing.push('head')
  if (heads > 1) gap.doubled.push('head')
  if (duals === 0) gap.missing.push('dual')
  if (duals > 1) gap.doubled.push('dual')
  if (!enoughVolunteers) gap.missing.push('volunteers')
  return gap.missing.length + gap.doubled.length > 0 ? gap : undefined
}

interface Tally {
  micros: number
  heads: number
  dual: number
  volunteers: number
  full: number
}

function add(tallies: Map<Id, Tally>, id: Id, more: Tally): void {
  const sum = tallies.get(id) ?? { micros: 0, heads: 0, dual: 0, volunteers: 0, full: 0 }
  sum.micros += more.micros
  sum.heads += more.heads
  sum.dual += more.dual
  sum.volunteers += more.volunteers
  sum.full += more.full
  tallies.set(id, sum)
}

function ratesOf({ micros, heads, dual, volunteers, full }: Tally = { micros: 0, heads: 0, dual: 0, volunteers: 0, full: 0 }) {
  const outOfMicros = (num: number) => ({ num, den: micros })
  return { heads: outOfMicros(heads), dual: outOfMicros(dual), volunteers: outOfMicros(volunteers), full: outOfMicros(full) }
}
