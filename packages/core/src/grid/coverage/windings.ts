import { orient2d } from 'robust-predicates'
import type { Borders } from './borders.ts'
import type { Parts } from './residual-parts.ts'
import type { Residual } from './residual.ts'
import { int32 } from '../topology/slab.ts'

/** So many edges at the height of a ray, for each edge, before the search is given up. */
const MOST_MEETINGS = 20

/**
 * How often the rings of some parts go round a vertex of others, by the edges that a ray to the right meets: exact between
 * parts that do not meet.
 * @param inner parts from which the rays go
 * @param isOuter of the parts whose edges they meet
 * @returns of each part; undefined where it would take long
 */
export function windingsOf(
  borders: Borders,
  residual: Residual,
  { count, start, order }: Parts,
  inner: readonly number[],
  isOuter: (part: number) => boolean,
): Int32Array | undefined {
  const { x, y, from } = borders
  const { edges, delta } = residual
  const vertexOf = (part: number): number => from[edges[order[start[part]!]!]!]!
  const parts = Int32Array.from([...inner].sort((a, b) => y[vertexOf(a)]! - y[vertexOf(b)]!))
  const rays: Rays = {
    parts,
    x: Float64Array.from(parts, (part) => x[vertexOf(part)]!),
    y: Float64Array.from(parts, (part) => y[vertexOf(part)]!),
  }
  const winding = int32(count)
  let left = MOST_MEETINGS * edges.length + 10_000
  for (let part = 0; part < count; part++) {
    if (!isOuter(part)) continue
    for (let k = start[part]!; k < start[part + 1]! && left >= 0; k++) {
      left -= meetEdge(borders, edges[order[k]!]!, delta[order[k]!]!, part, rays, winding)
    }
  }
  return left >= 0 ? winding : undefined
}

/** From the lowest to the highest. */
interface Rays {
  parts: Int32Array
  x: Float64Array
  y: Float64Array
}

/** @returns how many rays are at the height of the edge */
function meetEdge(
  { x, y, from, to }: Borders,
  edge: number,
  delta: number,
  part: number,
  rays: Rays,
  winding: Int32Array,
): number {
  const ax = x[from[edge]!]!
  const ay = y[from[edge]!]!
  const bx = x[to[edge]!]!
  const by = y[to[edge]!]!
  // Of both ends the lower one counts: a ray through a vertex meets one of its edges.
  const high = ay < by ? by : ay
  const first = firstNotBelow(rays.y, ay < by ? ay : by)
  let r = first
  for (; r < rays.y.length && rays.y[r]! < high; r++) {
    if (rays.parts[r] === part) continue
    const px = rays.x[r]!
    const isRight = ax > px && bx > px
    const isLeft = ax < px && bx < px
    // Left of an upward edge is negative: robust-predicates counts y downwards.
    if (isLeft || (!isRight && orient2d(ax, ay, bx, by, px, rays.y[r]!) > 0 !== by < ay)) continue
    winding[rays.parts[r]!]! += by > ay ? delta : -delta
  }
  return r - first
}

function firstNotBelow(values: Float64Array, value: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (values[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
