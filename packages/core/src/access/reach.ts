import type { GridTree } from '../grid/grid-tree.ts'
import type { Id } from '../schema.ts'
import type { Grant } from './schema.ts'

/** Whether a record that lies in these grids, root first, lies in the grant's subtree. */
export const reachesPath = ({ gridId }: Grant, gridPath: readonly Id[]): boolean =>
  gridId !== undefined && gridPath.includes(gridId)

/** Whether the grid is the grant's own or below it. A grid that is nowhere is out of everybody's reach. */
export const reachesGrid = (grant: Grant, gridId: Id, tree: GridTree): boolean =>
  reachesPath(
    grant,
    tree.path(gridId).map(({ id }) => id),
  )

/** Whether the grant is for this organisation. Who reaches the whole district reaches its organisations too. */
export const reachesOrganisation = (grant: Grant, orgId: Id, tree: GridTree): boolean =>
  grant.orgId === orgId || reachesDistrict(grant, tree)

/** Whether the grant is at the root. */
export const reachesDistrict = ({ gridId }: Grant, tree: GridTree): boolean => gridId !== undefined && gridId === tree.root.id

/** Roots of the subtrees that the grants reach together, none inside another; the grants' order is kept. */
export function reachedGrids(grants: readonly Grant[], tree: GridTree): Id[] {
  const roots = [...new Set(grants.flatMap(({ gridId }) => (gridId !== undefined && tree.get(gridId) ? [gridId] : [])))]
  return roots.filter((root) => !tree.path(root).some(({ id }) => id !== root && roots.includes(id)))
}
