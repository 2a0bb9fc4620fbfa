/** Who is above whom, of grids that have an outline. */
export interface Family {
  /** Ancestors of each grid, its parent first. */
  above: readonly (readonly number[])[]
  /** Whether it is somebody's parent. */
  isParent: Uint8Array
}

/** @param parents of each grid its parent, −1 for none; @param hasOutline who takes part */
export function familyOf(parents: Int32Array, hasOutline: (grid: number) => boolean): Family {
  const above: number[][] = []
  const isParent = new Uint8Array(parents.length)
  for (let grid = 0; grid < parents.length; grid++) {
    const line: number[] = []
    let parent = parents[grid]!
    // A grid that is its own ancestor has no ancestors here.
    while (parent !== -1 && hasOutline(parent) && parent !== grid && !line.includes(parent)) {
      line.push(parent)
      parent = parents[parent]!
    }
    above.push(parent !== -1 && (parent === grid || line.includes(parent)) ? [] : line)
    if (hasOutline(grid) && above[grid]!.length > 0) isParent[above[grid]![0]!] = 1
  }
  return { above, isParent }
}
