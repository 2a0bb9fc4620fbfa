import type { GridTree } from '../grid/grid-tree.ts'
import type { Appointment } from '../grid/schema.ts'
import type { Id } from '../schema.ts'
import { gridPost } from './post-holders.ts'

/**
 * Grids of a path whose post nobody holds at an instant, from above.
 * @param at epoch milliseconds
 * @example vacantPosts(['s', 'c1', 'e1', 'm1'], tree, [headOfM1], now) // ['e1']
 */
export const vacantPosts = (gridPath: readonly Id[], tree: GridTree, appointments: readonly Appointment[], at: number): Id[] =>
  gridPath.filter((id) => tree.get(id) && gridPost(id, tree, appointments, at).vacant)
