import { SdkError } from '../errors.ts'
import type { Id, Instant } from '../schema.ts'
import { append } from './append.ts'
import type { GridTree } from './grid-tree.ts'
import { momentOf } from './lineage/moment.ts'
import type { Appointment } from './schema.ts'
import { validity } from './validity.ts'
import type { Span } from './validity.ts'

/** Posts that one person holds at a time. */
export type SinglePost = 'buildingHead' | 'dualPrimary'

export interface HandoverWindow {
  /** First instant that is looked at: RFC 3339, or epoch milliseconds. */
  from: Instant | number
  /** Exclusive. */
  to: Instant | number
}

/** A post that nobody holds after somebody left, or before somebody comes. */
export interface HandoverGap {
  gridId: Id
  role: SinglePost
  /** When the last one left, or the grid began; absent where it has always been so. */
  from?: Instant
  /** When the next one begins, or the grid ends; absent while neither is announced. */
  to?: Instant
  /** Whose term ended there; empty where the grid began without anybody. */
  left: Id[]
  /** Who begins then; empty while nobody is announced. */
  comes: Id[]
}

/** A post that several hold at once: a handover whose terms overlap. */
export interface HandoverOverlap {
  gridId: Id
  role: SinglePost
  from?: Instant
  /** Absent while no end is announced. */
  to?: Instant
  /** In the order in which they began. */
  holders: Id[]
}

export interface Handovers {
  /** In the tree's order, of a grid in the order of time. */
  gaps: HandoverGap[]
  overlaps: HandoverOverlap[]
}

const POSTS: readonly SinglePost[] = ['buildingHead', 'dualPrimary']

/**
 * Where the handover of a post leaves a gap or an overlap within a window, past or announced. Each is told with its own
 * times, which may lie outside the window. A post that nobody ever held nor will is a vacancy (`staffing`), no handover.
 * @throws SdkError `bad-argument` where the window is not two instants in order
 * @example
 * handoverGaps(tree, appointments, { from: '2026-03-01T00:00:00+08:00', to: '2026-04-01T00:00:00+08:00' }).gaps
 * // [{ gridId: 'm0123', role: 'buildingHead', from: '2026-03-09T16:00:00.000Z', to: '2026-03-14T16:00:00.000Z', left: ['p1'], comes: ['p2'] }]
 */
export function handoverGaps(tree: GridTree, appointments: readonly Appointment[], window: HandoverWindow): Handovers {
  const wanted = windowOf(window)
  const termsOf = readTerms(appointments)
  const handovers: Handovers = { gaps: [], overlaps: [] }
  for (const grid of [tree.root, ...tree.descendants(tree.root.id)]) {
    if (grid.level !== 'micro') continue
    const valid = validity(grid)
    for (const role of POSTS) {
      const terms = termsOf.get(`${role} ${grid.id}`)
      if (terms) tell(stretches(terms, valid), { gridId: grid.id, role, valid, wanted, terms }, handovers)
    }
  }
  return handovers
}

interface Term extends Span {
  personId: Id
}

/** While the holders stay the same. */
interface Stretch extends Span {
  holders: Id[]
}

interface Place {
  gridId: Id
  role: SinglePost
  valid: Span
  wanted: Span
  terms: readonly Term[]
}

function tell(parts: readonly Stretch[], { gridId, role, valid, wanted, terms }: Place, handovers: Handovers): void {
  for (const { from, to, holders } of parts) {
    if (from >= wanted.to || to <= wanted.from || holders.length === 1) continue
    const times = { ...(from > -Infinity && { from: instant(from) }), ...(to < Infinity && { to: instant(to) }) }
    if (holders.length > 1) {
      handovers.overlaps.push({ gridId, role, ...times, holders })
      continue
    }
    const left = from > valid.from ? personsOf(terms, ({ to: end }) => end === from) : []
    const comes = to < valid.to ? personsOf(terms, ({ from: begin }) => begin === to) : []
    if (left.length + comes.length > 0) handovers.gaps.push({ gridId, role, ...times, left, comes })
  }
}

/** The grid's time cut wherever a term begins or ends; neighbours with the same holders are one. */
function stretches(terms: readonly Term[], valid: Span): Stretch[] {
  const cuts = new Set([valid.from, valid.to])
  for (const { from, to } of terms) for (const cut of [from, to]) if (cut > valid.from && cut < valid.to) cuts.add(cut)
  const times = [...cuts].sort((one, other) => (one < other ? -1 : 1))
  const parts: Stretch[] = []
  for (let index = 0; index + 1 < times.length; index++) {
    const from = times[index]!
    const to = times[index + 1]!
    const holders = personsOf(terms, (term) => term.from <= from && to <= term.to)
    const last = parts.at(-1)
    if (last && last.holders.join('\n') === holders.join('\n')) last.to = to
    else parts.push({ from, to, holders })
  }
  return parts
}

function personsOf(terms: readonly Term[], is: (term: Term) => boolean): Id[] {
  const ids: Id[] = []
  for (const term of terms) if (is(term) && !ids.includes(term.personId)) ids.push(term.personId)
  return ids
}

/** Terms by post and grid, in the order in which they begin. */
function readTerms(appointments: readonly Appointment[]): Map<string, Term[]> {
  const terms = new Map<string, Term[]>()
  for (const { role, gridId, personId, from, to } of appointments) {
    if (role !== 'buildingHead' && role !== 'dualPrimary') continue
    const term = { personId, from: Date.parse(from), to: to === undefined ? Infinity : Date.parse(to) }
    if (term.from < term.to) append(terms, `${role} ${gridId}`, term)
  }
  for (const list of terms.values()) list.sort((one, other) => one.from - other.from)
  return terms
}

function windowOf({ from, to }: HandoverWindow): Span {
  const span = { from: momentOf(from).ms, to: momentOf(to).ms }
  if (span.from < span.to) return span
  throw new SdkError('bad-argument', `A window of two instants in order was expected, got ${String(from)} to ${String(to)}`)
}

const instant = (ms: number): Instant => new Date(ms).toISOString()
