import { orient2d } from 'robust-predicates'
import type { Rings } from '../topology/read-rings.ts'
import { float64, int32 } from '../topology/slab.ts'

/** What was found of a grid's rings, each place as x, y, x, y, … */
export interface Crossings {
  /** Two edges of one ring cross. */
  own: number[]
  /** An edge crosses one of another ring of the same grid. */
  between: number[]
  /** A vertex lies on an edge or another vertex, of the same ring or another one: whether that crosses is not seen from here. */
  touches: number[]
  /** Two edges run along each other, of the same ring or another one. */
  along: number[]
  /** Some of those that touch are of one ring. */
  ownTouches: boolean
  /** Some of those that run along each other are of one polygon. */
  ownAlong: boolean
  /** There are too many pairs to compare: the search was given up. */
  stopped: boolean
}

/** So many places are told of one grid; a scribble has millions. */
const MOST_PLACES = 100
/** Fewer edges are compared each with each. */
const FEW = 12
/** So many pairs for each edge, and these at least, are looked at before the search is given up. */
const MOST_PAIRS_PER_EDGE = 500
const MANY_PAIRS = 2_000_000

/**
 * Compares the edges of one grid with each other, exactly: sorted by where they begin along the axis on which they are
 * shorter, each with those that begin before it ends.
 * @param turn rings with 0 are left out
 */
export function createCrossingSearch(
  rings: Rings,
  turn: Int8Array,
): (firstRing: number, endRing: number) => Crossings | undefined {
  const { x, y, start, vertices } = rings
  let room = 0
  // Of each edge in the order of the rings: its vertices, the edge after it, and its extent along both axes.
  let from = int32(0)
  let to = int32(0)
  let ringOf = int32(0)
  let low = float64(0)
  let high = float64(0)
  let low2 = float64(0)
  let high2 = float64(0)
  let order = int32(0)
  let binOf = int32(0)
  let bins = int32(0)
  let sortedLow2 = float64(0)
  let sortedHigh2 = float64(0)

  const grow = (edges: number): void => {
    room = Math.max(2 * room, edges, 64)
    ;[from, to, ringOf, order, binOf] = [0, 1, 2, 3, 4].map(() => int32(room)) as [
      Int32Array<ArrayBuffer>,
      Int32Array<ArrayBuffer>,
      Int32Array<ArrayBuffer>,
      Int32Array<ArrayBuffer>,
      Int32Array<ArrayBuffer>,
    ]
    bins = int32(room + 2)
    ;[low, high, low2, high2, sortedLow2, sortedHigh2] = [0, 1, 2, 3, 4, 5].map(() => float64(room)) as [
      Float64Array<ArrayBuffer>,
      Float64Array<ArrayBuffer>,
      Float64Array<ArrayBuffer>,
      Float64Array<ArrayBuffer>,
      Float64Array<ArrayBuffer>,
      Float64Array<ArrayBuffer>,
    ]
  }

  let found: Crossings | undefined
  const note = (kind: 'own' | 'between' | 'touches' | 'along', placeX: number, placeY: number): Crossings => {
    found ??= { own: [], between: [], touches: [], along: [], ownTouches: false, ownAlong: false, stopped: false }
    if (found[kind].length < 2 * MOST_PLACES) found[kind].push(placeX, placeY)
    else found.stopped = true
    return found
  }
  const touch = (placeX: number, placeY: number, isOwn: boolean): void => {
    if (isOwn) note('touches', placeX, placeY).ownTouches = true
    else note('touches', placeX, placeY)
  }

  const giveUp = (): void => {
    found ??= { own: [], between: [], touches: [], along: [], ownTouches: false, ownAlong: false, stopped: true }
    found.stopped = true
  }

  /** Two edges whose boxes meet. */
  const compare = (i: number, j: number): void => {
    const a = from[i]!
    const b = to[i]!
    const c = from[j]!
    const d = to[j]!
    const isOwn = ringOf[i] === ringOf[j]
    // Neighbours within a ring share one vertex as they should; whether they fold back is seen at the corner.
    if (isOwn && (b === c || d === a) && isNext(i, j)) return
    const ax = x[a]!
    const ay = y[a]!
    const bx = x[b]!
    const by = y[b]!
    const cx = x[c]!
    const cy = y[c]!
    const dx = x[d]!
    const dy = y[d]!
    const abc = orient2d(ax, ay, bx, by, cx, cy)
    const abd = orient2d(ax, ay, bx, by, dx, dy)
    if ((abc > 0 && abd > 0) || (abc < 0 && abd < 0)) return
    const cda = orient2d(cx, cy, dx, dy, ax, ay)
    const cdb = orient2d(cx, cy, dx, dy, bx, by)
    if ((cda > 0 && cdb > 0) || (cda < 0 && cdb < 0)) return
    if (abc === 0 && abd === 0) {
      // On one line: the common part runs between the second and the third of the four ends.
      const ends = [
        [ax, ay],
        [bx, by],
        [cx, cy],
        [dx, dy],
      ].sort((p, q) => p[0]! - q[0]! || p[1]! - q[1]!)
      const [, p, q] = ends as [number[], [number, number], [number, number], number[]]
      if (p[0] === q[0] && p[1] === q[1]) touch(p[0], p[1], isOwn)
      else if (rings.polygon[ringOf[i]!] === rings.polygon[ringOf[j]!]) note('along', p[0], p[1]).ownAlong = true
      else note('along', p[0], p[1])
    } else if (abc !== 0 && abd !== 0 && cda !== 0 && cdb !== 0) {
      // Where the line through c and d leaves the one side for the other.
      const t = abc / (abc - abd)
      note(isOwn ? 'own' : 'between', cx + t * (dx - cx), cy + t * (dy - cy))
    } else if (abc === 0) touch(cx, cy, isOwn)
    else if (abd === 0) touch(dx, dy, isOwn)
    else if (cda === 0) touch(ax, ay, isOwn)
    else touch(bx, by, isOwn)
  }

  /** Whether one edge follows the other in their ring; edges are numbered along it, and the last is before the first. */
  const isNext = (i: number, j: number): boolean => {
    const gap = i < j ? j - i : i - j
    if (gap === 1) return true
    const first = Math.min(i, j)
    const last = Math.max(i, j)
    return (first === 0 || ringOf[first - 1] !== ringOf[first]) && ringOf[last + 1] !== ringOf[last]
  }

  const load = (firstRing: number, endRing: number): { edges: number; alongX: boolean } => {
    let edges = 0
    let minX = Infinity
    let maxX = -Infinity
    let minY = Infinity
    let maxY = -Infinity
    let travelX = 0
    let travelY = 0
    for (let r = firstRing; r < endRing; r++) {
      if (turn[r] === 0) continue
      const end = start[r + 1]!
      let a = vertices[end - 1]!
      for (let i = start[r]!; i < end; i++) {
        const b = vertices[i]!
        if (a === b) continue
        const ax = x[a]!
        const ay = y[a]!
        const bx = x[b]!
        const by = y[b]!
        from[edges] = a
        to[edges] = b
        ringOf[edges] = r
        if (ax < bx) {
          low[edges] = ax
          high[edges] = bx
          travelX += bx - ax
        } else {
          low[edges] = bx
          high[edges] = ax
          travelX += ax - bx
        }
        if (ay < by) {
          low2[edges] = ay
          high2[edges] = by
          travelY += by - ay
        } else {
          low2[edges] = by
          high2[edges] = ay
          travelY += ay - by
        }
        if (bx < minX) minX = bx
        if (bx > maxX) maxX = bx
        if (by < minY) minY = by
        if (by > maxY) maxY = by
        edges++
        a = b
      }
    }
    ringOf[edges] = -1
    return { edges, alongX: travelX * (maxY - minY) <= travelY * (maxX - minX) }
  }

  return (firstRing, endRing) => {
    const most = start[endRing]! - start[firstRing]!
    if (most + 1 > room) grow(most + 1)
    const { edges, alongX } = load(firstRing, endRing)
    found = undefined
    if (edges <= FEW) {
      for (let i = 1; i < edges; i++) {
        const [lowX, highX, lowY, highY] = [low[i]!, high[i]!, low2[i]!, high2[i]!]
        for (let j = 0; j < i; j++) {
          if (low[j]! <= highX && high[j]! >= lowX && low2[j]! <= highY && high2[j]! >= lowY) compare(i, j)
        }
      }
      return found
    }
    if (!alongX) {
      ;[low, low2] = [low2, low]
      ;[high, high2] = [high2, high]
    }
    sweep(edges)
    return found
  }

  function sweep(edges: number): void {
    let min = Infinity
    let max = -Infinity
    for (let i = 0; i < edges; i++) {
      if (low[i]! < min) min = low[i]!
      if (high[i]! > max) max = high[i]!
    }
    const binCount = edges
    const perUnit = max > min ? (binCount - 1) / (max - min) : 0
    bins.fill(0, 0, binCount + 1)
    for (let i = 0; i < edges; i++) {
      const bin = ((low[i]! - min) * perUnit) | 0
      binOf[i] = bin
      bins[bin + 1]!++
    }
    for (let bin = 0; bin < binCount; bin++) bins[bin + 1]! += bins[bin]!
    // Filled from the back, so that bins[b] ends as the beginning of bin b.
    for (let i = edges - 1; i >= 0; i--) {
      const place = --bins[binOf[i]! + 1]!
      order[place] = i
      sortedLow2[place] = low2[i]!
      sortedHigh2[place] = high2[i]!
    }
    bins[binCount + 1] = edges
    let pairs = MOST_PAIRS_PER_EDGE * edges + MANY_PAIRS
    for (let place = 0; place < edges && !found?.stopped; place++) {
      const i = order[place]!
      const top = high[i]!
      const end = bins[(((top - min) * perUnit) | 0) + 2]!
      pairs -= end - place
      if (pairs < 0) {
        giveUp()
        return
      }
      const lowest = sortedLow2[place]!
      const highest = sortedHigh2[place]!
      for (let other = place + 1; other < end; other++) {
        if (sortedLow2[other]! <= highest && sortedHigh2[other]! >= lowest) {
          const j = order[other]!
          if (low[j]! <= top && high[j]! >= low[i]!) compare(i, j)
        }
      }
    }
  }
}
