import type { Id } from '../schema.ts'
import { append } from './append.ts'
import type { GridTree } from './grid-tree.ts'
import { gridTurns, parentAt } from './lineage/grids-at.ts'
import type { Appointment, AppointmentRole, GridRecord, StaffingRates } from './schema.ts'
import type { Staffing, StaffingGap, StaffingOptions, StrayAppointment } from './staffing.ts'
import { holdsAt, validity } from './validity.ts'
import type { Span } from './validity.ts'

export interface StaffingIndex {
  /**
   * 1+1+N at an instant, as {@link staffing} tells it: in about a millisecond for ten thousand appointments. Until the next
   * turn it is the same object.
   * @param at epoch milliseconds
   */
  at(at: number): Staffing
  /** When anything begins or ends, in order, epoch milliseconds: from one turn up to the next the staffing stays as it is. */
  turns: readonly number[]
}

/**
 * Reads appointments once, to tell the staffing at any instant, past or to come.
 * @param tree of all records, those of other days too, where instants of other days are asked for
 * @example
 * const index = createStaffingIndex(tree, appointments)
 * index.at(Date.now()).rates(tree.root.id).full // { num: 1024, den: 1030 }
 * index.at(Date.parse('2026-04-01T00:00:00+08:00')).gaps // who is missing by then
 */
export function createStaffingIndex(
  tree: GridTree,
  appointments: readonly Appointment[],
  { minVolunteers = 1 }: StaffingOptions = {},
): StaffingIndex {
  const grids = [tree.root, ...tree.descendants(tree.root.id)]
  const terms = appointments.map(termOf)
  const posts = readPosts(grids, terms)
  const adrift = adriftTerms(tree, terms)
  const turns = turnsOf(grids, terms)
  let memory: { turn: number; value: Staffing } | undefined
  return {
    turns,
    at(at) {
      const turn = turnAt(turns, at)
      if (memory?.turn !== turn) memory = { turn, value: staffingAt(tree, posts, adrift, at, minVolunteers) }
      return memory.value
    },
  }
}

/** An appointment with its times read. */
interface Term extends Span {
  appointment: Appointment
}

interface Post {
  grid: GridRecord
  span: Span
  heads: Term[]
  duals: Term[]
  volunteers: Term[]
}

const termOf = (appointment: Appointment): Term => ({
  appointment,
  from: Date.parse(appointment.from),
  to: appointment.to === undefined ? Infinity : Date.parse(appointment.to),
})

const LISTS: Partial<Record<AppointmentRole, 'heads' | 'duals' | 'volunteers'>> = {
  buildingHead: 'heads',
  dualPrimary: 'duals',
  volunteer: 'volunteers',
}

/** The micro-grids in the tree's order, each with everybody who is, was or will be appointed there. */
function readPosts(grids: readonly GridRecord[], terms: readonly Term[]): Post[] {
  const posts = new Map<Id, Post>()
  for (const grid of grids) {
    if (grid.level === 'micro') posts.set(grid.id, { grid, span: validity(grid), heads: [], duals: [], volunteers: [] })
  }
  for (const term of terms) {
    const list = LISTS[term.appointment.role]
    if (list) posts.get(term.appointment.gridId)?.[list].push(term)
  }
  return [...posts.values()]
}

function turnsOf(grids: readonly GridRecord[], terms: readonly Term[]): number[] {
  const turns = new Set(gridTurns(grids))
  for (const { from, to } of terms) turns.add(from).add(to)
  return [...turns].filter(Number.isFinite).sort((one, other) => one - other)
}

/** How many turns there were by then. */
function turnAt(turns: readonly number[], at: number): number {
  let low = 0
  let high = turns.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (turns[middle]! <= at) low = middle + 1
    else high = middle
  }
  return low
}

function staffingAt(
  tree: GridTree,
  posts: readonly Post[],
  adrift: readonly Adrift[],
  at: number,
  minVolunteers: number,
): Staffing {
  const tallies = new Map<Id, Tally>()
  const gaps: StaffingGap[] = []
  const headed = new Map<Id, Id[]>()
  for (const { grid, span, heads, duals, volunteers } of posts) {
    if (!holdsAt(span, at)) continue
    const headIds = holders(heads, at)
    const dualIds = holders(duals, at)
    const enough = holders(volunteers, at).length >= minVolunteers
    for (const personId of headIds) append(headed, personId, grid.id)
    const gap = gapOf(grid.id, headIds.length, dualIds.length, enough)
    if (gap) gaps.push(gap)
    const tally = { micros: 1, heads: +(headIds.length === 1), dual: +(dualIds.length === 1), volunteers: +enough, full: +!gap }
    for (let id: Id | undefined = grid.id; id !== undefined; id = parentThen(tree, id, at)) add(tallies, id, tally)
  }
  return {
    rates: (gridId) => ratesOf(tallies.get(gridId)),
    gaps,
    sharedHeads: [...headed].filter(([, gridIds]) => gridIds.length > 1).map(([personId, gridIds]) => ({ personId, gridIds })),
    strays: adrift.flatMap(({ term, stray, valid }) => (holdsAt(term, at) && !(valid && holdsAt(valid, at)) ? [stray] : [])),
  }
}

function parentThen(tree: GridTree, id: Id, at: number): Id | undefined {
  const record = tree.get(id)
  return record && parentAt(record, at)
}

/** Persons, each once: who was appointed twice is one. */
function holders(terms: readonly Term[], at: number): Id[] {
  const ids: Id[] = []
  for (const term of terms) {
    const { personId } = term.appointment
    if (holdsAt(term, at) && !ids.includes(personId)) ids.push(personId)
  }
  return ids
}

/** An appointment that can hold without its grid: outside `valid`, or always where there is none. */
interface Adrift {
  term: Term
  stray: StrayAppointment
  valid?: Span
}

function adriftTerms(tree: GridTree, terms: readonly Term[]): Adrift[] {
  return terms.flatMap((term): Adrift[] => {
    const { id: appointmentId, gridId, personId, role } = term.appointment
    const strayFor = (reason: StrayAppointment['reason']): StrayAppointment => ({ appointmentId, gridId, personId, role, reason })
    const grid = tree.get(gridId)
    if (!grid) return [{ term, stray: strayFor('unknown-grid') }]
    if ((role === 'buildingHead' || role === 'dualPrimary') && grid.level !== 'micro') {
      return [{ term, stray: strayFor('not-a-micro-grid') }]
    }
    const valid = validity(grid)
    return term.from < valid.from || term.to > valid.to ? [{ term, stray: strayFor('grid-not-valid'), valid }] : []
  })
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
  const sum = tallies.get(id)
  if (!sum) {
    tallies.set(id, { ...more })
    return
  }
  sum.micros += more.micros
  sum.heads += more.heads
  sum.dual += more.dual
  sum.volunteers += more.volunteers
  sum.full += more.full
}

const NOTHING: Tally = { micros: 0, heads: 0, dual: 0, volunteers: 0, full: 0 }

function ratesOf({ micros, heads, dual, volunteers, full }: Tally = NOTHING): StaffingRates {
  const outOfMicros = (num: number) => ({ num, den: micros })
  return { heads: outOfMicros(heads), dual: outOfMicros(dual), volunteers: outOfMicros(volunteers), full: outOfMicros(full) }
}
