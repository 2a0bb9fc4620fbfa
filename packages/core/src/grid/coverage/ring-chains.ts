import { float64, int32, uint8 } from '../topology/slab.ts'
/** More than rounding can take from a difference of two products of differences (Shewchuk 1997, A). */
const ROUNDING = 4e-16
/** Of more chains the search for crossings is faster. */
const MOST_CHAINS = 4096
/** So many that follow each other are compared with others only where the box around them all meets theirs. */
const BUNCH = 8
/** Ways of an edge: from lesser to greater x, or y where that is the same; from lesser to greater y, or x. */
const [EAST, NORTH] = [1, 2]

/**
 * Tells of rings, exactly but for what rounding leaves open, whether none of their edges meet elsewhere than at a vertex of
 * both. A ring is cut into chains that run one way along x and one way along y: such a chain cannot meet itself, nor the one
 * before, unless that one comes from where it goes; and hardly a box of one meets that of another. Made once, used for one
 * grid after the other: nothing is allocated on the way.
 */
export interface RingChains {
  clear(): void
  /** Where the positions of a ring are to be written, from `end` on, no two in a row the same, and the first one again at the end. */
  readonly x: Float64Array
  readonly y: Float64Array
  readonly end: number
  /** Adds the ring whose positions go as far as this. @returns false where the chains are too many */
  add(end: number): boolean
  /** Whether edges of the rings added may meet. */
  mayMeet(): boolean
}

/** Positions of the rings, and their chains. */
interface Chains {
  x: Float64Array
  y: Float64Array
  /** Of each chain the places of its west and its east end. */
  west: Int32Array
  east: Int32Array
  way: Uint8Array
  /** 1 where it begins at the end of the chain before: with that one it is compared at once. */
  isNext: Uint8Array
  /** Of the last chain of a ring the first one, + 1, where it cannot meet it but at their common end. */
  closes: Int32Array
  /** Least x, least y, greatest x, greatest y. */
  box: Float64Array
  bunches: Float64Array
  /** Whether chains that follow each other may meet. */
  haveMet: boolean
}

/** @param most vertices of the rings of one grid */
export function createRingChains(most: number): RingChains {
  const room = Math.min(MOST_CHAINS, 2 * most)
  const chains: Chains = {
    x: float64(2 * most),
    y: float64(2 * most),
    west: int32(room),
    east: int32(room),
    way: uint8(room),
    isNext: uint8(room),
    closes: int32(room),
    box: float64(4 * room),
    bunches: float64(4 * Math.ceil(room / BUNCH)),
    haveMet: false,
  }
  let count = 0
  let end = 0
  return {
    x: chains.x,
    y: chains.y,
    get end() {
      return end
    },
    clear() {
      count = end = 0
      chains.haveMet = false
    },
    add(newEnd) {
      if (count >= 0) count = cutChains(chains, end, newEnd, count)
      end = newEnd
      return count >= 0
    },
    mayMeet: () => chains.haveMet || chainsMeet(chains, count),
  }
}

/** @returns how many chains there are now; −1 where they are too many */
function cutChains(chains: Chains, first: number, end: number, before: number): number {
  const { x, y } = chains
  let count = before
  for (let begin = first; begin < end - 1;) {
    if (count === chains.west.length) return -1
    const way = wayOf(x[begin]!, y[begin]!, x[begin + 1]!, y[begin + 1]!)
    const last = lastOf(x, y, begin + 1, end, way)
    addChain(chains, begin, last, way, count > before, count++)
    begin = last
  }
  const lastWay = chains.way[count - 1]!
  if (count > before + 2 && isBeyond(lastWay, chains.way[before]!)) chains.closes[count - 1] = before + 1
  return count
}

const wayOf = (ax: number, ay: number, bx: number, by: number): number =>
  (bx > ax || (bx === ax && by > ay) ? EAST : 0) | (by > ay || (by === ay && bx > ax) ? NORTH : 0)

/** How far it goes on the same way. */
function lastOf(x: Float64Array, y: Float64Array, from: number, end: number, way: number): number {
  let i = from + 1
  if (way === (EAST | NORTH)) while (i < end && x[i]! >= x[i - 1]! && y[i]! >= y[i - 1]!) i++
  else if (way === 0) while (i < end && x[i]! <= x[i - 1]! && y[i]! <= y[i - 1]!) i++
  else if (way === EAST) while (i < end && x[i]! > x[i - 1]! && y[i]! < y[i - 1]!) i++
  else while (i < end && x[i]! < x[i - 1]! && y[i]! > y[i - 1]!) i++
  return i - 1
}

/** Whether chains of which the one begins where the other ends cannot meet again: of the plane's quarters around they have different ones. */
const isBeyond = (way: number, other: number): boolean => (way ^ other) !== (EAST | NORTH)

function addChain(chains: Chains, begin: number, end: number, way: number, isNext: boolean, at: number): void {
  const { x, y, west, east, box } = chains
  const isEast = (way & EAST) !== 0
  const isNorth = (way & NORTH) !== 0
  west[at] = isEast ? begin : end
  east[at] = isEast ? end : begin
  chains.way[at] = way
  chains.isNext[at] = isNext ? 1 : 0
  chains.closes[at] = 0
  box[4 * at] = x[isEast ? begin : end]!
  box[4 * at + 1] = y[isNorth ? begin : end]!
  box[4 * at + 2] = x[isEast ? end : begin]!
  box[4 * at + 3] = y[isNorth ? end : begin]!
  if (isNext && !isBeyond(way, chains.way[at - 1]!)) {
    chains.haveMet ||= twoMeet(x, y, west[at]!, east[at]!, west[at - 1]!, east[at - 1]!)
  }
}

function chainsMeet(chains: Chains, count: number): boolean {
  if (count <= 2 * BUNCH) return someMeet(chains, 0, count, 0, count)
  const { bunches } = chains
  for (let first = 0, one = 0; first < count; first += BUNCH, one += 4) {
    const end = first + BUNCH < count ? first + BUNCH : count
    bunch(chains, first, end, one)
    if (someMeet(chains, first, end, first, end)) return true
    for (let other = 0; other < one; other += 4) {
      if (bunches[other]! > bunches[one + 2]! || bunches[other + 2]! < bunches[one]!) continue
      if (bunches[other + 1]! > bunches[one + 3]! || bunches[other + 3]! < bunches[one + 1]!) continue
      const otherFirst = (other / 4) * BUNCH
      if (someMeet(chains, first, end, otherFirst, otherFirst + BUNCH)) return true
    }
  }
  return false
}

function bunch({ box, bunches }: Chains, first: number, end: number, at: number): void {
  let minX = Infinity
  let minY = Infinity
  let maxX = -Infinity
  let maxY = -Infinity
  for (let b = 4 * first; b < 4 * end; b += 4) {
    if (box[b]! < minX) minX = box[b]!
    if (box[b + 1]! < minY) minY = box[b + 1]!
    if (box[b + 2]! > maxX) maxX = box[b + 2]!
    if (box[b + 3]! > maxY) maxY = box[b + 3]!
  }
  bunches[at] = minX
  bunches[at + 1] = minY
  bunches[at + 2] = maxX
  bunches[at + 3] = maxY
}

/** Chains of the one list with those of the other, which comes before it or is the same. */
function someMeet(chains: Chains, first: number, end: number, otherFirst: number, otherEnd: number): boolean {
  const { x, y, west, east, isNext, closes, box } = chains
  for (let one = first; one < end; one++) {
    const a = 4 * one
    const lowX = box[a]!
    const lowY = box[a + 1]!
    const highX = box[a + 2]!
    const highY = box[a + 3]!
    const least = one - isNext[one]!
    const last = otherEnd < least ? otherEnd : least
    for (let other = otherFirst, b = 4 * otherFirst; other < last; other++, b += 4) {
      const isApart =
        Number(box[b]! > highX) | Number(box[b + 2]! < lowX) | Number(box[b + 1]! > highY) | Number(box[b + 3]! < lowY)
      if (isApart !== 0 || closes[one] === other + 1) continue
      if (twoMeet(x, y, west[one]!, east[one]!, west[other]!, east[other]!)) return true
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
