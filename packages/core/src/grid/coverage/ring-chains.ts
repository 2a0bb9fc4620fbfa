/** More than rounding can take from a difference of two products of differences (Shewchuk 1997, A). */
const ROUNDING = 4e-16
/** Of more chains the search for crossings is faster. */
const MOST_CHAINS = 512
/** So many that follow each other are compared with others only where the box around them all meets theirs. */
const BUNCH = 8

/**
 * Tells of rings, exactly but for what rounding leaves open, whether none of their edges meet elsewhere than at a vertex of
 * both. A ring is cut into chains that run from west to east or back: such a chain cannot meet itself, there are few of them,
 * and most have boxes apart. Made once, used for one grid after the other: nothing is allocated on the way.
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
  /** Least x, least y, greatest x, greatest y. */
  box: Float64Array
  bunches: Float64Array
}

/** @param most vertices of the rings of one grid */
export function createRingChains(most: number): RingChains {
  const chains: Chains = {
    x: new Float64Array(2 * most),
    y: new Float64Array(2 * most),
    west: new Int32Array(MOST_CHAINS),
    east: new Int32Array(MOST_CHAINS),
    box: new Float64Array(4 * MOST_CHAINS),
    bunches: new Float64Array((4 * MOST_CHAINS) / BUNCH),
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
    },
    add(newEnd) {
      if (count >= 0) count = cutChains(chains, end, newEnd, count)
      end = newEnd
      return count >= 0
    },
    mayMeet: () => chainsMeet(chains, count),
  }
}

/** @returns how many chains there are now; −1 where they are too many */
function cutChains({ x, y, west, east, box }: Chains, first: number, end: number, count: number): number {
  let begin = first
  let ax = x[first]!
  let ay = y[first]!
  let isEast = x[first + 1]! > ax || (x[first + 1] === ax && y[first + 1]! > ay)
  let lowY = ay
  let highY = ay
  for (let i = first + 1; i <= end; i++) {
    // Behind the end the last one ends, whichever way it runs.
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
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let b = 4 * first; b < 4 * end; b += 4) {
    minX = Math.min(minX, box[b]!)
    minY = Math.min(minY, box[b + 1]!)
    maxX = Math.max(maxX, box[b + 2]!)
    maxY = Math.max(maxY, box[b + 3]!)
  }
  bunches[at] = minX
  bunches[at + 1] = minY
  bunches[at + 2] = maxX
  bunches[at + 3] = maxY
}

/** Chains of the one list with those of the other, which comes before it or is the same. */
function someMeet(chains: Chains, first: number, end: number, otherFirst: number, otherEnd: number): boolean {
  const { x, y, west, east, box } = chains
  for (let one = first; one < end; one++) {
    const a = 4 * one
    const lowX = box[a]!
    const lowY = box[a + 1]!
    const highX = box[a + 2]!
    const highY = box[a + 3]!
    const last = otherEnd < one ? otherEnd : one
    for (let other = otherFirst, b = 4 * otherFirst; other < last; other++, b += 4) {
      if (box[b]! > highX || box[b + 2]! < lowX || box[b + 1]! > highY || box[b + 3]! < lowY) continue
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
