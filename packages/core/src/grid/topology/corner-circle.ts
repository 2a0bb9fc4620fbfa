import type { Circle } from './convex-circle.ts'

/** Longer rings are left to the search. */
const MOST_SIDES = 64
/** More sides and corners that stand in than these are not compared. */
const MOST_FEATURES = 32
/** How much of its radius a circle may reach over a side: rounding. */
const ROUNDING = 1e-7

// Of each corner: how far along the face it is and how far across, in scaled units from the first corner.
const along = new Float64Array(MOST_SIDES)
const across = new Float64Array(MOST_SIDES)
// The best circle of the face at hand.
let bestAlong = 0
let bestAcross = 0
let radius = 0

export interface CornerCircle extends Circle {
  /** Whether no circle in the ring is larger. */
  isLargest: boolean
}

/**
 * The largest circle in a ring that touches it at a corner: both sides of a corner that stands out, or a corner that stands in,
 * at a right angle to a side of it. Undefined where there are too many sides, or the ring is no simple one.
 *
 * The largest circle of all touches three sides or corners that stand in, and where two of them belong together it is one of
 * these. So it always is in a sliver: turned along its length, each of its two chains of sides runs one way only, and no side
 * but at the ends is shorter than the sliver is wide; then what a circle touches of one chain has no whole side in between.
 * In another ring, where no three that do not belong together are near enough to each other.
 * @param ring nodes, counter-clockwise, not closed by repetition
 */
export function cornerCircle(
  ring: ArrayLike<number>,
  x: Float64Array,
  y: Float64Array,
  scaleX: number,
  scaleY: number,
): CornerCircle | undefined {
  const count = ring.length
  if (count > MOST_SIDES || count < 3) return undefined
  const originX = x[ring[0]!]!
  const originY = y[ring[0]!]!
  for (let i = 0; i < count; i++) {
    along[i] = (x[ring[i]!]! - originX) * scaleX
    across[i] = (y[ring[i]!]! - originY) * scaleY
  }
  const one = farthestFrom(0, count)
  const other = farthestFrom(one, count)
  const length = Math.sqrt((along[other]! - along[one]!) ** 2 + (across[other]! - across[one]!) ** 2)
  if (!(length > 0)) return undefined
  const ux = (along[other]! - along[one]!) / length
  const uy = (across[other]! - across[one]!) / length
  let first = 0
  let last = 0
  for (let i = 0; i < count; i++) {
    const px = along[i]!
    const py = across[i]!
    along[i] = ux * px + uy * py
    across[i] = ux * py - uy * px
    if (along[i]! < along[first]!) first = i
    if (along[i]! > along[last]!) last = i
  }
  const widest = widestPlace(count, first, last)
  const isSliver = widest > 0 && areLonger(count, first, last, widest)
  radius = 0
  for (let i = 0; i < count; i++) {
    if (!isSliver) growFrom(count, i, i + 1 < count ? i + 1 : 0, i > 0 ? i - 1 : count - 1)
    else if (i !== first && i !== last) {
      const isBelow = first < last ? i > first && i < last : i > first || i < last
      growFrom(count, i, isBelow ? last : first, isBelow ? first : last)
    }
  }
  if (!(radius > 0) || !isFree(count)) return undefined
  const isLargest = isSliver || !mayTouchThree(count, Infinity)
  const px = ux * bestAlong - uy * bestAcross
  const py = uy * bestAlong + ux * bestAcross
  return { x: originX + px / scaleX, y: originY + py / scaleY, radius, isLargest }
}

function farthestFrom(from: number, count: number): number {
  let far = from
  let most = 0
  for (let i = 0; i < count; i++) {
    const dx = along[i]! - along[from]!
    const dy = across[i]! - across[from]!
    const distance = dx * dx + dy * dy
    if (distance > most) {
      far = i
      most = distance
    }
  }
  return far
}

/** The greatest distance of the two chains straight across; 0 where one of them turns back. */
function widestPlace(count: number, first: number, last: number): number {
  let widest = 0
  let low = first
  let high = first
  for (;;) {
    const nextLow = low + 1 < count ? low + 1 : 0
    const nextHigh = high > 0 ? high - 1 : count - 1
    if (!(along[nextLow]! > along[low]!) || !(along[nextHigh]! > along[high]!)) return 0
    if (nextLow === last && nextHigh === last) return widest
    if (along[nextLow]! <= along[nextHigh]!) {
      const share = (along[nextLow]! - along[high]!) / (along[nextHigh]! - along[high]!)
      widest = Math.max(widest, across[high]! + share * (across[nextHigh]! - across[high]!) - across[nextLow]!)
      low = nextLow
    } else {
      const share = (along[nextHigh]! - along[low]!) / (along[nextLow]! - along[low]!)
      widest = Math.max(widest, across[nextHigh]! - across[low]! - share * (across[nextLow]! - across[low]!))
      high = nextHigh
    }
  }
}

/** Whether every side but those at the two ends, seen along the face, is longer than this. */
function areLonger(count: number, first: number, last: number, length: number): boolean {
  for (let i = 0, before = count - 1; i < count; before = i++) {
    if (i === first || i === last || before === first || before === last) continue
    const step = along[i]! - along[before]!
    if (step <= length && step >= -length) return false
  }
  return true
}

/** Regards the circles that touch at this corner. What they may meet runs from corner `from` to corner `to`. */
function growFrom(count: number, corner: number, from: number, to: number): void {
  const before = corner > 0 ? corner - 1 : count - 1
  const after = corner + 1 < count ? corner + 1 : 0
  // Normals of both sides, to the inside.
  let ax = across[before]! - across[corner]!
  let ay = along[corner]! - along[before]!
  let bx = across[corner]! - across[after]!
  let by = along[after]! - along[corner]!
  const a = Math.sqrt(ax * ax + ay * ay)
  const b = Math.sqrt(bx * bx + by * by)
  ax /= a
  ay /= a
  bx /= b
  by /= b
  if (ax * by > ay * bx) {
    const norm = Math.sqrt((ax + bx) ** 2 + (ay + by) ** 2)
    const dx = (ax + bx) / norm
    const dy = (ay + by) / norm
    grow(count, corner, dx, dy, dx * ax + dy * ay, from, to)
  } else {
    grow(count, corner, ax, ay, 1, from, to)
    grow(count, corner, bx, by, 1, from, to)
  }
}

/** Goes from the corner in a direction, the radius `share` of the way, until the circle meets the other chain. */
function grow(count: number, corner: number, dx: number, dy: number, share: number, from: number, to: number): void {
  const px = along[corner]!
  const py = across[corner]!
  const rest = 1 - share * share
  let way = Infinity
  let i = from
  for (;;) {
    const ax = along[i]! - px
    const ay = across[i]! - py
    const distance2 = ax * ax + ay * ay
    const ahead = ax * dx + ay * dy
    if (ahead > 0 && 2 * ahead * way > distance2) {
      // Where the corner is as far as the radius: rest·way² − 2·ahead·way + distance² = 0.
      const root = ahead * ahead - rest * distance2
      if (root >= 0) way = Math.min(way, distance2 / (ahead + Math.sqrt(root)))
    }
    if (i === to) break
    i = i + 1 < count ? i + 1 : 0
    const sx = along[i]! - px - ax
    const sy = across[i]! - py - ay
    const length = Math.sqrt(sx * sx + sy * sy)
    // The inside is left of the side.
    const off = (sy * ax - sx * ay) / length
    const steep = share - (sx * dy - sy * dx) / length
    if (!(off > 0) || !(off < way * steep)) continue
    const met = off / steep
    const foot = ((met * dx - ax) * sx + (met * dy - ay) * sy) / length
    if (foot >= 0 && foot <= length) way = met
  }
  if (way * share > radius && way < Infinity) {
    radius = way * share
    bestAlong = px + way * dx
    bestAcross = py + way * dy
  }
}

/** Whether no side is nearer to the centre than the radius. */
function isFree(count: number): boolean {
  const enough = (radius * (1 - ROUNDING)) ** 2
  let ax = along[count - 1]! - bestAlong
  let ay = across[count - 1]! - bestAcross
  for (let i = 0; i < count; i++) {
    const bx = along[i]! - bestAlong
    const by = across[i]! - bestAcross
    const dx = bx - ax
    const dy = by - ay
    const t = -(ax * dx + ay * dy)
    const length2 = dx * dx + dy * dy
    if (t <= 0) {
      if (ax * ax + ay * ay < enough) return false
    } else if (t < length2 && (ax * by - ay * bx) ** 2 < enough * length2) return false
    ax = bx
    ay = by
  }
  return true
}

// Sides, and corners that stand in, by the corners between which they run.
const starts = new Int32Array(MOST_FEATURES)
const ends = new Int32Array(MOST_FEATURES)
const nearOnes = new Int32Array(MOST_FEATURES)

/**
 * Whether a circle in the ring that was last asked about may touch three sides, or corners that stand in, of which no two
 * belong together; true where it is not seen.
 * @param most no circle in the ring has a greater radius
 */
export function mayTouchThree(count: number, most: number): boolean {
  let features = 0
  let doubled = 0
  for (let i = 0; i < count; i++) {
    const before = i > 0 ? i - 1 : count - 1
    const after = i + 1 < count ? i + 1 : 0
    if (features + 2 > MOST_FEATURES) return true
    starts[features] = i
    ends[features++] = after
    doubled += along[i]! * across[after]! - along[after]! * across[i]!
    const left = (along[i]! - along[before]!) * (across[after]! - across[i]!)
    const right = (across[i]! - across[before]!) * (along[after]! - along[i]!)
    if (left > right) continue
    starts[features] = i
    ends[features++] = i
  }
  // No circle has more ground than the ring.
  const diameter2 = Math.min((2 * doubled) / Math.PI, 4 * most * most) * (1 + ROUNDING)
  for (let f = 0; f < features; f++) nearOnes[f] = 0
  for (let f = 0; f < features; f++) {
    for (let g = 0; g < f; g++) {
      if (belong(count, starts[f]!, ends[f]!, starts[g]!, ends[g]!)) continue
      if (!(between2(starts[f]!, ends[f]!, starts[g]!, ends[g]!) <= diameter2)) continue
      if ((nearOnes[f]! & nearOnes[g]!) !== 0) return true
      nearOnes[f]! |= 1 << g
      nearOnes[g]! |= 1 << f
    }
  }
  return false
}

/** Two sides of a corner, a corner and its side, the two corners of a side. */
function belong(count: number, a: number, b: number, c: number, d: number): boolean {
  if (a === c || a === d || b === c || b === d) return true
  if (a !== b || c !== d) return false
  const apart = a < c ? c - a : a - c
  return apart === 1 || apart === count - 1
}

/** Square of the distance between two lines that do not cross. */
function between2(a: number, b: number, c: number, d: number): number {
  return Math.min(to2(a, c, d), to2(b, c, d), to2(c, a, b), to2(d, a, b))
}

/** Square of the distance of a corner from a line. */
function to2(corner: number, a: number, b: number): number {
  const ax = along[a]! - along[corner]!
  const ay = across[a]! - across[corner]!
  const bx = along[b]! - along[corner]!
  const by = across[b]! - across[corner]!
  const dx = bx - ax
  const dy = by - ay
  const t = -(ax * dx + ay * dy)
  const length2 = dx * dx + dy * dy
  if (t <= 0 || length2 === 0) return ax * ax + ay * ay
  if (t >= length2) return bx * bx + by * by
  return (ax * by - ay * bx) ** 2 / length2
}
