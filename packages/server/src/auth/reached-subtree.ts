import { reachedGrids, reachesGrid } from '@wangge/core/access'
import type { Grant } from '@wangge/core/access/schema'
import type { GridTree } from '@wangge/core/grid'
import { notFound } from '../problem.ts'

/**
 * All grids that the grants reach, or those at and below one of them.
 * @throws ProblemError 404 `unknown-grid` where none of the grants reaches it
 */
export function reachedSubtree(grants: readonly Grant[], gridId: string | undefined, tree: GridTree): string[] {
  if (gridId !== undefined) expectReachedGrid(grants, gridId, tree)
  const roots = gridId === undefined ? reachedGrids(grants, tree) : [gridId]
  return roots.flatMap((id) => [id, ...tree.descendants(id).map((grid) => grid.id)])
}

/** @throws ProblemError 404 `unknown-grid` where none of the grants reaches it */
export function expectReachedGrid(grants: readonly Grant[], gridId: string, tree: GridTree): void {
  if (grants.some((grant) => reachesGrid(grant, gridId, tree))) return
  throw notFound('unknown-grid', 'There is no such grid in your subtree')
}
