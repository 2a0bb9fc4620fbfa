import type { GridTree } from '../../grid/grid-tree.ts'
import type { Id, Position } from '../../schema.ts'

export interface DrawnGrids {
  tree: GridTree
  /** The smallest grid that is drawn around a point, WGS-84. */
  locate: (position: Position) => Id | undefined
  isDrawn: (gridId: Id) => boolean
}

export type GridOfPoint =
  | { ok: true; gridId: Id }
  | { ok: false; reason: 'outside' }
  /** It lies in another grid than is named. */
  | { ok: false; reason: 'elsewhere'; found: Id }

/**
 * The grid of a point: the named one, which has to have it inside, or else the smallest around it. A crossing lies between
 * grids: its point has to be in the district only. Of a grid that nobody drew it is enough that it is not known to be wrong.
 */
export function gridOfPoint(
  position: Position,
  { named, isCrossing }: { named: Id | undefined; isCrossing: boolean },
  { tree, locate, isDrawn }: DrawnGrids,
): GridOfPoint {
  const found = locate(position)
  if (found === undefined) {
    return named === undefined || isDrawn(named) ? { ok: false, reason: 'outside' } : { ok: true, gridId: named }
  }
  if (named === undefined) return { ok: true, gridId: found }
  const isInside = isBelow(tree, found, named) || (!isDrawn(named) && isBelow(tree, named, found))
  return isCrossing || isInside ? { ok: true, gridId: named } : { ok: false, reason: 'elsewhere', found }
}

const isBelow = (tree: GridTree, gridId: Id, above: Id): boolean => tree.path(gridId).some(({ id }) => id === above)
