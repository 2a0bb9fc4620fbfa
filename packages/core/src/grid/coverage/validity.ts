import { orient2d } from 'robust-predicates'
import type { FindingReason } from '../coverage-schema.ts'
import type { Rings } from '../topology/read-rings.ts'
import { createCrossingSearch } from './crossings.ts'
import type { Crossings } from './crossings.ts'
import type { Measure } from './measure.ts'
import { isNestedWell } from './nesting.ts'
import { redraw } from './redraw.ts'
import type { Redrawn } from './redraw.ts'

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

/**
 * Checks the rings of every grid by themselves: RFC 7946 and OGC simple features.
 * @param isApart whether it is known that no edges of the grid meet but at their ends, and no vertex is there twice
 */
export function checkRings(
  rings: Rings,
  measure: Measure,
  { lonLat, tolerance }: { lonLat: boolean; tolerance: number },
  isApart: (grid: number) => boolean,
): CheckedRings {
  const { x, y, start, vertices, gridStart } = rings
  const gridCount = gridStart.length - 1
  const turn = new Int8Array(start.length - 1)
  const area = new Float64Array(gridCount)
  const box = new Float64Array(4 * gridCount)
  const redrawn = new Map<number, Redrawn>()
  const problems: RingProblem[] = []
  const search = createCrossingSearch(rings, turn)
  const heights = lonLat ? y.map(measure.height) : y
  const meanHeight = measure.meanHeight

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

  let minX = 0
  let minY = 0
  let maxX = 0
  let maxY = 0
  let folds: number[] = []
  let corners = 0

  /** Box, corners and area of one ring: all that is seen in going round once. */
  const walk = (ring: number): number => {
    const first = start[ring]!
    const end = start[ring + 1]!
    minX = minY = Infinity
    maxX = maxY = -Infinity
    corners = 0
    let sum = 0
    const base = heights[vertices[first]!]!
    // The vertex before the first one is the last that differs from it.
    let last = end - 1
    while (last > first && vertices[last] === vertices[first]) last--
    if (last < end - 1) tell('duplicate-point', vertices[first]!)
    let a = vertices[last]!
    let ax = x[a]!
    let ay = y[a]!
    let before = last
    while (before > first && vertices[before] === a) before--
    let beforeX = x[vertices[before]!]!
    let beforeY = y[vertices[before]!]!
    for (let i = first; i <= last; i++) {
      const b = vertices[i]!
      if (a === b) {
        if (end - first > 1) tell('duplicate-point', b)
        continue
      }
      const bx = x[b]!
      const by = y[b]!
      if (bx < minX) minX = bx
      if (bx > maxX) maxX = bx
      if (by < minY) minY = by
      if (by > maxY) maxY = by
      const alongX = bx - ax
      const alongY = by - ay
      if (lonLat && (alongX > 180 || alongX < -180)) tell('antimeridian', a)
      sum -= alongX * (meanHeight(ay, by, heights[a]!, heights[b]!) - base)
      const back = alongX * (ax - beforeX) + alongY * (ay - beforeY)
      if (back < 0 && isFlat(beforeX, beforeY, ax, ay, bx, by)) folds.push(ax, ay)
      corners++
      a = b
      beforeX = ax
      beforeY = ay
      ax = bx
      ay = by
    }
    return sum
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

  /** Whether all of the ring just walked is nearer than the tolerance to one line. */
  const isThin = (ring: number, ringArea: number): boolean => {
    const scale = measure.scale((minY + maxY) / 2)
    const most = corners * Math.hypot((maxX - minX) * scale.x, (maxY - minY) * scale.y)
    if (2 * ringArea > tolerance * most) return false
    const [first, end] = [start[ring]!, start[ring + 1]!]
    const v = vertices[first]!
    let [farX, farY, far] = [0, 0, 0]
    for (let i = first; i < end; i++) {
      const [dx, dy] = [(x[vertices[i]!]! - x[v]!) * scale.x, (y[vertices[i]!]! - y[v]!) * scale.y]
      if (dx * dx + dy * dy > far) [farX, farY, far] = [dx, dy, dx * dx + dy * dy]
    }
    const reach = tolerance * Math.sqrt(far)
    for (let i = first; i < end; i++) {
      const [dx, dy] = [(x[vertices[i]!]! - x[v]!) * scale.x, (y[vertices[i]!]! - y[v]!) * scale.y]
      if (Math.abs(dx * farY - dy * farX) > reach) return false
    }
    return true
  }

  for (let g = 0; g < gridCount; g++) {
    places = undefined
    folds = []
    const firstRing = gridStart[g]!
    const endRing = gridStart[g + 1]!
    if (unread.has(g))
      tellAll('unreadable', firstRing < endRing ? [x[vertices[start[firstRing]!]!]!, y[vertices[start[firstRing]!]!]!] : [])
    for (const ring of unclosed.get(g) ?? []) {
      tell('unclosed', vertices[start[ring + 1]! - 1]!)
      tell('unclosed', vertices[start[ring]!]!)
    }
    let gridMinX = Infinity
    let gridMinY = Infinity
    let gridMaxX = -Infinity
    let gridMaxY = -Infinity
    let sum = 0
    let counted = 0
    for (let r = firstRing; r < endRing; r++) {
      const foldsBefore = folds.length
      const ringArea = walk(r)
      const size = start[r + 1]! - start[r]!
      if (size < 3) tell('too-few-positions', vertices[start[r]!]!)
      let sign = Math.sign(ringArea)
      if (Math.abs(ringArea) <= UNSURE * Math.abs((maxX - minX) * (measure.height(maxY) - measure.height(minY)))) {
        sign = exactTurn(rings, r, ringArea)
      }
      if (corners < 3 || sign === 0 || isThin(r, Math.abs(ringArea)) || orphans.has(`${g} ${rings.polygon[r]!}`)) {
        if (size >= 3 && !orphans.has(`${g} ${rings.polygon[r]!}`)) tell('zero-area', vertices[start[r]!]!)
        folds.length = foldsBefore
        continue
      }
      turn[r] = sign > 0 === (rings.isHole[r] === 0) ? 1 : -1
      sum += rings.isHole[r] === 0 ? Math.abs(ringArea) : -Math.abs(ringArea)
      counted++
      if (minX < gridMinX) gridMinX = minX
      if (minY < gridMinY) gridMinY = minY
      if (maxX > gridMaxX) gridMaxX = maxX
      if (maxY > gridMaxY) gridMaxY = maxY
    }
    box[4 * g] = gridMinX
    box[4 * g + 1] = gridMinY
    box[4 * g + 2] = gridMaxX
    box[4 * g + 3] = gridMaxY
    area[g] = sum
    if (counted > 0) {
      const crossings = folds.length === 0 && isApart(g) ? undefined : search(firstRing, endRing)
      const isOne = endRing - firstRing === 1
      if (folds.length > 0 || crossings || !(isOne || isNestedWell(rings, turn, g))) judge(g, crossings)
      for (let r = firstRing; r < endRing; r++) {
        if (turn[r] === -1 && !redrawn.has(g)) tell('winding', vertices[start[r]!]!)
      }
    }
    if (places) for (const [reason, at] of places as Map<FindingReason, number[]>) problems.push({ grid: g, reason, places: at })
  }
  return { turn, area, box, redrawn, problems }

  /** Rings that meet: the faces between them tell whether they cross. */
  function judge(g: number, crossings: Crossings | undefined): void {
    const drawn = redraw(rings, turn, g, measure)
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

/** Whether three positions are on one line: exactly, where rounding leaves it open. */
function isFlat(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): boolean {
  const left = (bx - ax) * (cy - by)
  const right = (by - ay) * (cx - bx)
  if (Math.abs(left - right) > UNSURE * (Math.abs(left) + Math.abs(right))) return false
  return orient2d(ax, ay, bx, by, cx, cy) === 0
}

/**
 * 1 for counter-clockwise, −1 for clockwise, 0 for a ring that lies on one line: by its corner that is the least by x, then y.
 * A ring that folds back there is no simple one; for it the rounded area must do.
 */
function exactTurn({ x, y, start, vertices }: Rings, ring: number, roundedArea: number): number {
  const first = start[ring]!
  const end = start[ring + 1]!
  let least = first
  for (let i = first; i < end; i++) {
    const [v, w] = [vertices[i]!, vertices[least]!]
    if (x[v]! < x[w]! || (x[v] === x[w] && y[v]! < y[w]!)) least = i
  }
  const corner = vertices[least]!
  const step = (by: number): number => {
    for (let i = least; ;) {
      i += by
      if (i === end) i = first
      if (i < first) i = end - 1
      if (i === least || vertices[i] !== corner) return vertices[i]!
    }
  }
  const turnAt = (a: number, b: number, c: number) => orient2d(x[a]!, y[a]!, x[b]!, y[b]!, x[c]!, y[c]!)
  const [before, after] = [step(-1), step(1)]
  const turn = turnAt(before, corner, after)
  if (turn !== 0) return turn < 0 ? 1 : -1
  for (let i = first; i < end; i++) if (turnAt(corner, after, vertices[i]!) !== 0) return roundedArea < 0 ? -1 : 1
  return 0
}
