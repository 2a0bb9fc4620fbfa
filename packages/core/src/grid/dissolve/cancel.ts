import type { Edges } from '../topology/edges.ts'
import type { Rings } from '../topology/read-rings.ts'
import type { Border, Fault } from './border.ts'
import { turnOf } from './turn-of.ts'

/**
 * What is left of each family's edges when each is cancelled by one in the opposite direction; a spike, out and back in one
 * ring, cancels itself. Where an edge is left twice, two grids are on the same side of it: they overlap.
 */
export function cancel(
  rings: Rings,
  { from, to, halves }: Edges,
  families: readonly number[][],
): { border: Border; fault?: Fault } {
  const inside = withInsideLeft(rings, halves)
  // By edge: how many times more it is drawn forwards than backwards by the family at hand.
  const surplus = new Int32Array(from.length)
  const border: Border = {
    x: rings.x,
    y: rings.y,
    from: new Int32Array(inside.length),
    to: new Int32Array(inside.length),
    grid: new Int32Array(inside.length),
    start: new Int32Array(families.length + 1),
  }
  let count = 0
  const keep = (half: number, grid: number): void => {
    border.from[count] = half & 1 ? to[half >> 1]! : from[half >> 1]!
    border.to[count] = half & 1 ? from[half >> 1]! : to[half >> 1]!
    border.grid[count++] = grid
  }
  const first = (grid: number) => rings.start[rings.gridStart[grid]!]!
  const twice = (half: number, family: readonly number[]) => {
    count = 0
    for (const grid of family) for (let i = first(grid); i < first(grid + 1); i++) if (inside[i] === half) keep(half, grid)
    return { border, fault: { what: 'overlap' as const, edges: Array.from({ length: count }, (_, e) => e) } }
  }
  for (let f = 0; f < families.length; f++) {
    const family = families[f]!
    for (const grid of family) {
      for (let i = first(grid), end = first(grid + 1); i < end; i++) {
        const half = inside[i]!
        if (half !== -1) surplus[half >> 1]! += 1 - 2 * (half & 1)
      }
    }
    for (const grid of family) {
      for (let i = first(grid), end = first(grid + 1); i < end; i++) {
        const half = inside[i]!
        const times = half === -1 ? 0 : surplus[half >> 1]! * (1 - 2 * (half & 1))
        if (times > 1) return twice(half, family)
        if (times !== 1) continue
        keep(half, grid)
        surplus[half >> 1] = 0
      }
    }
    border.start[f + 1] = count
  }
  const cut = (list: Int32Array) => list.subarray(0, count)
  return { border: { ...border, from: cut(border.from), to: cut(border.to), grid: cut(border.grid) } }
}

/** The half edges, all with the inside to their left: those of a ring drawn the other way round are turned. */
function withInsideLeft(rings: Rings, halves: Int32Array): Int32Array {
  const inside = halves.slice()
  for (let r = 0; r < rings.grid.length; r++) {
    const isRight = turnOf(rings, r) >= 0 === (rings.isHole[r] === 0)
    if (isRight) continue
    for (let i = rings.start[r]!; i < rings.start[r + 1]!; i++) if (inside[i] !== -1) inside[i]! ^= 1
  }
  return inside
}
