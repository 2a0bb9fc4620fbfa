import type { Id, Instant } from '../../schema.ts'
import type { GridRecord } from '../schema.ts'
import { refusedOutlines } from './check-outlines.ts'
import { parentAt } from './grids-at.ts'
import { momentOf } from './moment.ts'
import type { Moment } from './moment.ts'
import { recordOf } from './part.ts'
import type { GridPart } from './part.ts'
import { childrenAt, refusedToEnd, replaceGrids } from './replace-grids.ts'
import type { LineageResult } from './replace-grids.ts'
import { assignChildren, levelDiffers, parentDiffers } from './split-grid.ts'

export interface RedrawnGrid extends GridPart {
  /** The grid whose outline changes; `id` is that of the grid which takes its place. */
  gridId: Id
  /** Children that go to this one. Those that no redrawn grid names stay with the one that takes their parent's place. */
  children?: readonly Id[]
}

export interface GridRedraw {
  /** All grids whose outlines change together: a border that shifts changes the grids on both its sides. */
  grids: readonly RedrawnGrid[]
  /** When it takes effect. Epoch milliseconds, or RFC 3339. */
  at: Instant | number
}

/**
 * Redraws grids: each ends, and one under an id of its own takes its place, with the same name where no other is given.
 * Grids of several levels may change together: a border between two estates and the micro-grids along it. Of each parent
 * that stays, the redrawn children together must cover exactly what they covered before; those of a redrawn parent must
 * tile its new outline. A grid keeps its parent, or what takes its place; to a redrawn grid also another one's children may go.
 * @throws SdkError `bad-argument` where `at` is no instant
 * @example
 * redrawGrid(records, { at: '2026-04-01T00:00:00+08:00', grids: [
 *   { gridId: 'm7', id: 'm7-2026', geometry: wider, crs: 'wgs84' },
 *   { gridId: 'm8', id: 'm8-2026', geometry: narrower, crs: 'wgs84' },
 * ] })
 */
export function redrawGrid(records: readonly GridRecord[], { grids, at: instant }: GridRedraw): LineageResult {
  const at = momentOf(instant)
  if (grids.length < 1) return { ok: false, reason: 'too-few', detail: { got: 0, least: 1 } }
  const ended = grids.map(({ gridId }) => gridId)
  const refusal = refusedToEnd(records, { at, ended })
  if (refusal) return refusal
  const byId = new Map(records.map((record) => [record.id, record]))
  const placeOf = new Map(grids.map(({ gridId, id }) => [gridId, id]))
  const children = childrenOfThese(records, new Set(ended), at)
  const assigned = assignChildren(grids, new Set(children.keys()))
  if (!assigned.ok) return assigned

  const begun: GridRecord[] = []
  for (const grid of grids) {
    const former = byId.get(grid.gridId)!
    const parentId = newParent(grid, former, { at, placeOf, assigned: assigned.parents })
    const isKept = grid.parentId === undefined || grid.parentId === parentId || [...placeOf.values()].includes(grid.parentId)
    if (!isKept) return parentDiffers(grid.id, grid.parentId, parentId)
    if (grid.level !== undefined && grid.level !== former.level) return levelDiffers(grid.id, grid.level, former.level)
    begun.push(redrawn(grid, former, grid.parentId ?? parentId))
  }
  const parents = new Map<Id, Id>()
  for (const [id, parentId] of children) {
    if (!placeOf.has(id)) parents.set(id, assigned.parents.get(id) ?? placeOf.get(parentId)!)
  }
  return replaceGrids(records, { at, ended, begun, parents }, refusedOutlines)
}

interface Placing {
  at: Moment
  placeOf: ReadonlyMap<Id, Id>
  assigned: ReadonlyMap<Id, Id>
}

function newParent(grid: RedrawnGrid, former: GridRecord, { at, placeOf, assigned }: Placing): Id | undefined {
  const parentId = parentAt(former, at.ms)
  return assigned.get(grid.gridId) ?? (parentId === undefined ? undefined : (placeOf.get(parentId) ?? parentId))
}

function redrawn(grid: RedrawnGrid, former: GridRecord, parentId: Id | undefined): GridRecord {
  const { name, pinyin, placeClasses } = former
  const kept = { ...(grid.name === undefined && { name, ...(pinyin !== undefined && { pinyin }) }) }
  const classes = placeClasses && { placeClasses }
  return recordOf({ name, ...classes, ...grid, ...kept }, former, parentId, { op: 'redraw', from: [grid.gridId] })
}

/** The children of these, redrawn ones too, with their parent. */
function childrenOfThese(records: readonly GridRecord[], ids: ReadonlySet<Id>, { ms }: Moment): Map<Id, Id> {
  return new Map(childrenAt(records, ids, ms).map((record) => [record.id, parentAt(record, ms)!]))
}
