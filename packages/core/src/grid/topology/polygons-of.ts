import { orient2d } from 'robust-predicates'
import type { Geometry } from '../schema.ts'
import { isCounterClockwise, simpleRings } from './face-rings.ts'

/** Vertices of the rings of a polygon, not closed by repetition: the shell, counter-clockwise, then its holes, clockwise. */
export type PolygonRings = Int32Array[]

/**
 * The polygons around which directed pieces run, with the inside on their left. The pieces come in any order, do not cross,
 * meet at common vertices only, and as many come to a vertex as leave it. Touching rings come out as OGC Simple Features wants
 * them (06-103r4, 6.1.11.1): no ring passes a vertex twice, parts that hang together by a vertex only are polygons of their
 * own, and a hole that touches its shell stays a hole. Every ring begins with its least vertex by x, then y, and the polygons
 * and their holes are in that order too: the order of the pieces does not matter.
 * @param from vertices at which the pieces begin
 * @param to vertices at which they end
 * @example polygonsOf(Float64Array.of(0, 1, 1), Float64Array.of(0, 0, 1), [2, 0, 1], [0, 1, 2]) // [[[0, 1, 2]]]
 */
export function polygonsOf(x: Float64Array, y: Float64Array, from: ArrayLike<number>, to: ArrayLike<number>): PolygonRings[] {
  const polygons: PolygonRings[] = []
  const lonely: Int32Array[] = []
  for (const walk of boundaryWalks(x, y, from, to)) {
    const rings = simpleRings(walk).filter((ring) => ring.length > 2)
    const shells = rings.filter((ring) => isCounterClockwise(x, y, ring))
    const holes = rings.filter((ring) => !isCounterClockwise(x, y, ring))
    for (const ring of rings) startAtLeast(x, y, ring)
    // The inside of a walk hangs together: holes that touch its shell belong to it.
    if (shells.length === 1) polygons.push([shells[0]!, ...holes])
    else {
      polygons.push(...shells.map((shell) => [shell]))
      lonely.push(...holes)
    }
  }
  if (lonely.length > 0) placeHoles(x, y, polygons, lonely)
  const compare = (a: Int32Array, b: Int32Array): number => compareRings(x, y, a, b)
  return polygons.map(([shell, ...holes]) => [shell!, ...holes.sort(compare)]).sort(([a], [b]) => compare(a!, b!))
}

/** @returns undefined where there is no polygon */
export function geometryOf(x: Float64Array, y: Float64Array, polygons: readonly PolygonRings[]): Geometry | undefined {
  const position = (v: number): [number, number] => [x[v]!, y[v]!]
  const coordinates = polygons.map((rings) => rings.map((ring) => [...Array.from(ring, position), position(ring[0]!)]))
  if (coordinates.length > 1) return { type: 'MultiPolygon', coordinates }
  return coordinates[0] && { type: 'Polygon', coordinates: coordinates[0] }
}

/** Closed walks with the inside on the left: at every vertex on to the first way out that is clockwise from the way back. */
function boundaryWalks(x: Float64Array, y: Float64Array, from: ArrayLike<number>, to: ArrayLike<number>): number[][] {
  // Pieces that leave a vertex: the first, and for each piece the next one.
  const first = new Map<number, number>()
  const another = new Int32Array(from.length)
  for (let i = 0; i < from.length; i++) {
    another[i] = first.get(from[i]!) ?? -1
    first.set(from[i]!, i)
  }
  const isPassed = new Uint8Array(from.length)
  const wayOn = (piece: number): number => {
    let best = -1
    for (let i = first.get(to[piece]!) ?? -1; i !== -1; i = another[i]!) {
      if (isPassed[i] === 1) continue
      if (best === -1 || isBefore(x, y, to[piece]!, from[piece]!, to[i]!, to[best]!)) best = i
    }
    return best
  }
  const walks: number[][] = []
  for (let start = 0; start < from.length; start++) {
    if (isPassed[start] === 1) continue
    const walk: number[] = []
    // The start counts as passed only when the walk comes back to it: it is the way on then.
    let piece = start
    do {
      walk.push(from[piece]!)
      piece = wayOn(piece)
      if (piece !== -1) isPassed[piece] = 1
    } while (piece !== start && piece !== -1)
    isPassed[start] = 1
    if (walk.length > 2) walks.push(walk)
  }
  return walks
}

/** Whether a is before b clockwise around the vertex, beginning after `back`. */
function isBefore(x: Float64Array, y: Float64Array, vertex: number, back: number, a: number, b: number): boolean {
  const turn = (p: number, q: number): number => orient2d(x[vertex]!, y[vertex]!, x[p]!, y[p]!, x[q]!, y[q]!)
  const quarter = (p: number): number => {
    const side = turn(back, p)
    if (side !== 0) return side > 0 ? 0 : 2
    const isSameWay = (x[back]! - x[vertex]!) * (x[p]! - x[vertex]!) > 0 || (y[back]! - y[vertex]!) * (y[p]! - y[vertex]!) > 0
    return isSameWay ? 3 : 1
  }
  const [quarterA, quarterB] = [quarter(a), quarter(b)]
  return quarterA !== quarterB ? quarterA < quarterB : turn(a, b) > 0
}

const compareRings = (x: Float64Array, y: Float64Array, a: Int32Array, b: Int32Array): number =>
  x[a[0]!]! - x[b[0]!]! || y[a[0]!]! - y[b[0]!]! || x[a[1]!]! - x[b[1]!]! || y[a[1]!]! - y[b[1]!]!

function startAtLeast(x: Float64Array, y: Float64Array, ring: Int32Array): void {
  let least = 0
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i]!, ring[least]!]
    if (x[a]! < x[b]! || (x[a] === x[b] && y[a]! < y[b]!)) least = i
  }
  if (least === 0) return
  const head = ring.slice(0, least)
  ring.copyWithin(0, least)
  ring.set(head, ring.length - least)
}

interface Extent {
  west: number
  south: number
  east: number
  north: number
}

function extentOf(x: Float64Array, y: Float64Array, ring: Int32Array): Extent {
  const extent = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity }
  for (const v of ring) {
    extent.west = Math.min(extent.west, x[v]!)
    extent.east = Math.max(extent.east, x[v]!)
    extent.south = Math.min(extent.south, y[v]!)
    extent.north = Math.max(extent.north, y[v]!)
  }
  return extent
}

/** Adds every hole to the innermost shell around it. A hole outside every shell is left out. */
function placeHoles(x: Float64Array, y: Float64Array, polygons: PolygonRings[], holes: Int32Array[]): void {
  const shells = polygons.map((rings) => ({ rings, ...extentOf(x, y, rings[0]!), area: areaOf(x, y, rings[0]!) }))
  // The innermost of those around a hole is the smallest.
  shells.sort((a, b) => a.area - b.area)
  for (const hole of holes) {
    const { west, south, east, north } = extentOf(x, y, hole)
    const around = shells.find(
      (shell) =>
        shell.west <= west &&
        shell.east >= east &&
        shell.south <= south &&
        shell.north >= north &&
        isAround(x, y, shell.rings[0]!, hole),
    )
    around?.rings.push(hole)
  }
}

function areaOf(x: Float64Array, y: Float64Array, ring: Int32Array): number {
  const [originX, originY] = [x[ring[0]!]!, y[ring[0]!]!]
  let twice = 0
  for (let i = 0, before = ring.length - 1; i < ring.length; before = i++) {
    const [a, b] = [ring[before]!, ring[i]!]
    twice += (x[a]! - originX) * (y[b]! - originY) - (x[b]! - originX) * (y[a]! - originY)
  }
  return twice / 2
}

/** Whether the hole, which may touch the shell at vertices, lies in it: its first vertex decides, or there its first piece. */
function isAround(x: Float64Array, y: Float64Array, shell: Int32Array, hole: Int32Array): boolean {
  const vertex = hole[0]!
  const [px, py] = [x[vertex]!, y[vertex]!]
  let inside = false
  for (let i = 0, before = shell.length - 1; i < shell.length; before = i++) {
    const [a, b] = [shell[before]!, shell[i]!]
    if (x[b] === px && y[b] === py) return isBetween(x, y, a, vertex, shell[(i + 1) % shell.length]!, hole[1]!)
    if (y[a]! <= py === y[b]! <= py) continue
    const side = orient2d(x[a]!, y[a]!, x[b]!, y[b]!, px, py)
    if (side > 0 === y[a]! > y[b]!) inside = !inside
  }
  return inside
}

/** Whether q lies in the angle left of the way a → vertex → b. */
export function isBetween(x: Float64Array, y: Float64Array, a: number, vertex: number, b: number, q: number): boolean {
  const isLeft = (u: number, v: number, w: number): boolean => orient2d(x[u]!, y[u]!, x[v]!, y[v]!, x[w]!, y[w]!) < 0
  return isLeft(a, vertex, b) ? isLeft(a, vertex, q) && isLeft(vertex, b, q) : isLeft(a, vertex, q) || isLeft(vertex, b, q)
}
