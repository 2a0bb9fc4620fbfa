import { orient2d } from 'robust-predicates'
import type { Rings } from '../topology/read-rings.ts'
import type { Measure } from './measure.ts'
import type { RingChains } from './ring-chains.ts'

/** All that is seen in going round a ring once. */
export interface Walked {
  minX: number
  minY: number
  maxX: number
  maxY: number
  /** m², negative where it runs clockwise. */
  area: number
  /** Vertices that differ from the one before. */
  corners: number
  /** Whether it passes a vertex that the grid has passed; at once, after each other, does not count. */
  isTwice: boolean
  /** Of its positions in the chains. */
  end: number
  /** How often its way changes. */
  turnCount: number
}

/**
 * @param heights of the vertices, as `measure` has them
 * @param passedBy of each vertex the grid that passed it last, + 1
 * @param chains get the positions that differ from the one before, and the first of them again at the end
 */
export function walkRing(
  rings: Rings,
  ring: number,
  heights: Float64Array,
  measure: Measure,
  passedBy: Int32Array,
  chains: RingChains,
  to: Walked,
): void {
  // Loops over few arrays each: those over many do not fit the registers.
  to.isTwice = false
  to.end = copyPositions(rings, ring, passedBy, chains, to)
  to.corners = to.end - chains.end - 1
  to.area = areaOf(rings, ring, heights, measure)
  to.turnCount = chains.findTurns(to.end)
  readBox(chains, to)
}

/** @returns where the positions end */
function copyPositions(
  { x, y, start, vertices, grid }: Rings,
  ring: number,
  passedBy: Int32Array,
  { x: xs, y: ys, end: begin }: RingChains,
  to: Walked,
): number {
  const end = start[ring + 1]!
  const own = grid[ring]! + 1
  let a = vertices[end - 1]!
  let place = begin
  xs[place] = x[a]!
  ys[place++] = y[a]!
  for (let i = start[ring]!; i < end; i++) {
    const b = vertices[i]!
    if (a === b) continue
    xs[place] = x[b]!
    ys[place++] = y[b]!
    if (passedBy[b] === own) to.isTwice = true
    passedBy[b] = own
    a = b
  }
  return place
}

function areaOf({ x, y, start, vertices }: Rings, ring: number, heights: Float64Array, measure: Measure): number {
  const end = start[ring + 1]!
  const last = vertices[end - 1]!
  const base = heights[last]!
  let ax = x[last]!
  let ay = y[last]!
  let aHeight = base
  let area = 0
  for (let i = start[ring]!; i < end; i++) {
    const b = vertices[i]!
    const bx = x[b]!
    const by = y[b]!
    const bHeight = heights[b]!
    area -= (bx - ax) * (measure.meanHeight(ay, by, aHeight, bHeight) - base)
    ax = bx
    ay = by
    aHeight = bHeight
  }
  return area
}

/** What is least or greatest is so where the way changes. */
function readBox({ x, y, turns }: RingChains, to: Walked): void {
  let minX = Infinity
  let minY = Infinity
  let maxX = -Infinity
  let maxY = -Infinity
  for (let turn = 0; turn < to.turnCount; turn++) {
    const at = turns[turn]!
    const px = x[at]!
    const py = y[at]!
    if (px < minX) minX = px
    if (px > maxX) maxX = px
    if (py < minY) minY = py
    if (py > maxY) maxY = py
  }
  to.minX = minX
  to.minY = minY
  to.maxX = maxX
  to.maxY = maxY
}

/** Calls for each vertex of the ring that differs from the one before, with the different ones before and after it. */
export function visitCorners(
  { start, vertices }: Rings,
  ring: number,
  visit: (before: number, vertex: number, after: number) => void,
): void {
  const list: number[] = []
  for (let i = start[ring]!; i < start[ring + 1]!; i++) if (vertices[i] !== list.at(-1)) list.push(vertices[i]!)
  while (list.length > 1 && list.at(-1) === list[0]) list.pop()
  for (let i = 0; i < list.length; i++) visit(list.at(i - 1)!, list[i]!, list[(i + 1) % list.length]!)
}

/** Whether a ring turns back at the vertex, on the same line: exactly, where rounding leaves it open. */
export function isFold({ x, y }: Rings, before: number, vertex: number, after: number): boolean {
  const [ax, ay, bx, by, cx, cy] = [x[before]!, y[before]!, x[vertex]!, y[vertex]!, x[after]!, y[after]!]
  return (cx - bx) * (bx - ax) + (cy - by) * (by - ay) < 0 && orient2d(ax, ay, bx, by, cx, cy) === 0
}

/**
 * 1 for counter-clockwise, −1 for clockwise, 0 for a ring that lies on one line: by its corner that is the least by x, then y.
 * A ring that folds back there is no simple one; for it the rounded area must do.
 */
export function exactTurn({ x, y, start, vertices }: Rings, ring: number, roundedArea: number): number {
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

/** Whether all of a ring is nearer than the tolerance to one line. */
export function isThin(
  { x, y, start, vertices }: Rings,
  ring: number,
  walked: Walked,
  measure: Measure,
  tolerance: number,
): boolean {
  const { minX, minY, maxX, maxY, area, corners } = walked
  if (2 * Math.abs(area) > tolerance * corners * (maxX - minX + maxY - minY) * measure.greatest) return false
  const scale = measure.scale((minY + maxY) / 2)
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
