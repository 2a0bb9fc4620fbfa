import type { Rings } from '../topology/read-rings.ts'

/** More than rounding can take from a difference of two products of differences (Shewchuk 1997, A). */
const ROUNDING = 4e-16
/** Chains are compared each with each: of more, the search for crossings is faster. */
const MOST_CHAINS = 150

/**
 * Tells of rings, exactly but for what rounding leaves open, whether none of their edges meet elsewhere than at a vertex of
 * both. A ring is cut into chains that run from west to east or back: such a chain cannot meet itself, there are few of them,
 * and most have boxes apart. Made once, used for one grid after the other: nothing is allocated on the way.
 */
export interface RingChains {
  clear(): void
  /**
   * Adds a ring of these vertices, beginning anywhere; one may be repeated at once.
   * @returns false where there are no two vertices, or the chains are too many
   */
  add(vertices: Int32Array, start: number, end: number): boolean
  /** Whether edges of the rings added may meet. */
  mayMeet(): boolean
}

/** Positions of the rings, closed by repetition, and their chains. */
interface Chains {
  x: Float64Array
  y: Float64Array
  /** Of each chain the places of its west and its east end. */
  west: Int32Array
  east: Int32Array
  /** Least x, least y, greatest x, greatest y. */
  box: Float64Array
}

/** @param most vertices of the rings of one grid */
export function createRingChains({ x, y }: Pick<Rings, 'x' | 'y'>, most: number): RingChains {
  // Twice as long: every ring is there from any vertex on.
  const chains: Chains = {
    x: new Float64Array(2 * most + 2),
    y: new Float64Array(2 * most + 2),
    west: new Int32Array(MOST_CHAINS),
    east: new Int32Array(MOST_CHAINS),
    box: new Float64Array(4 * MOST_CHAINS),
  }
  let count = 0
  let end = 0
  return {
    clear() {
      count = end = 0
    },
    add(vertices, from, to) {
      if (count < 0) return false
      const first = end
      end = copyRing(x, y, vertices, from, to, chains, first)
      count = end - first < 3 ? -1 : cutChains(chains, first, end, count)
      return count >= 0
    },
    mayMeet: () => chainsMeet(chains, count),
  }
}

/** From its least vertex by x, then y, on, and back to it: there one chain ends and another begins. */
function copyRing(
  x: Float64Array,
  y: Float64Array,
  vertices: Int32Array,
  start: number,
  end: number,
  to: Chains,
  at: number,
): number {
  let least = start
  let leastX = Infinity
  let leastY = Infinity
  for (let i = start; i < end; i++) {
    const px = x[vertices[i]!]!
    if (px > leastX) continue
    const py = y[vertices[i]!]!
    if (px === leastX && py >= leastY) continue
    least = i
    leastX = px
    leastY = py
  }
  let last = -1
  for (let i = least; i < end; i++) {
    const v = vertices[i]!
    if (v === last) continue
    last = v
    to.x[at] = x[v]!
    to.y[at++] = y[v]!
  }
  for (let i = start; i < least; i++) {
    const v = vertices[i]!
    if (v === last) continue
    last = v
    to.x[at] = x[v]!
    to.y[at++] = y[v]!
  }
  if (last === vertices[least]) at--
  to.x[at] = leastX
  to.y[at++] = leastY
  return at
}

/** @returns how many chains there are now; −1 where they are too many */
function cutChains({ x, y, west, east, box }: Chains, first: number, end: number, count: number): number {
  let begin = first
  let isEast = true
  let ax = x[first]!
  let ay = y[first]!
  let lowY = ay
  let highY = ay
  for (let i = first + 1; i <= end; i++) {
    // Behind the end the ring turns for the last time.
    const bx: number = i < end ? x[i]! : isEast ? -Infinity : Infinity
    const by = i < end ? y[i]! : 0
    if ((bx > ax || (bx === ax && by > ay)) !== isEast) {
      if (count === MOST_CHAINS) return -1
      west[count] = isEast ? begin : i - 1
      east[count] = isEast ? i - 1 : begin
      const b = 4 * count++
      box[b] = isEast ? x[begin]! : ax
      box[b + 1] = lowY
      box[b + 2] = isEast ? ax : x[begin]!
      box[b + 3] = highY
      begin = i - 1
      isEast = !isEast
      lowY = highY = ay
    }
    if (by < lowY) lowY = by
    if (by > highY) highY = by
    ax = bx
    ay = by
  }
  return count
}

function chainsMeet(chains: Chains, count: number): boolean {
  const { box } = chains
  for (let one = 1; one < count; one++) {
    const a = 4 * one
    const lowX = box[a]!
    const lowY = box[a + 1]!
    const highX = box[a + 2]!
    const highY = box[a + 3]!
    for (let b = 0; b < a; b += 4) {
      if (box[b]! > highX || box[b + 2]! < lowX || box[b + 1]! > highY || box[b + 3]! < lowY) continue
      if (twoMeet(chains.x, chains.y, chains.west[one]!, chains.east[one]!, chains.west[b >> 2]!, chains.east[b >> 2]!))
        return true
    }
  }
  return false
}

/** From west to east along both, always on along the one whose edge ends first: edges abreast of each other are compared. */
function twoMeet(x: Float64Array, y: Float64Array, a: number, aEast: number, c: number, cEast: number): boolean {
  const aStep = a < aEast ? 1 : -1
  const cStep = c < cEast ? 1 : -1
  for (;;) {
    const b = a + aStep
    const d = c + cStep
    const bx = x[b]!
    const dx = x[d]!
    if (bx >= x[c]! && dx >= x[a]! && edgesMeet(x, y, a, b, c, d)) return true
    if (bx < dx || (bx === dx && y[b]! < y[d]!)) {
      if (b === aEast) return false
      a = b
    } else {
      if (d === cEast) return false
      c = d
    }
  }
}

/** Two edges from west to east, which may have a vertex in common. */
function edgesMeet(x: Float64Array, y: Float64Array, a: number, b: number, c: number, d: number): boolean {
  const ay = y[a]!
  const by = y[b]!
  const cy = y[c]!
  const dy = y[d]!
  if ((ay < cy && ay < dy && by < cy && by < dy) || (ay > cy && ay > dy && by > cy && by > dy)) return false
  // From one vertex both run the same way: they meet elsewhere where they lie on each other.
  if (ay === cy && x[a] === x[c]) return side(x, y, a, b, d) === 0
  if (by === dy && x[b] === x[d]) return side(x, y, b, a, c) === 0
  if ((by === cy && x[b] === x[c]) || (ay === dy && x[a] === x[d])) return false
  const abc = side(x, y, a, b, c)
  if (abc !== 0 && abc === side(x, y, a, b, d)) return false
  const cda = side(x, y, c, d, a)
  return cda === 0 || cda !== side(x, y, c, d, b)
}

/** On which side of the line from a to b vertex c is; 0 where rounding leaves it open. */
function side(x: Float64Array, y: Float64Array, a: number, b: number, c: number): number {
  const left = (x[a]! - x[c]!) * (y[b]! - y[c]!)
  const right = (y[a]! - y[c]!) * (x[b]! - x[c]!)
  const open = ROUNDING * ((left < 0 ? -left : left) + (right < 0 ? -right : right))
  const turn = left - right
  return turn > open ? 1 : turn < -open ? -1 : 0
}
