import type { Id, Instant } from '../../schema.ts'
import type { GridRecord } from '../schema.ts'
import { refusedOutlines } from './check-outlines.ts'
import { parentAt } from './grids-at.ts'
import { momentOf } from './moment.ts'
import { recordOf } from './part.ts'
import type { NamedPart } from './part.ts'
import type { LineageRefusal } from './refusal.ts'
import { childrenAt, refusedToEnd, replaceGrids } from './replace-grids.ts'
import type { LineageResult } from './replace-grids.ts'

export interface SplitPart extends NamedPart {
  /** Children of the grid that go to this part. Each child goes to exactly one part. */
  children?: readonly Id[]
}

export interface GridSplit {
  gridId: Id
  /** Two at least. */
  into: readonly SplitPart[]
  /** When it takes effect: the grid's last instant, exclusive, and its parts' first. Epoch milliseconds, or RFC 3339. */
  at: Instant | number
}

/**
 * Splits a grid: it ends, its parts begin under ids of their own. Nothing is edited in place: the tree of every earlier
 * instant stays as it was. The children stay the grids they are, with another parent from then on (`formerParents` keeps
 * the former); each must be said where to go. Codes go to a part only where the part names them. Where the grid has an
 * outline, its parts must tile it exactly.
 * @throws SdkError `bad-argument` where `at` is no instant
 * @example
 * splitGrid(records, { gridId: 'm7', at: '2026-04-01T00:00:00+08:00', into: [
 *   { id: 'm7a', name: { zh: '7栋东', en: '7 East' }, geometry: east, crs: 'wgs84' },
 *   { id: 'm7b', name: { zh: '7栋西', en: '7 West' }, geometry: west, crs: 'wgs84' },
 * ] }) // { ok: true, records } | { ok: false, reason, detail }
 */
export function splitGrid(records: readonly GridRecord[], { gridId, into, at: instant }: GridSplit): LineageResult {
  const at = momentOf(instant)
  if (into.length < 2) return { ok: false, reason: 'too-few', detail: { got: into.length, least: 2 } }
  const refusal = refusedToEnd(records, { at, ended: [gridId] })
  if (refusal) return refusal
  const former = records.find(({ id }) => id === gridId)!
  const parentId = parentAt(former, at.ms)
  const strange = into.find((part) => part.parentId !== undefined && part.parentId !== parentId)
  if (strange) return parentDiffers(strange.id, strange.parentId, parentId)
  const otherLevel = into.find(({ level = former.level }) => level !== former.level)
  if (otherLevel) return levelDiffers(otherLevel.id, otherLevel.level!, former.level)

  const children = childrenAt(records, new Set([gridId]), at.ms)
  const assigned = assignChildren(into, new Set(children.map(({ id }) => id)))
  if (!assigned.ok) return assigned
  const begun = into.map((part) => recordOf(part, former, parentId, { op: 'split', from: [gridId] }))
  const change = { at, ended: [gridId], begun, parents: assigned.parents }
  return replaceGrids(records, change, refusedOutlines)
}

/** To which part each child goes, as the parts say. */
export function assignChildren(
  parts: readonly { id: Id; children?: readonly Id[] }[],
  children: ReadonlySet<Id>,
): { ok: true; parents: Map<Id, Id> } | LineageRefusal {
  const parents = new Map<Id, Id>()
  for (const part of parts) {
    for (const gridId of part.children ?? []) {
      if (!children.has(gridId)) return { ok: false, reason: 'unknown-child', detail: { gridId } }
      if (parents.has(gridId)) return { ok: false, reason: 'child-twice', detail: { gridId } }
      parents.set(gridId, part.id)
    }
  }
  return { ok: true, parents }
}

export const levelDiffers = (id: Id, level: GridRecord['level'], expected: GridRecord['level']): LineageRefusal => ({
  ok: false,
  reason: 'level-differs',
  detail: { id, level, expected },
})

export const parentDiffers = (id: Id, parentId: Id | undefined, expected: Id | undefined): LineageRefusal => ({
  ok: false,
  reason: 'parent-differs',
  detail: { id, ...(parentId !== undefined && { parentId }), ...(expected !== undefined && { expected }) },
})
