import type { Id, Instant } from '../../schema.ts'
import type { GridRecord } from '../schema.ts'
import type { GridChange } from '../change-schema.ts'
import { withChildrenByPlace } from './children-by-place.ts'
import { gridTurns } from './grids-at.ts'
import { matchBorders } from './match-borders.ts'
import { mergeGrids } from './merge-grids.ts'
import { momentOf } from './moment.ts'
import { childrenAt } from './replace-grids.ts'
import type { LineageResult } from './replace-grids.ts'
import { redrawGrid } from './redraw-grid.ts'
import { splitGrid } from './split-grid.ts'

export interface ChangeOptions {
  /** When it takes effect. Epoch milliseconds, or RFC 3339. */
  at: Instant | number
  /** Ids for grids to be that came without one. */
  newId: () => Id
}

/**
 * Carries out a split, a merge or a redraw as somebody asks for it, in one call: ids are given where they are left out, and where a
 * new border meets an old one, the neighbours and the grids above get its vertex, so that the borders stay clear before and after.
 * The children of a grid that is split go to the part that they lie in, where nobody says otherwise.
 * A neighbour stays the grid it is: a vertex more moves no border.
 * @throws SdkError `bad-argument` where `at` is no instant
 * @example
 * changeGrids(records, { op: 'merge', gridIds: ['m7', 'm8'], into: { name: { zh: '7、8栋', en: '7 and 8' } } }, { at, newId })
 * // { ok: true, records } | { ok: false, reason, detail }
 */
export function changeGrids(records: readonly GridRecord[], change: GridChange, { at, newId }: ChangeOptions): LineageResult {
  const { ms } = momentOf(at)
  const result = carriedOut(records, change, { at, newId })
  if (!result.ok) return result
  // What was true before stays a partition too: the grids that end get the vertices of those that stay.
  const instants = [ms, ...gridTurns(result.records).filter((turn) => turn > ms), ms - 1]
  return { ok: true, records: instants.reduce<GridRecord[]>(matchBorders, result.records) }
}

function carriedOut(records: readonly GridRecord[], change: GridChange, { at, newId }: ChangeOptions): LineageResult {
  switch (change.op) {
    case 'split': {
      const { gridId } = change
      const parts = change.into.map((part) => known({ ...part, id: part.id ?? newId() }))
      const into = withChildrenByPlace(parts, childrenAt(records, new Set([gridId]), momentOf(at).ms))
      return splitGrid(records, { gridId, into, at })
    }
    case 'merge': {
      const { gridIds, into } = change
      return mergeGrids(records, { gridIds, into: known({ ...into, id: into.id ?? newId() }), at })
    }
    case 'redraw': {
      const { grids } = change
      return redrawGrid(records, { grids: grids.map((grid) => known({ ...grid, id: grid.id ?? newId() })), at })
    }
  }
}

type Known<T> = { [Key in keyof T]: Exclude<T[Key], undefined> }

/** Without the fields that are undefined. */
const known = <T extends object>(part: T): Known<T> =>
  Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as Known<T>
