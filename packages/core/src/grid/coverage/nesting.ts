import { orient2d } from 'robust-predicates'
import type { Rings } from '../topology/read-rings.ts'
import { float64 } from '../topology/slab.ts'

/** More comparisons of rings and vertices than this are left to the arrangement, which grows near-linearly. */
const MOST_STEPS = 2_000_000

/**
 * Whether every hole of the grid is in its own polygon and in no other hole, and no polygon in another one; for rings of
 * which no two cross. False too where that would take long: the faces between the rings tell then.
 * @param touching vertices of more than one ring
 */
export function isNestedWell(rings: Rings, turn: Int8Array, grid: number, touching: readonly number[] = []): boolean {
  const { x, y, start, vertices, polygon, isHole, gridStart } = rings
  const first = gridStart[grid]!
  const end = gridStart[grid + 1]!
  const box = float64(4 * (end - first)).fill(Infinity)
  for (let r = first; r < end; r++) {
    const at = 4 * (r - first)
    box[at + 2] = box[at + 3] = -Infinity
    for (let i = start[r]!; i < start[r + 1]!; i++) {
      const v = vertices[i]!
      box[at] = Math.min(box[at]!, x[v]!)
      box[at + 1] = Math.min(box[at + 1]!, y[v]!)
      box[at + 2] = Math.max(box[at + 2]!, x[v]!)
      box[at + 3] = Math.max(box[at + 3]!, y[v]!)
    }
  }
  let steps = MOST_STEPS
  for (let r = first; r < end; r++) {
    if (turn[r] === 0) continue
    let place = start[r]!
    while (place < start[r + 1]! && touching.includes(vertices[place]!)) place++
    if (place === start[r + 1]!) return false
    const v = vertices[place]!
    let inside = 0
    let isInOwn = false
    for (let other = first; other < end; other++) {
      if (--steps < 0) return false
      const at = 4 * (other - first)
      if (other === r || turn[other] === 0) continue
      if (x[v]! < box[at]! || y[v]! < box[at + 1]! || x[v]! > box[at + 2]! || y[v]! > box[at + 3]!) continue
      steps -= start[other + 1]! - start[other]!
      if (!isInRing(rings, other, x[v]!, y[v]!)) continue
      inside += isHole[other] ? -1 : 1
      if (!isHole[other] && polygon[other] === polygon[r]) isInOwn = true
    }
    if (isHole[r] ? inside !== 1 || !isInOwn : inside !== 0) return false
  }
  return true
}

/** By the edges that a ray to the right crosses; on the ring itself either answer may come. */
export function isInRing({ x, y, start, vertices }: Rings, ring: number, px: number, py: number): boolean {
  let inside = false
  const end = start[ring + 1]!
  let a = vertices[end - 1]!
  for (let i = start[ring]!; i < end; i++) {
    const b = vertices[i]!
    const ay = y[a]!
    const by = y[b]!
    if (ay > py !== by > py) {
      const turn = orient2d(x[a]!, ay, x[b]!, by, px, py)
      // Left of an upward edge is negative: robust-predicates counts y downwards.
      if (by > ay === turn < 0) inside = !inside
    }
    a = b
  }
  return inside
}
