import type { GridTree } from '../../grid/grid-tree.ts'
import type { GridRecord } from '../../grid/schema.ts'
import type { Id } from '../../schema.ts'

/**
 * 记录单位: who arranges what is done at a post and keeps the record of it: the post's community, else the street. A grid that is
 * nowhere any more is the street's.
 */
export const recordingUnit = (gridId: Id, tree: GridTree): GridRecord =>
  tree.path(gridId).find(({ level }) => level === 'community') ?? tree.root
