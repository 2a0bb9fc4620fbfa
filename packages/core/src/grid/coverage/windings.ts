import { orient2d } from 'robust-predicates'
import type { Borders } from './borders.ts'
import type { Parts } from './residual-parts.ts'
import type { Residual } from './residual.ts'

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
  { x, y, from, to }: Borders,
  { edges, delta }: Residual,
  { count, start, order }: Parts,
  inner: readonly number[],
  isOuter: (part: number) => boolean,
): Int32Array | undefined {
  const vertexOf = (part: number): number => from[edges[order[start[part]!]!]!]!
  const rays = [...inner].sort((a, b) => y[vertexOf(a)]! - y[vertexOf(b)]!)
  const heights = Float64Array.from(rays, (part) => y[vertexOf(part)]!)
  const winding = new Int32Array(count)
  let left = MOST_MEETINGS * edges.length + 10_000
  for (let part = 0; part < count; part++) {
    if (!isOuter(part)) continue
    for (let k = start[part]!; k < start[part + 1]!; k++) {
      const e = edges[order[k]!]!
      const [a, b] = [from[e]!, to[e]!]
      const [ay, by] = [y[a]!, y[b]!]
      // Of both ends the lower one counts: a ray through a vertex meets one of its edges.
      const [low, high] = ay < by ? [ay, by] : [by, ay]
      for (let r = firstNotBelow(heights, low); r < heights.length && heights[r]! < high; r++) {
        if (--left < 0) return undefined
        if (rays[r] === part) continue
        const px = x[vertexOf(rays[r]!)]!
        const isRight = x[a]! > px && x[b]! > px
        const isLeft = x[a]! < px && x[b]! < px
        // Left of an upward edge is negative: robust-predicates counts y downwards.
        if (isLeft || (!isRight && orient2d(x[a]!, ay, x[b]!, by, px, heights[r]!) > 0 !== by < ay)) continue
        winding[rays[r]!]! += by > ay ? delta[order[k]!]! : -delta[order[k]!]!
      }
    }
  }
  return winding
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
