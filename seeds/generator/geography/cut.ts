import type { Random } from '../random.ts'
import type { DirectionField } from './direction-field.ts'
import { crossing, distance, distanceToRing, edge } from './plane.ts'
import type { Point } from './plane.ts'
import type { PlanarMap, Ring } from './planar-map.ts'

export interface CutStyle {
  /** Length of one step along the direction field, in metres. */
  step: number
  /** A cut may end this far from where it hit the boundary, so as to meet a vertex that is there; metres. */
  snap: number
  /** Least distance of an end from a corner, along the boundary; metres. */
  cornerDistance: number
  /** Least distance of the cut from the boundary away from its ends; metres. */
  clearance: number
  /** Share of cuts that turn a corner and take a rectangle out of a block. */
  corners: number
  /** Tries per cut. */
  tries: number
  /** Draws the line's fine shape between two points that stay. */
  draw: (line: readonly Point[], random: Random) => Point[]
}

/** A traced cut, not yet drawn: from the ring's i-th to its j-th vertex. */
export interface Trace {
  i: number
  j: number
  /** The arms from the seed point to either end, vertices included. */
  arms: [Point[], Point[]]
}

/** Follows the field both ways from a seed point until the boundary; undefined where the ends do not fit. */
export function trace(block: Block, seed: Point, heading: number, turn: number, style: CutStyle): Trace | undefined {
  const one = follow(block, seed, heading, style)
  const other = one && follow(block, seed, heading + turn, style)
  if (!other || one.end === other.end) return undefined
  return { i: one.end, j: other.end, arms: [one.line, other.line] }
}

/** A ring with what a cut asks of it again and again. */
export interface Block {
  ring: Ring
  points: Point[]
  field: DirectionField
  /** Of each vertex: distance along the boundary to the nearest corner. */
  fromCorner: number[]
  /** Of each vertex: whether a line of a neighbour ends or crosses there. */
  junction: boolean[]
}

export function createBlock(map: PlanarMap, ring: Ring, field: DirectionField): Block {
  const points = map.points(ring)
  const junction = ring.map((vertex) => map.degree(vertex) > 2)
  return { ring, points, field, junction, fromCorner: distancesToCorners(points) }
}

function follow({ points, field, fromCorner, junction }: Block, seed: Point, heading: number, style: CutStyle) {
  const line: Point[] = [seed]
  let direction = heading
  for (let steps = 0; steps < 400; steps++) {
    const from = line.at(-1)!
    direction = nearestQuarter(field(from), direction)
    const to: Point = [from[0] + style.step * Math.cos(direction), from[1] + style.step * Math.sin(direction)]
    const hit = firstHit(points, from, to)
    if (!hit) {
      line.push(to)
      continue
    }
    const end = bestEnd(hit)
    if (end === undefined) return undefined
    return { end, line: bend([...line, hit.at], points[end]!) }
  }
  return undefined

  function bestEnd({ edge: k, at }: Hit): number | undefined {
    let best: number | undefined
    let bestCost = style.snap
    for (let step = -8; step <= 9; step++) {
      const i = (k + step + points.length) % points.length
      if (fromCorner[i]! < style.cornerDistance) continue
      const cost = distance(points[i]!, at) - (junction[i] ? style.snap * 0.75 : 0)
      if (cost < bestCost) [best, bestCost] = [i, cost]
    }
    return best
  }
}

/** Whether the drawn line may cut the block: inside, clear of the boundary, not crossing itself. */
export function isClear(points: readonly Point[], line: readonly Point[], clearance: number): boolean {
  const lengths = [0]
  for (let k = 1; k < line.length; k++) lengths.push(lengths[k - 1]! + distance(line[k - 1]!, line[k]!))
  const total = lengths.at(-1)!
  for (let k = 1; k < line.length - 1; k++) {
    const fromEnd = Math.min(lengths[k]!, total - lengths[k]!)
    if (distanceToRing(line[k]!, points) < Math.min(clearance, 0.55 * fromEnd)) return false
  }
  for (let k = 1; k < line.length; k++) {
    const [a, b] = [line[k - 1]!, line[k]!]
    for (let i = 0; i < points.length; i++) {
      const [c, d] = edge(points, i)
      if (c !== line[0] && d !== line[0] && c !== line.at(-1) && d !== line.at(-1) && crossing(a, b, c, d) !== undefined)
        return false
    }
    for (let m = k + 2; m < line.length; m++) if (crossing(a, b, line[m - 1]!, line[m]!) !== undefined) return false
  }
  return true
}

interface Hit {
  edge: number
  at: Point
}

function firstHit(points: readonly Point[], from: Point, to: Point): Hit | undefined {
  let first: { edge: number; t: number } | undefined
  for (let i = 0; i < points.length; i++) {
    const t = crossing(from, to, ...edge(points, i))
    if (t !== undefined && (!first || t < first.t)) first = { edge: i, t }
  }
  return first && { edge: first.edge, at: [from[0] + (to[0] - from[0]) * first.t, from[1] + (to[1] - from[1]) * first.t] }
}

/** Moves the line's end onto `target` and the points before it less and less. */
function bend(line: readonly Point[], target: Point): Point[] {
  const last = line.at(-1)!
  const [dx, dy] = [target[0] - last[0], target[1] - last[1]]
  return line.map(([x, y], k) => {
    const share = (k / (line.length - 1)) ** 1.15
    return k === line.length - 1 ? target : ([x + dx * share, y + dy * share] as Point)
  })
}

/** Of the four directions of the field the one nearest to `heading`. */
function nearestQuarter(angle: number, heading: number): number {
  const quarter = Math.PI / 2
  return angle + Math.round((heading - angle) / quarter) * quarter
}

const CORNER = (35 * Math.PI) / 180

function distancesToCorners(points: readonly Point[]): number[] {
  const n = points.length
  const isCorner = points.map((p, i) => {
    const [a, b] = [points[(i - 1 + n) % n]!, points[(i + 1) % n]!]
    const turn = Math.atan2(b[1] - p[1], b[0] - p[0]) - Math.atan2(p[1] - a[1], p[0] - a[0])
    return Math.abs(Math.atan2(Math.sin(turn), Math.cos(turn))) > CORNER
  })
  const distances = isCorner.map((corner) => (corner ? 0 : Infinity))
  for (let round = 0; round < 2 * n; round++) {
    const [i, next] = [round % n, (round + 1) % n]
    distances[next] = Math.min(distances[next]!, distances[i]! + distance(points[i]!, points[next]!))
  }
  for (let round = 2 * n; round > 0; round--) {
    const [i, previous] = [round % n, (round - 1) % n]
    distances[previous] = Math.min(distances[previous]!, distances[i]! + distance(points[i]!, points[previous]!))
  }
  return distances
}
