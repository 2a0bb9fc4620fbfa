import { orient2d } from 'robust-predicates'
import type { Rings } from '../topology/read-rings.ts'

/** Share of the sum of all terms below which rounding may have turned the sign of a sum. */
const UNSURE = 1e-12

/** 1 where a ring runs counter-clockwise, −1 clockwise; 0 where all its corners lie on one line. */
export function turnOf({ x, y, start, vertices }: Rings, ring: number): number {
  const first = start[ring]!
  const end = start[ring + 1]!
  const ox = x[vertices[first]!]!
  const oy = y[vertices[first]!]!
  let sum = 0
  let size = 0
  let bx = x[vertices[end - 1]!]! - ox
  let by = y[vertices[end - 1]!]! - oy
  let west = first
  for (let i = first; i < end; i++) {
    const v = vertices[i]!
    const w = vertices[west]!
    const cx = x[v]! - ox
    const cy = y[v]! - oy
    sum += bx * cy - cx * by
    size += Math.abs(bx * cy) + Math.abs(cx * by)
    bx = cx
    by = cy
    if (x[v]! < x[w]! || (x[v] === x[w] && y[v]! < y[w]!)) west = i
  }
  if (Math.abs(sum) > UNSURE * size) return Math.sign(sum)
  // A simple ring turns at its westernmost corner as it does as a whole, and the exact predicate tells how.
  const at = (i: number) => vertices[first + ((i - first + end - first) % (end - first))]!
  const [a, b, c] = [at(west - 1), at(west), at(west + 1)]
  return -Math.sign(orient2d(x[a]!, y[a]!, x[b]!, y[b]!, x[c]!, y[c]!))
}
