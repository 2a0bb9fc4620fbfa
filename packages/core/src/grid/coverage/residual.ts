import type { Borders } from './borders.ts'
import { int32 } from '../topology/slab.ts'

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
  const count = int32(edgeCount)
  return ({ parent, children }) => {
    let open = 0
    for (const child of children) open += add(halves, start[child]!, start[child + 1]!, 1, count)
    if (parent >= 0) open += add(halves, start[parent]!, start[parent + 1]!, -1, count)
    if (open === 0) return NOTHING
    const edges = int32(open)
    const delta = int32(open)
    let length = 0
    const collect = (grid: number): void => {
      for (let i = start[grid]!, end = start[grid + 1]!; i < end; i++) {
        const edge = halves[i]! >> 1
        if (count[edge] === 0) continue
        edges[length] = edge
        delta[length++] = count[edge]!
        count[edge] = 0
      }
    }
    for (const child of children) collect(child)
    if (parent >= 0) collect(parent)
    return { edges, delta }
  }
}

const NOTHING: Residual = { edges: int32(0), delta: int32(0) }

/** @returns how many more edges there are now that do not cancel */
function add(halves: Int32Array, from: number, to: number, sign: number, count: Int32Array): number {
  let open = 0
  for (let i = from; i < to; i++) {
    const half = halves[i]!
    const edge = half >> 1
    const before = count[edge]!
    const after = before + (1 - 2 * (half & 1)) * sign
    count[edge] = after
    if (before === 0) open++
    else if (after === 0) open--
  }
  return open
}
