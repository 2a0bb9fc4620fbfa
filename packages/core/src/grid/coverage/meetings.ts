import { LEAST_REACH } from '../topology/near-segments.ts'
import type { NearSegments } from '../topology/near-segments.ts'
import { float64, int32, uint8 } from '../topology/slab.ts'

/** More than rounding can take from a difference of two products of differences (Shewchuk 1997, A). */
const ROUNDING = 4e-16
/** So many cells to an edge, and not more than many. */
const MOST_EMPTY = 16
const MANY_CELLS = 1 << 20
/** Of each edge, so many cells and so many comparisons, before the search is given up. */
const MOST_CELLS = 8
const MOST_PAIRS = 60
/** So many pairs near each other, of each edge, are kept. */
const MOST_NEAR = 8
/** Edges from one vertex are near each other where the sine of the angle between them, squared, is less. */
const NARROW = 1 / 64

export interface Edges {
  x: Float64Array
  y: Float64Array
  from: Int32Array
  to: Int32Array
  edgeCount: number
}

export interface Meetings {
  /** 1: the edge may cross, touch or lie on another one elsewhere than at a vertex of both. */
  meets: Uint8Array
  /** Of each edge those that it may meet there, or that leave a vertex of it in a narrow angle; undefined where they are many. */
  near: NearSegments | undefined
}

/**
 * Edges that may meet. Sure of those that it does not tell; what rounding leaves open, or is nearer than a reach, is told.
 * Undefined where the edges are so heaped up that it does not pay.
 */
export function findMeetings({ x, y, from, to, edgeCount }: Edges): Meetings | undefined {
  const box = float64(4 * edgeCount)
  let minX = Infinity
  let minY = Infinity
  let maxX = -Infinity
  let maxY = -Infinity
  let travel = 0
  const margin = 4 * LEAST_REACH * greatestOf(x, y)
  for (let e = 0, b = 0; e < edgeCount; e++, b += 4) {
    const ax = x[from[e]!]!
    const ay = y[from[e]!]!
    const bx = x[to[e]!]!
    const by = y[to[e]!]!
    const lowX = (ax < bx ? ax : bx) - margin
    const highX = (ax < bx ? bx : ax) + margin
    const lowY = (ay < by ? ay : by) - margin
    const highY = (ay < by ? by : ay) + margin
    box[b] = lowX
    box[b + 1] = lowY
    box[b + 2] = highX
    box[b + 3] = highY
    travel += highX - lowX + highY - lowY
    if (lowX < minX) minX = lowX
    if (lowY < minY) minY = lowY
    if (highX > maxX) maxX = highX
    if (highY > maxY) maxY = highY
  }
  // Cells about as wide as an edge is long. Outlines leave most of them empty: there may be more of them than edges.
  const width = maxX - minX
  const height = maxY - minY
  const most = Math.max(edgeCount, Math.min(MOST_EMPTY * edgeCount, MANY_CELLS))
  const side = Math.max(travel / edgeCount, Math.sqrt((width * height) / most), (width + height) / most)
  if (!(side > 0)) return undefined
  const perUnit = 1 / side
  const columns = ((width * perUnit) | 0) + 1
  const rows = ((height * perUnit) | 0) + 1
  const cellStart = int32(columns * rows + 1)
  let entered = 0
  for (let e = 0, b = 0; e < edgeCount; e++, b += 4) {
    const left = ((box[b]! - minX) * perUnit) | 0
    const right = ((box[b + 2]! - minX) * perUnit) | 0
    const bottom = ((box[b + 1]! - minY) * perUnit) | 0
    const top = ((box[b + 3]! - minY) * perUnit) | 0
    entered += (right - left + 1) * (top - bottom + 1)
    if (entered > MOST_CELLS * edgeCount + 1000) return undefined
    for (let row = bottom; row <= top; row++) for (let c = left; c <= right; c++) cellStart[row * columns + c + 1]!++
  }
  for (let cell = 0; cell < columns * rows; cell++) cellStart[cell + 1]! += cellStart[cell]!
  const fill = cellStart.slice()
  const edges = int32(entered)
  for (let e = 0, b = 0; e < edgeCount; e++, b += 4) {
    const left = ((box[b]! - minX) * perUnit) | 0
    const right = ((box[b + 2]! - minX) * perUnit) | 0
    const bottom = ((box[b + 1]! - minY) * perUnit) | 0
    const top = ((box[b + 3]! - minY) * perUnit) | 0
    for (let row = bottom; row <= top; row++) for (let c = left; c <= right; c++) edges[fill[row * columns + c]!++] = e
  }

  const meets = uint8(edgeCount)
  // Pairs near each other, each once.
  let near = int32(0)
  let nearCount = 0
  let pairs = MOST_PAIRS * edgeCount + 10_000
  for (let cell = 0; cell < columns * rows; cell++) {
    const first = cellStart[cell]!
    const end = cellStart[cell + 1]!
    pairs -= ((end - first) * (end - first)) >> 1
    if (pairs < 0) return undefined
    for (let i = first + 1; i < end; i++) {
      const e = edges[i]!
      const lowX = box[4 * e]!
      const lowY = box[4 * e + 1]!
      const highX = box[4 * e + 2]!
      const highY = box[4 * e + 3]!
      for (let j = first; j < i; j++) {
        const b = 4 * edges[j]!
        if (box[b]! > highX || box[b + 2]! < lowX || box[b + 1]! > highY || box[b + 3]! < lowY) continue
        const how = meeting(e, edges[j]!)
        if (how === APART) continue
        if (how === MEET) meets[e] = meets[edges[j]!] = 1
        // Of all cells that they share, the one with the corner of what their boxes share.
        const column = (((lowX > box[b]! ? lowX : box[b]!) - minX) * perUnit) | 0
        const row = (((lowY > box[b + 1]! ? lowY : box[b + 1]!) - minY) * perUnit) | 0
        if (row * columns + column !== cell) continue
        if (2 * nearCount === near.length) near = doubled(near)
        near[2 * nearCount] = e
        near[2 * nearCount++ + 1] = edges[j]!
      }
    }
    if (nearCount > MOST_NEAR * edgeCount) return { meets: meets.fill(1), near: undefined }
  }
  return { meets, near: { margin, ...matesOf(near, nearCount, edgeCount) } }

  function meeting(one: number, other: number): number {
    const a = from[one]!
    const b = to[one]!
    const c = from[other]!
    const d = to[other]!
    if (a === c) return atVertex(a, b, d)
    if (a === d) return atVertex(a, b, c)
    if (b === c) return atVertex(b, a, d)
    if (b === d) return atVertex(b, a, c)
    const abc = side3(a, b, c)
    if (abc !== 0 && abc === side3(a, b, d)) return APART
    const cda = side3(c, d, a)
    return cda === 0 || cda !== side3(c, d, b) ? MEET : APART
  }

  /** Two edges from one vertex: whether they may lie on each other. */
  function atVertex(at: number, b: number, c: number): number {
    const bx = x[b]! - x[at]!
    const by = y[b]! - y[at]!
    const cx = x[c]! - x[at]!
    const cy = y[c]! - y[at]!
    if (bx * cx + by * cy < 0) return APART
    const left = bx * cy
    const right = by * cx
    const turn = left - right
    if (!(Math.abs(turn) > ROUNDING * (Math.abs(left) + Math.abs(right)))) return MEET
    return turn * turn <= NARROW * (bx * bx + by * by) * (cx * cx + cy * cy) ? NEAR : APART
  }

  /** On which side of the line from a to b vertex c is; 0 where it is within the margin, or rounding leaves it open. */
  function side3(a: number, b: number, c: number): number {
    const dx = x[b]! - x[a]!
    const dy = y[b]! - y[a]!
    const left = dx * (y[c]! - y[a]!)
    const right = dy * (x[c]! - x[a]!)
    const open = ROUNDING * (Math.abs(left) + Math.abs(right)) + margin * (Math.abs(dx) + Math.abs(dy))
    const turn = left - right
    return turn > open ? 1 : turn < -open ? -1 : 0
  }
}

const APART = 0
const NEAR = 1
const MEET = 2

function greatestOf(x: Float64Array, y: Float64Array): number {
  let greatest = 0
  for (let v = 0; v < x.length; v++) greatest = Math.max(greatest, Math.abs(x[v]!), Math.abs(y[v]!))
  return greatest
}

function doubled(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const more = int32(Math.max(64, 2 * values.length))
  more.set(values)
  return more
}

/** Of each edge the others of its pairs. */
function matesOf(pairs: Int32Array, count: number, edgeCount: number): Pick<NearSegments, 'start' | 'mates'> {
  const start = int32(edgeCount + 1)
  for (let i = 0; i < 2 * count; i++) start[pairs[i]!]!++
  for (let e = 1; e <= edgeCount; e++) start[e]! += start[e - 1]!
  const mates = int32(2 * count)
  for (let i = 0; i < 2 * count; i++) mates[--start[pairs[i]!]!] = pairs[i ^ 1]!
  return { start, mates }
}
