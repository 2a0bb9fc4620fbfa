import type { FindingReason } from '../coverage-schema.ts'
import type { Rings } from '../topology/read-rings.ts'
import { createCrossingSearch } from './crossings.ts'
import type { Crossings } from './crossings.ts'
import { heightsOf } from './heights.ts'
import type { Measure } from './measure.ts'
import { isNestedWell } from './nesting.ts'
import { redraw } from './redraw.ts'
import type { Redrawn } from './redraw.ts'
import { createRingChains } from './ring-chains.ts'
import { exactTurn, isFold, isThin, visitCorners, walkRing } from './ring-walk.ts'
import type { Walked } from './ring-walk.ts'
import { touchingOf, withoutSpikes } from './touching.ts'
import { float64, int32, onKeptSlabs } from '../topology/slab.ts'

/** What is wrong with the rings of a grid, with its places as x, y, x, y, … */
export interface RingProblem {
  grid: number
  reason: FindingReason
  places: number[]
}

export interface CheckedRings {
  /** Of each ring 1; −1 where it runs the wrong way round; 0 where it has no area and does not count. */
  turn: Int8Array
  /** Area of each grid, m². */
  area: Float64Array
  /** Box of each grid: least x, least y, greatest x, greatest y. */
  box: Float64Array
  /** Grids whose rings do not bound an area as they should, with the border that they have by even-odd. */
  redrawn: Map<number, Redrawn>
  problems: RingProblem[]
}

/** Below this share of its box a ring's area may be rounding: exact predicates decide which way round it runs. */
const UNSURE = 1e-9

export interface RingOptions {
  lonLat: boolean
  tolerance: number
  /** 1 for grids whose edges are not compared with each other, as long as they pass no vertex twice. */
  isSpared: Uint8Array | undefined
}

/** Checks the rings of every grid by themselves: RFC 7946 and OGC simple features. */
export function checkRings(rings: Rings, measure: Measure, { lonLat, tolerance, isSpared }: RingOptions): CheckedRings {
  const { x, y, start, vertices, gridStart } = rings
  const gridCount = gridStart.length - 1
  const turn = new Int8Array(start.length - 1)
  const area = float64(gridCount)
  const box = float64(4 * gridCount)
  const redrawn = new Map<number, Redrawn>()
  const problems: RingProblem[] = []
  const search = createCrossingSearch(rings, turn)
  const heights = heightsOf(y, measure, lonLat)
  const walked: Walked = { minX: 0, minY: 0, maxX: 0, maxY: 0, area: 0, corners: 0, isTwice: false, end: 0, turnCount: 0 }
  const chains = createRingChains(mostVertices(rings))
  const passedBy = int32(x.length)

  let places: Map<FindingReason, number[]> | undefined
  const tell = (reason: FindingReason, vertex: number): void => {
    places ??= new Map()
    const list = places.get(reason)
    if (list) list.push(x[vertex]!, y[vertex]!)
    else places.set(reason, [x[vertex]!, y[vertex]!])
  }
  const tellAll = (reason: FindingReason, at: readonly number[]): void => {
    places ??= new Map()
    places.set(reason, [...(places.get(reason) ?? []), ...at])
  }

  // Holes whose outer ring could not be read.
  const orphans = new Set<string>()
  const unread = new Set<number>()
  const unclosed = new Map<number, number[]>()
  for (const { grid, polygon, ring, index, code } of rings.faults) {
    if (code === 'unclosed') unclosed.set(grid, [...(unclosed.get(grid) ?? []), index])
    else unread.add(grid)
    if (code === 'unreadable' && ring === 0) orphans.add(`${grid} ${polygon}`)
  }

  for (let g = 0; g < gridCount; g++) checkGrid(g)
  return { turn, area, box, redrawn, problems }

  function checkGrid(g: number): void {
    places = undefined
    const firstRing = gridStart[g]!
    const endRing = gridStart[g + 1]!
    if (unread.size > 0 && unread.has(g))
      tellAll('unreadable', firstRing < endRing ? [x[vertices[start[firstRing]!]!]!, y[vertices[start[firstRing]!]!]!] : [])
    if (unclosed.size > 0) {
      for (const ring of unclosed.get(g) ?? []) {
        tell('unclosed', vertices[start[ring + 1]! - 1]!)
        tell('unclosed', vertices[start[ring]!]!)
      }
    }
    let gridMinX = Infinity
    let gridMinY = Infinity
    let gridMaxX = -Infinity
    let gridMaxY = -Infinity
    let sum = 0
    let counted = 0
    let isTwice = false
    let isCut = true
    chains.clear()
    for (let r = firstRing; r < endRing; r++) {
      walkRing(rings, r, heights, measure, passedBy, chains, walked)
      const size = start[r + 1]! - start[r]!
      if (walked.corners < size) tellRepeats(r)
      if (size < 3) tell('too-few-positions', vertices[start[r]!]!)
      const { minX, minY, maxX, maxY, area: ringArea } = walked
      if (lonLat && maxX - minX > 180) tellJumps(r)
      let sign = Math.sign(ringArea)
      if (Math.abs(ringArea) <= UNSURE * (maxX - minX) * (maxY - minY) * measure.greatest ** 2) {
        sign = exactTurn(rings, r, ringArea)
      }
      const isOrphan = orphans.size > 0 && orphans.has(`${g} ${rings.polygon[r]!}`)
      if (walked.corners < 3 || sign === 0 || isOrphan || isThin(rings, r, walked, measure, tolerance)) {
        if (size >= 3 && !isOrphan) tell('zero-area', vertices[start[r]!]!)
        continue
      }
      turn[r] = sign > 0 === (rings.isHole[r] === 0) ? 1 : -1
      sum += rings.isHole[r] === 0 ? Math.abs(ringArea) : -Math.abs(ringArea)
      counted++
      if (minX < gridMinX) gridMinX = minX
      if (minY < gridMinY) gridMinY = minY
      if (maxX > gridMaxX) gridMaxX = maxX
      if (maxY > gridMaxY) gridMaxY = maxY
      isTwice ||= walked.isTwice
      if (isSpared?.[g] !== 1) isCut = isCut && chains.add(walked.end, walked.turnCount)
    }
    box[4 * g] = gridMinX
    box[4 * g + 1] = gridMinY
    box[4 * g + 2] = gridMaxX
    box[4 * g + 3] = gridMaxY
    area[g] = sum
    if (counted > 0) {
      if (isSpared?.[g] === 1 && isTwice) isCut = false
      const isApart = isCut && !chains.mayMeet()
      const touching = isApart && isTwice ? touchingOf(rings, turn, g) : undefined
      if (!isApart || (isTwice && !touching)) judgeMeeting(g)
      else if (counted > 1 && !isNestedWell(rings, turn, g, touching?.vertices)) judgeMeeting(g)
      else if (touching?.isOwn) for (const vertex of touching.vertices) tell('self-touching', vertex)
      for (let r = firstRing; r < endRing; r++) {
        if (turn[r] === -1 && !redrawn.has(g)) tell('winding', vertices[start[r]!]!)
      }
    }
    if (places) for (const [reason, at] of places as Map<FindingReason, number[]>) problems.push({ grid: g, reason, places: at })
  }

  /** Rings that may meet, or be in each other. */
  function judgeMeeting(g: number): void {
    const [firstRing, endRing] = [gridStart[g]!, gridStart[g + 1]!]
    const folds = foldsOf(firstRing, endRing)
    const crossings = search(firstRing, endRing)
    const plain = folds.length > 0 && endRing - firstRing === 1 ? withoutSpikes(rings, firstRing) : undefined
    if (plain && isSimple(plain.kept) && isTouchedAt(crossings, plain.passed)) {
      tellAll('spike', folds)
      redrawn.set(g, drawnAs(plain.kept, turn[firstRing]! > 0, area[g]!))
      return
    }
    const isOne = endRing - firstRing === 1
    if (folds.length > 0 || crossings || !(isOne || isNestedWell(rings, turn, g))) judge(g, folds, crossings)
  }

  /** Whether nothing meets but at these vertices. */
  function isTouchedAt(crossings: Crossings | undefined, passed: ReadonlySet<number>): boolean {
    if (!crossings) return true
    if (crossings.stopped || crossings.own.length + crossings.between.length + crossings.along.length > 0) return false
    const places = new Set(Array.from(passed, (vertex) => `${x[vertex]} ${y[vertex]}`))
    for (let i = 0; i < crossings.touches.length; i += 2) {
      if (!places.has(`${crossings.touches[i]} ${crossings.touches[i + 1]}`)) return false
    }
    return true
  }

  function isSimple(ring: Int32Array): boolean {
    chains.clear()
    for (let i = 0; i <= ring.length; i++) {
      chains.x[i] = x[ring[i % ring.length]!]!
      chains.y[i] = y[ring[i % ring.length]!]!
    }
    const end = ring.length + 1
    return new Set(ring).size === ring.length && chains.add(end, chains.findTurns(end)) && !chains.mayMeet()
  }

  function tellRepeats(ring: number): void {
    const [first, end] = [start[ring]!, start[ring + 1]!]
    if (end - first === 1) return
    for (let i = first; i < end; i++)
      if (vertices[i] === vertices[i > first ? i - 1 : end - 1]) tell('duplicate-point', vertices[i]!)
  }

  function tellJumps(ring: number): void {
    visitCorners(rings, ring, (before, vertex) => {
      if (Math.abs(x[vertex]! - x[before]!) > 180) tell('antimeridian', before)
    })
  }

  /** Where rings turn back on themselves. */
  function foldsOf(firstRing: number, endRing: number): number[] {
    const folds: number[] = []
    for (let r = firstRing; r < endRing; r++) {
      if (turn[r] === 0) continue
      visitCorners(rings, r, (before, vertex, after) => {
        if (isFold(rings, before, vertex, after)) folds.push(x[vertex]!, y[vertex]!)
      })
    }
    return folds
  }

  /** Rings that meet: the faces between them tell whether they cross. */
  function judge(g: number, folds: readonly number[], crossings: Crossings | undefined): void {
    const drawn = onKeptSlabs(() => redraw(rings, turn, g, measure))
    const isWrong = drawn.least < 0 || drawn.most > 1
    const ownPlaces = [...(crossings?.touches ?? []), ...(crossings?.along ?? [])]
    const isOwn = crossings !== undefined && (crossings.ownTouches || crossings.ownAlong)
    if (folds.length > 0) tellAll('spike', folds)
    // A spike may lie across its own ring; that alone changes nothing of what is inside.
    if (crossings && crossings.own.length > 0 && (isWrong || folds.length === 0)) tellAll('self-crossing', crossings.own)
    else if (crossings?.stopped && isWrong) tellAll('self-crossing', ownPlaces.length > 0 ? ownPlaces : drawn.wrongPlaces)
    else if (isOwn && isWrong && crossings.between.length === 0) tellAll('self-crossing', ownPlaces)
    else if (isOwn && crossings.ownAlong && folds.length === 0) tellAll('spike', crossings.along)
    else if (isOwn && crossings.ownTouches && folds.length === 0) tellAll('self-touching', crossings.touches)
    if (isWrong && !(isOwn && crossings.between.length === 0) && !(crossings && crossings.own.length > 0)) {
      const at = crossings && crossings.between.length > 0 ? crossings.between : drawn.wrongPlaces
      tellAll(drawn.least < 0 ? 'hole-outside' : 'parts-overlap', at)
    }
    if (
      isWrong ||
      folds.length > 0 ||
      (crossings && crossings.own.length + crossings.between.length > 0) ||
      crossings?.ownAlong
    ) {
      redrawn.set(g, drawn)
      area[g] = drawn.area
    }
  }
}

/** A simple ring as it is to be drawn, with the inside to its left. */
function drawnAs(ring: Int32Array, isForwards: boolean, area: number): Redrawn {
  const from = Array.from(isForwards ? ring : [...ring].reverse())
  return { from, to: [...from.slice(1), from[0]!], crossings: [], area, least: 0, most: 1, wrongPlaces: [] }
}

function mostVertices({ gridStart, start }: Rings): number {
  let most = 0
  for (let g = 0; g + 1 < gridStart.length; g++) most = Math.max(most, start[gridStart[g + 1]!]! - start[gridStart[g]!]!)
  return most
}
