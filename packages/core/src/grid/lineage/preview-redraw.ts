import type { Crs, Id, Instant, Position } from '../../schema.ts'
import { append } from '../append.ts'
import { createGridTree } from '../grid-tree.ts'
import type { GridTree } from '../grid-tree.ts'
import { SdkError } from '../../errors.ts'
import type { Appointment, AppointmentRole, GridRecord } from '../schema.ts'
import { gridsAt } from './grids-at.ts'
import { momentOf } from './moment.ts'
import { createDestinations } from './destinations.ts'
import type { Destinations } from './destinations.ts'

/** What may lie in the grids that change. Give the open issues, and of the rest what holds at that instant. */
export interface RedrawContents {
  /** When the redraw takes effect. Epoch milliseconds, or RFC 3339. */
  at: Instant | number
  /** Coordinates of the positions given. @defaultValue `wgs84` */
  crs?: Crs
  issues?: readonly { id: Id; gridPath: readonly Id[]; position?: Position }[]
  /** Those that have ended by then do not count. */
  appointments?: readonly Appointment[]
  registrations?: readonly { personId: Id; communityId: Id; microGridId?: Id }[]
  groups?: readonly { id: Id; gridId: Id }[]
  buildings?: readonly { id: Id; gridId: Id; position?: Position; doorCount?: number }[]
  /** Where duties are done. */
  posts?: readonly { id: Id; gridId: Id; position?: Position }[]
}

/** Where something is that lies in a grid that ends, and where it will be; `to` is absent where nobody can tell. */
export interface Move {
  id: Id
  from: Id
  to?: Id
}

export interface EndingGrid {
  gridId: Id
  /** What begins in its place; none where it is given up. */
  successors: Id[]
  issues: number
  appointments: number
  registrations: number
  groups: number
  buildings: number
  posts: number
  /** Doors of its buildings, where they are told. */
  households: number
}

export interface RedrawPreview {
  at: Instant
  ended: EndingGrid[]
  begun: Id[]
  /** Grids that stay, with another parent. */
  reparented: { gridId: Id; from: Id; to: Id }[]
  /** They keep their frozen path; this is where they will lie. */
  issues: Move[]
  /** They end with their grid: whoever held one is to be appointed anew. */
  appointments: (Move & { personId: Id; role: AppointmentRole })[]
  /** Of each new micro-grid the posts that nobody has been appointed to yet. */
  vacancies: { gridId: Id; role: 'buildingHead' | 'dualPrimary' }[]
  registrations: { personId: Id; from: Id; to?: Id }[]
  /** `rename`: one grid follows; `split`: several do; `merge`: others' members join; `close`: none. */
  groups: (Move & { action: 'rename' | 'split' | 'merge' | 'close' })[]
  buildings: Move[]
  posts: Move[]
}

/**
 * What a redraw moves, with nothing changed: of each grid that ends the issues, appointments, registrations, groups,
 * buildings and posts, and where each will lie: by its position where it has one, else by the grid's only successor.
 * @param before records without the redraw
 * @param after records with it, as `splitGrid`, `mergeGrids` or `redrawGrid` gave them
 * @throws SdkError `bad-argument` where `at` is no instant, or one of the two is no tree then
 * @example
 * const preview = previewRedraw(records, result.records, { at, issues: openIssues, appointments })
 * preview.vacancies // [{ gridId: 'm7a', role: 'buildingHead' }, …]
 */
export function previewRedraw(
  before: readonly GridRecord[],
  after: readonly GridRecord[],
  { at: instant, crs = 'wgs84', ...contents }: RedrawContents,
): RedrawPreview {
  const at = momentOf(instant)
  const trees = { before: treeAt(before, at.ms, 'before'), after: treeAt(after, at.ms, 'after') }
  const { ended, begun } = changed(trees)
  const to = createDestinations(trees, { ended, begun, crs })
  const moves = movesOf(contents, { ended, begun, to, ms: at.ms })
  const count = (list: readonly { from: Id }[], gridId: Id) => list.filter(({ from }) => from === gridId).length
  const doors = new Map((contents.buildings ?? []).map(({ id, doorCount = 0 }) => [id, doorCount]))
  return {
    at: at.text,
    ended: [...ended].map((gridId) => ({
      gridId,
      successors: [...to.successors(gridId)],
      issues: count(moves.issues, gridId),
      appointments: count(moves.appointments, gridId),
      registrations: count(moves.registrations, gridId),
      groups: count(moves.groups, gridId),
      buildings: count(moves.buildings, gridId),
      posts: count(moves.posts, gridId),
      households: moves.buildings.reduce((sum, { id, from }) => sum + (from === gridId ? (doors.get(id) ?? 0) : 0), 0),
    })),
    begun: [...begun],
    reparented: reparented(trees),
    ...moves,
    vacancies: vacancies(trees.after, begun, contents.appointments ?? [], at.ms),
  }
}

interface Trees {
  before: GridTree
  after: GridTree
}

function treeAt(records: readonly GridRecord[], ms: number, which: string): GridTree {
  const result = createGridTree(gridsAt(records, ms))
  if (result.ok) return result.tree
  throw new SdkError('bad-argument', `Expected a sound grid tree ${which} the redraw, got ${result.problems[0]?.message.en}`)
}

const all = (tree: GridTree) => [tree.root, ...tree.descendants(tree.root.id)]

function changed({ before, after }: Trees): { ended: Set<Id>; begun: Set<Id> } {
  const ids = (grids: readonly GridRecord[]) => new Set(grids.map(({ id }) => id))
  return {
    ended: ids(all(before).filter(({ id }) => !after.get(id))),
    begun: ids(all(after).filter(({ id }) => !before.get(id))),
  }
}

function reparented({ before, after }: Trees): RedrawPreview['reparented'] {
  return all(after).flatMap(({ id, parentId: to }) => {
    const from = before.get(id)?.parentId
    return from === undefined || to === undefined || from === to ? [] : [{ gridId: id, from, to }]
  })
}

interface Change {
  ended: ReadonlySet<Id>
  begun: ReadonlySet<Id>
  to: Destinations
  ms: number
}

type Moves = Pick<RedrawPreview, 'issues' | 'appointments' | 'registrations' | 'groups' | 'buildings' | 'posts'>

function movesOf(contents: Omit<RedrawContents, 'at' | 'crs'>, { ended, to, ms }: Change): Moves {
  const { issues = [], appointments = [], registrations = [], groups = [], buildings = [], posts = [] } = contents
  const lasts = ({ to: end }: Appointment) => end === undefined || Date.parse(end) > ms
  const move = (id: Id, from: Id, target: Id | undefined) => ({ id, from, ...(target !== undefined && { to: target }) })
  const placed = ({ id, gridId, position }: { id: Id; gridId: Id; position?: Position }): Move[] =>
    ended.has(gridId) ? [move(id, gridId, to.at(gridId, position))] : []
  return {
    issues: issues.flatMap(({ id, gridPath, position }) => {
      const from = [...gridPath].reverse().find((gridId) => ended.has(gridId))
      return from === undefined ? [] : [move(id, from, to.ofPath(gridPath, from, position))]
    }),
    appointments: appointments.flatMap((appointment) => {
      const { id, personId, role, gridId } = appointment
      return ended.has(gridId) && lasts(appointment) ? [{ ...move(id, gridId, to.only(gridId)), personId, role }] : []
    }),
    registrations: registrations.flatMap(({ personId, communityId, microGridId }) => {
      const from = [microGridId, communityId].find((gridId) => gridId !== undefined && ended.has(gridId))
      if (from === undefined) return []
      const target = to.only(from)
      return [{ personId, from, ...(target !== undefined && { to: target }) }]
    }),
    groups: groups.flatMap(({ id, gridId }) =>
      ended.has(gridId) ? [{ ...move(id, gridId, to.only(gridId)), action: groupAction(gridId, to) }] : [],
    ),
    buildings: buildings.flatMap(placed),
    posts: posts.flatMap(placed),
  }
}

function groupAction(gridId: Id, to: Destinations): 'rename' | 'split' | 'merge' | 'close' {
  const [only, ...others] = to.successors(gridId)
  if (only === undefined) return 'close'
  if (others.length > 0) return 'split'
  return to.origins(only).length > 1 ? 'merge' : 'rename'
}

function vacancies(
  tree: GridTree,
  begun: ReadonlySet<Id>,
  appointments: readonly Appointment[],
  ms: number,
): RedrawPreview['vacancies'] {
  const held = new Map<Id, AppointmentRole[]>()
  for (const { gridId, role, from, to } of appointments) {
    const isHeld = Date.parse(from) <= ms && (to === undefined || ms < Date.parse(to))
    if (isHeld) append(held, gridId, role)
  }
  const micros = [...begun].filter((id) => tree.get(id)?.level === 'micro')
  const roles = ['buildingHead', 'dualPrimary'] as const
  return micros.flatMap((gridId) => roles.filter((role) => !held.get(gridId)?.includes(role)).map((role) => ({ gridId, role })))
}
