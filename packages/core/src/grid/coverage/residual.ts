import type { Borders } from './borders.ts'

/** Grids that should tile their parent, or, where it has none, that should not overlap. Places in the list of grids, in order of id. */
export interface Group {
  /** −1 where no outline of the parent is given. */
  parent: number
  children: Int32Array
}

/** Edges that the children's and the parent's borders do not share as they should, with what the left side has more. */
export interface Residual {
  edges: Int32Array
  delta: Int32Array
}

/** Cancels each directed edge of a child against its neighbour's in the opposite direction, and against the parent's in the same. */
export function createCancelling({ halves, start, edgeCount }: Borders): (group: Group) => Residual {
  const count = new Int32Array(edgeCount)
  return ({ parent, children }) => {
    for (const child of children) {
      for (let i = start[child]!, end = start[child + 1]!; i < end; i++) {
        const half = halves[i]!
        count[half >> 1]! += 1 - 2 * (half & 1)
      }
    }
    if (parent >= 0) {
      for (let i = start[parent]!, end = start[parent + 1]!; i < end; i++) {
        const half = halves[i]!
        count[half >> 1]! -= 1 - 2 * (half & 1)
      }
    }
    const edges: number[] = []
    const delta: number[] = []
    const collect = (grid: number): void => {
      for (let i = start[grid]!, end = start[grid + 1]!; i < end; i++) {
        const edge = halves[i]! >> 1
        if (count[edge] === 0) continue
        edges.push(edge)
        delta.push(count[edge]!)
        count[edge] = 0
      }
    }
    for (const child of children) collect(child)
    if (parent >= 0) collect(parent)
    return { edges: Int32Array.from(edges), delta: Int32Array.from(delta) }
  }
}
