import { orient2d } from 'robust-predicates'
import type { MetresPerDegree } from '../crs/metres.ts'
import { linksOf } from '../topology/arcs.ts'
import type { Rings } from '../topology/read-rings.ts'
import { createLeastFirst } from './least-first.ts'
import { createVertexTree } from './vertex-tree.ts'

/**
 * Which vertices stay (1) when lines are drawn with fewer. Points go in the order of Visvalingam and Whyatt, least area
 * of the triangle with its neighbours first (Line generalisation by repeated elimination of points, The Cartographic
 * Journal 30, 1993), but only where
 * - no point left out between two neighbours is farther than `tolerance` metres from the straight line between them;
 * - the triangle that the line sweeps over holds no vertex of any line: what would be crossed, would have to end in it or
 *   to have been crossed before. So no line comes to cross or touch another or itself, and no ring turns over.
 * - the straight line is not there already: two lines do not fall into one, and a ring keeps three corners.
 * Junctions stay.
 */
export function leaveOut(rings: Rings, tolerance: number, metresAt: (latitude: number) => MetresPerDegree): Uint8Array {
  const { x, y } = rings
  const { first, second, isJunction } = linksOf(rings)
  const [left, right] = [first.slice(), second.slice()]
  const stays = new Uint8Array(x.length).fill(1)
  const [metresX, metresY] = scales(y, metresAt)
  const tree = createVertexTree(x, y)
  const queue = createLeastFirst(x, y)
  const straight = straightLines(rings, isJunction)
  const keyOf = (a: number, b: number) => (a < b ? a * x.length + b : b * x.length + a)
  const isCorner = (v: number) => isJunction[v] === 1

  const area = (a: number, v: number, b: number) =>
    Math.abs((x[a]! - x[v]!) * (y[b]! - y[v]!) - (x[b]! - x[v]!) * (y[a]! - y[v]!)) * metresX[v]! * metresY[v]!
  const weigh = (v: number) => queue.set(v, area(left[v]!, v, right[v]!))

  /** Metres from the vertex to the straight line between two others, at the latitude of the vertex. */
  const distance = (v: number, a: number, b: number) => {
    const [kx, ky] = [metresX[v]!, metresY[v]!]
    const [dx, dy] = [(x[b]! - x[a]!) * kx, (y[b]! - y[a]!) * ky]
    const [px, py] = [(x[v]! - x[a]!) * kx, (y[v]! - y[a]!) * ky]
    const squared = dx * dx + dy * dy
    const share = squared > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / squared)) : 0
    return Math.hypot(px - share * dx, py - share * dy)
  }
  /** Follows the line as it came, from `v` by way of `by` to where it is now joined to `to`, over what was left out. */
  const isNear = (v: number, by: number, to: number, a: number, b: number) => {
    for (let before = v, at = by; at !== to;) {
      if (distance(at, a, b) > tolerance) return false
      const next = first[at] === before ? second[at]! : first[at]!
      before = at
      at = next
    }
    return true
  }
  const isFree = (a: number, v: number, b: number) => {
    const turn = orient2d(x[a]!, y[a]!, x[v]!, y[v]!, x[b]!, y[b]!)
    const isInside = (w: number) => {
      if (w === a || w === v || w === b || stays[w] === 0) return false
      const sides = [turnAt(a, v, w), turnAt(v, b, w), turnAt(b, a, w)]
      return turn >= 0 ? sides.every((side) => side >= 0) : sides.every((side) => side <= 0)
    }
    const [minX, maxX] = [Math.min(x[a]!, x[v]!, x[b]!), Math.max(x[a]!, x[v]!, x[b]!)]
    const [minY, maxY] = [Math.min(y[a]!, y[v]!, y[b]!), Math.max(y[a]!, y[v]!, y[b]!)]
    return !tree.some(minX, minY, maxX, maxY, isInside)
  }
  const turnAt = (a: number, b: number, w: number) => orient2d(x[a]!, y[a]!, x[b]!, y[b]!, x[w]!, y[w]!)
  const isThere = (a: number, v: number, b: number) => {
    if (a === b) return true
    if (!isCorner(a)) return left[a] === b || right[a] === b
    if (!isCorner(b)) return left[b] === a || right[b] === a
    return straight.has(keyOf(a, b))
  }
  const relink = (v: number, from: number, to: number) => {
    if (isCorner(v)) return
    // `left` goes on where `first` did, `right` where `second` did.
    if (left[v] === from) left[v] = to
    else right[v] = to
    weigh(v)
  }

  for (let v = 0; v < x.length; v++) if (!isCorner(v) && left[v] !== -1) weigh(v)
  for (let v = queue.take(); v >= 0; v = queue.take()) {
    const [a, b] = [left[v]!, right[v]!]
    const goes =
      distance(v, a, b) <= tolerance &&
      !isThere(a, v, b) &&
      isNear(v, first[v]!, a, a, b) &&
      isNear(v, second[v]!, b, a, b) &&
      isFree(a, v, b)
    if (!goes) continue
    stays[v] = 0
    if (isCorner(a) && isCorner(b)) straight.add(keyOf(a, b))
    relink(a, v, b)
    relink(b, v, a)
  }
  return stays
}

function scales(y: Float64Array, metresAt: (latitude: number) => MetresPerDegree): [Float64Array, Float64Array] {
  const metres = [new Float64Array(y.length), new Float64Array(y.length)] as [Float64Array, Float64Array]
  y.forEach((latitude, v) => {
    const { x, y: north } = metresAt(latitude)
    metres[0][v] = x
    metres[1][v] = north
  })
  return metres
}

/** The straight lines between two junctions, by their ends. */
function straightLines({ x, start, vertices }: Rings, isJunction: Uint8Array): Set<number> {
  const straight = new Set<number>()
  for (let r = 0; r + 1 < start.length; r++) {
    let before = vertices[start[r + 1]! - 1]!
    for (let i = start[r]!; i < start[r + 1]!; i++) {
      const v = vertices[i]!
      if (isJunction[v] && isJunction[before]) straight.add(v < before ? v * x.length + before : before * x.length + v)
      before = v
    }
  }
  return straight
}
