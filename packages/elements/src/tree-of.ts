import { createGridTree } from '@wangge/core/grid'
import type { GridTree } from '@wangge/core/grid'
import type { GridList } from '@wangge/core/grid/schema'

const trees = new WeakMap<GridList, GridTree | 'broken'>()

/** The tree of a list, built once for all elements that show the same answer; `broken` where the records are no tree. */
export function treeOf(list: GridList | undefined): GridTree | 'broken' | undefined {
  if (!list) return undefined
  let tree = trees.get(list)
  if (!tree) {
    const built = createGridTree(list.grids)
    trees.set(list, (tree = built.ok ? built.tree : 'broken'))
  }
  return tree
}
