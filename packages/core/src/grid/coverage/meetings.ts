/** More than rounding can take from a difference of two products of differences (Shewchuk 1997, A). */
const ROUNDING = 4e-16
/** Of each edge, so many cells and so many comparisons, before the search is given up. */
const MOST_CELLS = 8
const MOST_PAIRS = 60

export interface Edges {
  x: Float64Array
  y: Float64Array
  from: Int32Array
  to: Int32Array
  edgeCount: number
}

/**
 * Marks with 1 each edge that may cross, touch or lie on another one elsewhere than at a vertex of both. Sure of those
 * that it does not mark; what rounding leaves open is marked. Undefined where the edges are so heaped up that it does not pay.
 */
export function findMeetings({ x, y, from, to, edgeCount }: Edges): Uint8Array | undefined {
  const box = new Float64Array(4 * edgeCount)
  let minX = Infinity
  let minY = Infinity
  let maxX = -Infinity
  let maxY = -Infinity
  let travel = 0
  for (let e = 0, b = 0; e < edgeCount; e++, b += 4) {
    const ax = x[from[e]!]!
    const ay = y[from[e]!]!
    const bx = x[to[e]!]!
    const by = y[to[e]!]!
    const lowX = ax < bx ? ax : bx
    const highX = ax < bx ? bx : ax
    const lowY = ay < by ? ay : by
    const highY = ay < by ? by : ay
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
  // Cells about as wide as an edge is long, and not more of them than edges.
  const width = maxX - minX
  const height = maxY - minY
  const side = Math.max(travel / edgeCount, Math.sqrt((width * height) / edgeCount), (width + height) / edgeCount)
  if (!(side > 0)) return undefined
  const perUnit = 1 / side
  const columns = ((width * perUnit) | 0) + 1
  const rows = ((height * perUnit) | 0) + 1
  const cellStart = new Int32Array(columns * rows + 1)
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
  const edges = new Int32Array(entered)
  for (let e = 0, b = 0; e < edgeCount; e++, b += 4) {
    const left = ((box[b]! - minX) * perUnit) | 0
    const right = ((box[b + 2]! - minX) * perUnit) | 0
    const bottom = ((box[b + 1]! - minY) * perUnit) | 0
    const top = ((box[b + 3]! - minY) * perUnit) | 0
    for (let row = bottom; row <= top; row++) for (let c = left; c <= right; c++) edges[fill[row * columns + c]!++] = e
  }

  const meets = new Uint8Array(edgeCount)
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
        if (meet(e, edges[j]!)) meets[e] = meets[edges[j]!] = 1
      }
    }
  }
  return meets

  function meet(one: number, other: number): boolean {
    const a = from[one]!
    const b = to[one]!
    const c = from[other]!
    const d = to[other]!
    if (a === c) return isFold(a, b, d)
    if (a === d) return isFold(a, b, c)
    if (b === c) return isFold(b, a, d)
    if (b === d) return isFold(b, a, c)
    const abc = side3(a, b, c)
    if (abc !== 0 && abc === side3(a, b, d)) return false
    const cda = side3(c, d, a)
    return cda === 0 || cda !== side3(c, d, b)
  }

  /** Whether two edges from one vertex may lie on each other. */
  function isFold(at: number, b: number, c: number): boolean {
    if (side3(at, b, c) !== 0) return false
    return (x[b]! - x[at]!) * (x[c]! - x[at]!) + (y[b]! - y[at]!) * (y[c]! - y[at]!) >= 0
  }

  /** 0 where rounding leaves it open. */
  function side3(a: number, b: number, c: number): number {
    const left = (x[a]! - x[c]!) * (y[b]! - y[c]!)
    const right = (y[a]! - y[c]!) * (x[b]! - x[c]!)
    const open = ROUNDING * ((left < 0 ? -left : left) + (right < 0 ? -right : right))
    const turn = left - right
    return turn > open ? 1 : turn < -open ? -1 : 0
  }
}
