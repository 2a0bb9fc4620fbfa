import { randomOf } from '../../packages/core/test/tilings-random.ts'
import type { Position } from '../../packages/core/src/schema.ts'
import { ringsOf } from '../coverage/sets.ts'
import type { Set } from '../coverage/sets.ts'

function boxOf(rings: readonly Position[][]): [minX: number, minY: number, maxX: number, maxY: number] {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of rings.flat()) {
    minX = Math.min(minX, x)
    minY = Math.min(minY, y)
    maxX = Math.max(maxX, x)
    maxY = Math.max(maxY, y)
  }
  return [minX, minY, maxX, maxY]
}

/** Anywhere in the box of a grid, each grid as often: most are in it or in a neighbour. */
export function pointsInBoxes({ grids }: Set, count: number, seed: number): Position[] {
  const random = randomOf(seed)
  const boxes = grids.map((grid) => boxOf(ringsOf(grid)))
  return Array.from({ length: count }, (): Position => {
    const [minX, minY, maxX, maxY] = random.pick(boxes)
    return [random.between(minX, maxX), random.between(minY, maxY)]
  })
}

/** Anywhere in the box of them all. */
export function pointsInExtent({ grids }: Set, count: number, seed: number): Position[] {
  const random = randomOf(seed)
  const [minX, minY, maxX, maxY] = boxOf(grids.flatMap(ringsOf))
  return Array.from({ length: count }, (): Position => [random.between(minX, maxX), random.between(minY, maxY)])
}

/** The next number up (1) or down (−1) that a coordinate can be. */
function beside(value: number, steps: number): number {
  const double = new Float64Array([value])
  new BigInt64Array(double.buffer)[0]! += BigInt(value < 0 ? -steps : steps)
  return double[0]!
}

/** Vertices, points on edges as near as numbers come, all of these one rounding step beside, levels of vertices, and far out. */
export function hardPoints(set: Set, count: number, seed: number): Position[] {
  const random = randomOf(seed)
  const rings = set.grids.flatMap(ringsOf).filter(({ length }) => length > 1)
  const [minX, minY, maxX, maxY] = boxOf(rings)
  return Array.from({ length: count }, (_, i): Position => {
    const ring = random.pick(rings)
    const at = random.below(ring.length - 1)
    const [a, b] = [ring[at]!, ring[at + 1]!]
    const t = i % 3 === 0 ? 0.5 : random.next()
    const [x, y] = i % 2 === 0 ? a : [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]
    if (i % 11 === 0) return [random.between(minX, maxX), y]
    if (i % 13 === 0) return [minX + (maxX - minX) * random.between(-1, 2), minY + (maxY - minY) * random.between(-1, 2)]
    return [beside(x, random.below(3) - 1), beside(y, random.below(3) - 1)]
  })
}
