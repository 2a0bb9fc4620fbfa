import { cutCell, middleOf, trapezoidsOf } from './convex-cells.ts'
import type { Cell, Trapezoid } from './convex-cells.ts'
import { convexCircle, FEW_SIDES } from './convex-circle.ts'
import type { Circle } from './convex-circle.ts'
import { cornerCircle, mayTouchThree } from './corner-circle.ts'

export type { Circle } from './convex-circle.ts'

/** The radius is this much too small at most, relatively. */
const PRECISION = 0.01
/** A bound for the time; more cells are only looked at where the face has more sides. */
const CELLS = 4000
/** Steps towards a local greatest circle from a place. */
const STEPS = 4

/**
 * The largest circle inside a face with holes, its radius right to 1 %. Slivers, and faces with a few sides, convex, take a
 * microsecond.
 * Others are cut into convex cells; a cell in which every place is nearer to some side than the best radius found is put away,
 * another is cut in halves along its nearest side, so that a sliver of any length takes few cells (branch and bound as in
 * Mapbox's polylabel, with cells that follow the sides instead of squares, and the bound of the distance to a side, which is
 * convex, taken at their corners).
 * @param rings nodes, not closed by repetition: the outer one and the holes
 * @param scaleX what one unit of x is in the units wanted, e.g. metres to a degree
 * @returns radius 0 where the face has no inside
 * @example inscribedCircle([[0, 1, 2, 3]], Float64Array.of(0, 4, 4, 0), Float64Array.of(0, 0, 2, 2), 1, 1).radius // 1
 */
export function inscribedCircle(
  rings: readonly ArrayLike<number>[],
  x: Float64Array,
  y: Float64Array,
  scaleX: number,
  scaleY: number,
): Circle {
  const outer = rings[0]
  let known: Circle | undefined
  if (outer && rings.length === 1) {
    // A rectangle's is told to the last digit.
    if (outer.length <= 4) {
      const circle = convexCircle(outer, x, y, scaleX, scaleY)
      if (circle) return circle
    }
    const atCorner = cornerCircle(outer, x, y, scaleX, scaleY)
    if (atCorner?.isLargest) return atCorner
    const circle = outer.length > 4 && outer.length <= FEW_SIDES ? convexCircle(outer, x, y, scaleX, scaleY) : undefined
    if (circle) return circle
    known = atCorner
  }
  const { sides, forth, back } = frameOf(rings, x, y, scaleX, scaleY)
  const cells = trapezoidsOf(sides)
  if (known) {
    let most = 0
    for (const { cell, left, right } of cells) most = Math.max(most, boundBetween(sides, cell, left, right))
    if (most <= known.radius * (1 + PRECISION) || !mayTouchThree(outer!.length, most)) return known
  }
  const found = search(sides, cells, known && { ...known, ...forth(known.x, known.y) })
  return { ...back(found.x, found.y), radius: found.radius }
}

/** Sides in scaled units around an own origin, turned so that the face is tall: ax, ay, bx, by of each side. */
function frameOf(rings: readonly ArrayLike<number>[], x: Float64Array, y: Float64Array, scaleX: number, scaleY: number) {
  const outer = rings[0]!
  const [originX, originY] = [x[outer[0]!]!, y[outer[0]!]!]
  let sideCount = 0
  for (const ring of rings) sideCount += ring.length
  const sides = new Float64Array(4 * sideCount)
  let at = 0
  for (const ring of rings) {
    for (let i = 0, before = ring.length - 1; i < ring.length; before = i++) {
      sides[at++] = (x[ring[before]!]! - originX) * scaleX
      sides[at++] = (y[ring[before]!]! - originY) * scaleY
      sides[at++] = (x[ring[i]!]! - originX) * scaleX
      sides[at++] = (y[ring[i]!]! - originY) * scaleY
    }
  }
  const [ax, ay] = farthestFrom(sides, outer.length, sides[0]!, sides[1]!)
  const [bx, by] = farthestFrom(sides, outer.length, ax, ay)
  const length = Math.hypot(bx - ax, by - ay)
  const [cos, sin] = length > 0 ? [(by - ay) / length, (bx - ax) / length] : [1, 0]
  for (let i = 0; i < sides.length; i += 2) {
    const [px, py] = [sides[i]!, sides[i + 1]!]
    sides[i] = cos * px - sin * py
    sides[i + 1] = sin * px + cos * py
  }
  const forth = (px: number, py: number): { x: number; y: number } => {
    const [ux, uy] = [(px - originX) * scaleX, (py - originY) * scaleY]
    return { x: cos * ux - sin * uy, y: sin * ux + cos * uy }
  }
  const back = (px: number, py: number): { x: number; y: number } => ({
    x: originX + (cos * px + sin * py) / scaleX,
    y: originY + (cos * py - sin * px) / scaleY,
  })
  return { sides, forth, back }
}

function farthestFrom(sides: Float64Array, count: number, px: number, py: number): [number, number] {
  let [farX, farY, most] = [px, py, 0]
  for (let s = 0; s < count; s++) {
    const distance = (sides[4 * s]! - px) ** 2 + (sides[4 * s + 1]! - py) ** 2
    if (distance > most) [farX, farY, most] = [sides[4 * s]!, sides[4 * s + 1]!, distance]
  }
  return [farX, farY]
}

interface Candidate {
  cell: Cell
  /** No place in the cell has a larger circle. */
  bound: number
  /** Sides that may be the nearest one to a place in the cell. */
  near: Int32Array
  /** Not yet regarded with all the sides near. */
  isRough: boolean
}

/** @param known a circle from which to go on */
function search(sides: Float64Array, cells: readonly Trapezoid[], known: Circle | undefined): Circle {
  let best: Circle = known ?? { x: sides[0] ?? 0, y: sides[1] ?? 0, radius: 0 }
  const all = Int32Array.from({ length: sides.length / 4 }, (_, s) => s)
  const queue = createQueue()
  const enough = (): number => best.radius * (1 + PRECISION)
  /** Goes to the place as far from the three sides nearest; a corner is taken for a side across the way to it. */
  const climb = (near: Int32Array, px: number, py: number): void => {
    let distance = nearestSides(sides, near, px, py)
    if (distance > best.radius && isInside(sides, px, py)) best = { x: px, y: py, radius: distance }
    for (let step = 0; step < STEPS; step++) {
      const to = equallyFar(sides, px, py)
      if (!to || !(to.radius > enough())) return
      px = to.x
      py = to.y
      // Some are soon looked at, and often near enough.
      if (nearestSides(sides, near, px, py) <= best.radius) return
      distance = nearestSides(sides, all, px, py)
      if (distance <= best.radius || !isInside(sides, px, py)) return
      best = { x: px, y: py, radius: distance }
    }
  }
  for (const { cell, left, right } of cells) {
    const bound = boundBetween(sides, cell, left, right)
    if (bound > enough()) queue.push({ cell, bound, near: all, isRough: true })
  }
  let looks = CELLS + sides.length
  for (let next = queue.pop(); next && looks > 0; next = queue.pop(), looks--) {
    if (next.bound <= enough()) break
    if (next.isRough) {
      next.bound = Math.min(next.bound, boundOf(sides, next.cell, next.near, enough()))
      next.near = nearOnly(sides, next)
      next.isRough = false
      if (next.bound > enough()) queue.push(next)
      continue
    }
    const [px, py] = middleOf(next.cell)
    climb(next.near, px, py)
    nearestSides(sides, next.near, px, py)
    for (const cell of halves(sides, next.cell, nearest[0]!)) {
      const bound = Math.min(next.bound, meanBound(sides, cell), boundOf(sides, cell, next.near, enough()))
      if (bound > enough()) queue.push({ cell, bound, near: nearOnly(sides, { cell, bound, near: next.near }), isRough: false })
    }
  }
  return best
}

/** The sides that are not further from every place of the cell than the bound. */
function nearOnly(sides: Float64Array, { cell, bound, near }: Pick<Candidate, 'cell' | 'bound' | 'near'>): Int32Array {
  if (near.length <= 8) return near
  const [px, py] = middleOf(cell)
  let reach = 0
  for (let i = 0; i < cell.length; i += 2) reach = Math.max(reach, (cell[i]! - px) ** 2 + (cell[i + 1]! - py) ** 2)
  const limit = (Math.sqrt(reach) + bound) ** 2 * (1 + 1e-9)
  const kept = new Int32Array(near.length)
  let count = 0
  for (let k = 0; k < near.length; k++) if (distance2(sides, near[k]!, px, py) <= limit) kept[count++] = near[k]!
  return kept.subarray(0, count)
}

/** Cut half-way to the corner that is farthest from the side, across the way there. */
function halves(sides: Float64Array, cell: Cell, side: number): Cell[] {
  let far = 0
  let most = -1
  for (let i = 0; i < cell.length; i += 2) {
    const distance = distance2(sides, side, cell[i]!, cell[i + 1]!)
    if (distance > most) [far, most] = [i, distance]
  }
  if (!(most > 0)) return []
  const [qx, qy] = nearestPlace(sides, side, cell[far]!, cell[far + 1]!)
  const length = Math.sqrt(most)
  const nx = (cell[far]! - qx) / length
  const ny = (cell[far + 1]! - qy) / length
  let [low, high] = [Infinity, -Infinity]
  for (let i = 0; i < cell.length; i += 2) {
    const along = nx * cell[i]! + ny * cell[i + 1]!
    low = Math.min(low, along)
    high = Math.max(high, along)
  }
  if (!(high > low)) return []
  return cutCell(cell, nx, ny, low + (high - low) / 2).filter((half) => half.length >= 6)
}

function nearestPlace(sides: Float64Array, s: number, px: number, py: number): [number, number] {
  const [ax, ay] = [sides[4 * s]!, sides[4 * s + 1]!]
  const [dx, dy] = [sides[4 * s + 2]! - ax, sides[4 * s + 3]! - ay]
  const length2 = dx * dx + dy * dy
  const t = length2 > 0 ? Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / length2)) : 0
  return [ax + t * dx, ay + t * dy]
}

/** Squared distance of the position from the side. */
function distance2(sides: Float64Array, s: number, px: number, py: number): number {
  const ax = px - sides[4 * s]!
  const ay = py - sides[4 * s + 1]!
  const dx = sides[4 * s + 2]! - sides[4 * s]!
  const dy = sides[4 * s + 3]! - sides[4 * s + 1]!
  const length2 = dx * dx + dy * dy
  let t = length2 > 0 ? (ax * dx + ay * dy) / length2 : 0
  if (t < 0) t = 0
  else if (t > 1) t = 1
  return (ax - t * dx) ** 2 + (ay - t * dy) ** 2
}

/**
 * Of a trapezoid between two sides: the nearer of them is no further off from any place. A mean of two convex functions is
 * greatest at a corner, and least where it is weighted so that both are as great there.
 */
function boundBetween(sides: Float64Array, cell: Cell, left: number, right: number): number {
  const at = (s: number, i: number): number => distance2(sides, s, cell[i]!, cell[i + 1]!)
  const ofLeft = Math.sqrt(Math.max(at(left, 2), at(left, 4)))
  const ofRight = Math.sqrt(Math.max(at(right, 0), at(right, 6)))
  return ofLeft > 0 && ofRight > 0 ? (ofLeft * ofRight) / (ofLeft + ofRight) : 0
}

/** No place of the cell is further from the nearer of the two nearest sides than a corner is from both, on average. */
function meanBound(sides: Float64Array, cell: Cell): number {
  if (nearest[1]! < 0) return Infinity
  let most = 0
  for (let i = 0; i < cell.length; i += 2) {
    const one = Math.sqrt(distance2(sides, nearest[0]!, cell[i]!, cell[i + 1]!))
    const other = Math.sqrt(distance2(sides, nearest[1]!, cell[i]!, cell[i + 1]!))
    most = Math.max(most, (one + other) / 2)
  }
  return most
}

/** The least over the sides of the distance of the farthest corner; once it is below `enough`, that will do. */
function boundOf(sides: Float64Array, cell: Cell, near: Int32Array, enough: number): number {
  let bound = Infinity
  for (let k = 0; k < near.length && bound > enough * enough; k++) {
    let most = 0
    for (let i = 0; i < cell.length && most < bound; i += 2) {
      most = Math.max(most, distance2(sides, near[k]!, cell[i]!, cell[i + 1]!))
    }
    bound = Math.min(bound, most)
  }
  return Math.sqrt(bound)
}

// The sides nearest to a place, and the nearest places on them: x and y in turn. A corner of two sides counts once.
const nearest = new Int32Array(3)
const nearestX = new Float64Array(3)
const nearestY = new Float64Array(3)

/** Looks for the three sides nearest to the place, and answers the distance of the first. */
function nearestSides(sides: Float64Array, near: Int32Array, px: number, py: number): number {
  let d1 = Infinity
  let d2 = Infinity
  let d3 = Infinity
  nearest[0] = nearest[1] = nearest[2] = -1
  for (let k = 0; k < near.length; k++) {
    const s = near[k]!
    const distance = distance2(sides, s, px, py)
    if (distance >= d3) continue
    if (distance < d1) {
      d3 = d2
      d2 = d1
      d1 = distance
      nearest[2] = nearest[1]!
      nearest[1] = nearest[0]!
      nearest[0] = s
    } else if (distance === d1 && isSamePlace(sides, s, nearest[0]!, px, py)) continue
    else if (distance < d2) {
      d3 = d2
      d2 = distance
      nearest[2] = nearest[1]!
      nearest[1] = s
    } else if (distance === d2 && isSamePlace(sides, s, nearest[1]!, px, py)) continue
    else {
      d3 = distance
      nearest[2] = s
    }
  }
  return Math.sqrt(d1)
}

function isSamePlace(sides: Float64Array, s: number, t: number, px: number, py: number): boolean {
  const [ax, ay] = nearestPlace(sides, s, px, py)
  const [bx, by] = nearestPlace(sides, t, px, py)
  return ax === bx && ay === by
}

/** As far from the three lines through the nearest places, across the ways there: u·p − c = r for each. */
function equallyFar(sides: Float64Array, px: number, py: number): Circle | undefined {
  if (nearest[2]! < 0) return undefined
  for (let i = 0; i < 3; i++) [nearestX[i], nearestY[i]] = nearestPlace(sides, nearest[i]!, px, py) as [number, number]
  const length = (i: number): number => Math.sqrt((px - nearestX[i]!) ** 2 + (py - nearestY[i]!) ** 2)
  const ax = (px - nearestX[0]!) / length(0)
  const ay = (py - nearestY[0]!) / length(0)
  const a = ax * nearestX[0]! + ay * nearestY[0]!
  const ux = ax - (px - nearestX[1]!) / length(1)
  const uy = ay - (py - nearestY[1]!) / length(1)
  const u = a - ((px - nearestX[1]!) * nearestX[1]! + (py - nearestY[1]!) * nearestY[1]!) / length(1)
  const vx = ax - (px - nearestX[2]!) / length(2)
  const vy = ay - (py - nearestY[2]!) / length(2)
  const v = a - ((px - nearestX[2]!) * nearestX[2]! + (py - nearestY[2]!) * nearestY[2]!) / length(2)
  const determinant = ux * vy - uy * vx
  if (!(Math.abs(determinant) > 1e-12)) return undefined
  const x = (u * vy - uy * v) / determinant
  const y = (ux * v - u * vx) / determinant
  return { x, y, radius: ax * x + ay * y - a }
}

function isInside(sides: Float64Array, px: number, py: number): boolean {
  let inside = false
  for (let s = 0; s < sides.length; s += 4) {
    const [ay, by] = [sides[s + 1]!, sides[s + 3]!]
    if (ay <= py === by <= py) continue
    if (px < sides[s]! + ((py - ay) / (by - ay)) * (sides[s + 2]! - sides[s]!)) inside = !inside
  }
  return inside
}

/** Greatest bound first. */
function createQueue(): { push(candidate: Candidate): void; pop(): Candidate | undefined } {
  const heap: Candidate[] = []
  return {
    push(candidate) {
      let i = heap.push(candidate) - 1
      while (i > 0) {
        const parent = (i - 1) >> 1
        if (heap[parent]!.bound >= candidate.bound) break
        heap[i] = heap[parent]!
        i = parent
      }
      heap[i] = candidate
    },
    pop() {
      const top = heap[0]
      const last = heap.pop()
      if (!last || heap.length === 0) return top
      let i = 0
      for (let child = 1; child < heap.length; child = 2 * i + 1) {
        if (child + 1 < heap.length && heap[child + 1]!.bound > heap[child]!.bound) child++
        if (heap[child]!.bound <= last.bound) break
        heap[i] = heap[child]!
        i = child
      }
      heap[i] = last
      return top
    },
  }
}
