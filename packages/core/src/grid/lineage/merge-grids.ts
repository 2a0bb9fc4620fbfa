import type { Id, Instant } from '../../schema.ts'
import type { GridRecord } from '../schema.ts'
import { refusedOutlines } from './check-outlines.ts'
import { parentAt } from './grids-at.ts'
import { momentOf } from './moment.ts'
import { recordOf } from './part.ts'
import type { NamedPart } from './part.ts'
import { childrenAt, refusedToEnd, replaceGrids } from './replace-grids.ts'
import type { LineageResult } from './replace-grids.ts'
import { levelDiffers, parentDiffers } from './split-grid.ts'
import { unionOutline } from './union-outline.ts'

export interface GridMerge {
  /** Two at least, of one level and one parent. */
  gridIds: readonly Id[]
  into: NamedPart
  /** When it takes effect. Epoch milliseconds, or RFC 3339. */
  at: Instant | number
}

/**
 * Merges grids of one parent into a new one. All their children go to it and stay the grids they are. Codes pass on only
 * where `into` names them. Where all of them have an outline, the new one must be exactly their union, and is made of
 * theirs where `into` has none.
 * @throws SdkError `bad-argument` where `at` is no instant
 * @example mergeGrids(records, { gridIds: ['m7', 'm8'], into: { id: 'm78', name }, at: Date.now() })
 */
export function mergeGrids(records: readonly GridRecord[], { gridIds, into, at: instant }: GridMerge): LineageResult {
  const at = momentOf(instant)
  if (gridIds.length < 2) return { ok: false, reason: 'too-few', detail: { got: gridIds.length, least: 2 } }
  const refusal = refusedToEnd(records, { at, ended: gridIds })
  if (refusal) return refusal
  const byId = new Map(records.map((record) => [record.id, record]))
  const formers = gridIds.map((id) => byId.get(id)!)
  const [first] = formers as [GridRecord, ...GridRecord[]]
  const expected = parentAt(first, at.ms)
  for (const former of formers) {
    const parentId = parentAt(former, at.ms)
    if (former.level !== first.level) return levelDiffers(former.id, former.level, first.level)
    if (parentId !== expected) return parentDiffers(former.id, parentId, expected)
  }
  if (into.level !== undefined && into.level !== first.level) return levelDiffers(into.id, into.level, first.level)
  if (into.parentId !== undefined && into.parentId !== expected) return parentDiffers(into.id, into.parentId, expected)

  const drawn = into.geometry === undefined ? { ...into, ...unionOutline(formers) } : into
  const begun = [recordOf(drawn, first, expected, { op: 'merge', from: [...gridIds] })]
  const parents = new Map(childrenAt(records, new Set(gridIds), at.ms).map(({ id }) => [id, into.id]))
  return replaceGrids(records, { at, ended: gridIds, begun, parents }, refusedOutlines)
}
