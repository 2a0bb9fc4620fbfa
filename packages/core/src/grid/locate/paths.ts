import { SdkError } from '../../errors.ts'
import type { Id } from '../../schema.ts'

/**
 * Who is whose parent in a list of grids.
 * @throws SdkError `bad-argument` where a grid is above itself
 */
export function createPaths(grids: readonly { id: Id; parentId?: Id | undefined }[]) {
  const parentOf = new Map(grids.map(({ id, parentId }) => [id, parentId]))
  const parents = new Set(grids.map(({ parentId }) => parentId))
  const sound = new Set<Id>()
  for (const { id } of grids) {
    const chain = new Set<Id>()
    for (let above: Id | undefined = id; above !== undefined && !sound.has(above); above = parentOf.get(above)) {
      if (chain.has(above)) throw new SdkError('bad-argument', `Expected a tree of grids, got grid ${above} above itself`)
      chain.add(above)
    }
    for (const each of chain) sound.add(each)
  }
  return {
    isParent: (id: Id) => parents.has(id),
    /** From the root down to the grid itself. */
    pathTo(id: Id): Id[] {
      const path = [id]
      for (let above = parentOf.get(id); above !== undefined && parentOf.has(above); above = parentOf.get(above)) path.push(above)
      return path.reverse()
    },
  }
}
