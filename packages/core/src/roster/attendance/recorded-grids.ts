import type { Grant } from '../../access/schema.ts'
import type { GridTree } from '../../grid/grid-tree.ts'
import type { Id } from '../../schema.ts'
import { recordingUnit } from './recording-unit.ts'

/** In which part somebody keeps records. */
export type KeeperRole = 'street' | 'community'

const KEEPERS: readonly KeeperRole[] = ['street', 'community']

/**
 * In which parts somebody keeps the records of what is done at a post: whoever is of the unit that records it, or is above it. Nobody
 * keeps them by a role in a part of a community.
 * @param gridId of the post
 */
export function keeperRoles(grants: readonly Grant[], gridId: Id, tree: GridTree): KeeperRole[] {
  const path = tree.path(recordingUnit(gridId, tree).id).map(({ id }) => id)
  return KEEPERS.filter((role) => grants.some((grant) => grant.role === role && path.includes(grant.gridId ?? '')))
}

/**
 * The grids at whose posts somebody keeps the records, in the order of the tree; none where they keep none. `all`: those of the whole
 * district, and so of posts too whose grid is nowhere any more.
 * @param gridId only what lies at or below one of which they keep the records
 * @example recordedGrids([{ role: 'community', gridId: 'c1' }], undefined, tree) // ['c1', 'e1', 'm1', 'm2', 'e2', 'm3']
 */
export function recordedGrids(grants: readonly Grant[], gridId: Id | undefined, tree: GridTree): 'all' | Id[] {
  const keeps = (id: Id) => keeperRoles(grants, id, tree).length > 0
  const top = gridId ?? tree.root.id
  if (!tree.get(top) || (gridId !== undefined && !keeps(gridId))) return []
  if (top === tree.root.id && keeps(top)) return 'all'
  return [top, ...tree.descendants(top).map(({ id }) => id)].filter(keeps)
}
