import { float64, int32, uint8 } from '../topology/slab.ts'
/** More than rounding can take from a difference of two products of differences (Shewchuk 1997, A). */
const ROUNDING = 4e-16
/** Of more chains the search for crossings is faster. */
const MOST_CHAINS = 4096
/** So many that follow each other are compared with others only where the box around them all meets theirs. */
const BUNCH = 8
/** Ways of an edge, together: from lesser to greater x, or y where that is the same; from lesser to greater y, or x. */
const EAST = 1
const NORTH = 2

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
  /** Finds where the ring whose positions go as far as this changes its way. @returns how often */
  findTurns(end: number): number
  /** The positions there. */
  readonly turns: Int32Array
  /** Adds the ring of which the turns were found. @returns false where the chains are too many */
  add(end: number, turnCount: number): boolean
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
  /** Of the ring that is being added: where chains begin, and which way they go. */
  turns: Int32Array
  ways: Uint8Array
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
    x: float64(2 * most, false),
    y: float64(2 * most, false),
    west: int32(room, false),
    east: int32(room, false),
    way: uint8(room, false),
    turns: int32(2 * most, false),
    ways: uint8(2 * most, false),
    isNext: uint8(room, false),
    closes: int32(room, false),
    box: float64(4 * room, false),
    bunches: float64(4 * Math.ceil(room / BUNCH), false),
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
    turns: chains.turns,
    findTurns: (newEnd) => findTurns(chains, end, newEnd),
    add(newEnd, turnCount) {
      if (count >= 0) count = cutChains(chains, newEnd, turnCount, count)
      end = newEnd
      return count >= 0
    },
    mayMeet: () => chains.haveMet || chainsMeet(chains, count),
  }
}

/** @returns how many chains there are now; −1 where they are too many */
function cutChains(chains: Chains, end: number, turnCount: number, before: number): number {
  const { turns, ways, way } = chains
  const count = before + turnCount
  if (count > way.length) return -1
  for (let turn = 0; turn < turnCount; turn++) {
    addChain(chains, turns[turn]!, turn + 1 < turnCount ? turns[turn + 1]! : end - 1, ways[turn]!, turn > 0, before + turn)
  }
  if (turnCount > 2 && isBeyond(way[count - 1]!, way[before]!)) chains.closes[count - 1] = before + 1
  return count
}

/** Without a branch: where the way changes cannot be foretold. */
function findTurns({ x, y, turns, ways }: Chains, first: number, end: number): number {
  let count = 0
  let last = -1
  let ax = x[first]!
  let ay = y[first]!
  for (let i = first + 1; i < end; i++) {
    const bx = x[i]!
    const by = y[i]!
    const way = wayOf(ax, ay, bx, by)
    turns[count] = i - 1
    ways[count] = way
    count += Number(way !== last)
    last = way
    ax = bx
    ay = by
  }
  return count
}

function wayOf(ax: number, ay: number, bx: number, by: number): number {
  const isMoreX = Number(bx > ax)
  const isMoreY = Number(by > ay)
  const isEast = isMoreX | (Number(bx === ax) & isMoreY)
  const isNorth = isMoreY | (Number(by === ay) & isMoreX)
  return isEast | (isNorth << 1)
}

/** Whether chains of which the one begins where the other ends cannot meet again: of the plane's quarters around they have different ones. */
const isBeyond = (way: number, other: number): boolean => (way ^ other) !== (EAST | NORTH)

function addChain(chains: Chains, begin: number, end: number, way: number, isNext: boolean, at: number): void {
  const { x, y, west, east, box } = chains
  // Without branches here too.
  const isEast = way & EAST
  const isNorth = way >> 1
  const step = end - begin
  const westEnd = end - step * isEast
  const eastEnd = begin + step * isEast
  west[at] = westEnd
  east[at] = eastEnd
  chains.way[at] = way
  chains.isNext[at] = Number(isNext)
  chains.closes[at] = 0
  box[4 * at] = x[westEnd]!
  box[4 * at + 1] = y[end - step * isNorth]!
  box[4 * at + 2] = x[eastEnd]!
  box[4 * at + 3] = y[begin + step * isNorth]!
  if (isNext && !isBeyond(way, chains.way[at - 1]!)) {
    chains.haveMet ||= twoMeet(x, y, west[at]!, east[at]!, west[at - 1]!, east[at - 1]!)
  }
}

function chainsMeet(chains: Chains, count: number): boolean {
  if (count <= 2 * BUNCH) return someMeet(chains, 0, count, 0, count)
  const { box, bunches } = chains
  for (let first = 0, one = 0; first < count; first += BUNCH, one += 4) {
    const end = first + BUNCH < count ? first + BUNCH : count
    bunch(chains, first, end, one)
    if (someMeet(chains, first, end, first, end)) return true
    for (let other = 0; other < one; other += 4) {
      if (bunches[other]! > bunches[one + 2]! || bunches[other + 2]! < bunches[one]!) continue
      if (bunches[other + 1]! > bunches[one + 3]! || bunches[other + 3]! < bunches[one + 1]!) continue
      const otherFirst = (other / 4) * BUNCH
      // Bunches that follow each other always meet, but few of their chains do.
      for (let chain = first; chain < end; chain++) {
        const b = 4 * chain
        const isApart =
          Number(bunches[other]! > box[b + 2]!) |
          Number(bunches[other + 2]! < box[b]!) |
          Number(bunches[other + 1]! > box[b + 3]!) |
          Number(bunches[other + 3]! < box[b + 1]!)
        if (isApart === 0 && someMeet(chains, chain, chain + 1, otherFirst, otherFirst + BUNCH)) return true
      }
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
