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
export function createCancelling({ halves, start, edgeCount, isInOrder }: Borders): (group: Group) => Residual {
  const count = int32(edgeCount)
  return ({ parent, children }) => {
    let most = 0
    for (const child of children) most += add(halves, start[child]!, start[child + 1]!, 1, count)
    if (parent >= 0) most += add(halves, start[parent]!, start[parent + 1]!, -1, count)
    if (most === 0) return NOTHING
    let halvesCount = 0
    for (const child of children) halvesCount += start[child + 1]! - start[child]!
    if (parent >= 0) halvesCount += start[parent + 1]! - start[parent]!
    most = Math.min(most, halvesCount)
    const edges = int32(most, false)
    const delta = int32(most, false)
    let length = 0
    const take = (edge: number): void => {
      edges[length] = edge
      delta[length++] = count[edge]!
      count[edge] = 0
    }
    // Where the group has all that there is, each edge is looked at once, and in the same order.
    if (isInOrder && halvesCount === halves.length) {
      for (let edge = 0; edge < edgeCount; edge++) if (count[edge] !== 0) take(edge)
      return { edges: edges.subarray(0, length), delta: delta.subarray(0, length) }
    }
    const collect = (grid: number): void => {
      for (let i = start[grid]!, end = start[grid + 1]!; i < end; i++) {
        const edge = halves[i]! >> 1
        if (count[edge] !== 0) take(edge)
      }
    }
    for (const child of children) collect(child)
    if (parent >= 0) collect(parent)
    return { edges: edges.subarray(0, length), delta: delta.subarray(0, length) }
  }
}

const NOTHING: Residual = { edges: int32(0), delta: int32(0) }

/** @returns by how much the sum of the squares of what is counted grew: it is 0 where all cancel, and never less than there are edges left */
function add(halves: Int32Array, from: number, to: number, sign: number, count: Int32Array): number {
  let grown = 0
  for (let i = from; i < to; i++) {
    const half = halves[i]!
    const edge = half >> 1
    const before = count[edge]!
    const step = (1 - 2 * (half & 1)) * sign
    count[edge] = before + step
    grown += 2 * before * step + 1
  }
  return grown
}
