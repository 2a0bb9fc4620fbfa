import type { Arrangement } from '../topology/arrangement.ts'
import { inscribedCircle } from '../topology/inscribed-circle.ts'
import { polygonsOf } from '../topology/polygons-of.ts'
import type { PolygonRings } from '../topology/polygons-of.ts'
import type { Component } from './components.ts'
import type { Measure } from './measure.ts'

export interface Size {
  /** m². */
  area: number
  /** m. */
  width: number
  /** Perimeter, m. */
  length: number
  box: readonly [minX: number, minY: number, maxX: number, maxY: number]
  /** Nodes of its rings. */
  polygons: Polygons
}

export type Polygons = readonly (readonly ArrayLike<number>[])[]

type Pieces = Pick<Arrangement, 'x' | 'y' | 'edgeFrom' | 'edgeTo'>

/** Places taller than this, in degrees, have every edge measured by its own scale. */
const TALL = 0.05

/** Measures the components of one map, most of which are one face with a plain ring. */
export function createSizing(measure: Measure, map: Pieces): (component: Component) => Size {
  const heights = new Float64Array(map.x.length).fill(NaN)
  const seenBy = new Int32Array(map.x.length)
  let number = 0
  return ({ face, border }) => {
    const ring = face >= 0 ? plainRing(map, border, seenBy, ++number) : undefined
    return sizeOf(measure, map, border, ring ? [[ring]] : polygonsAround(map, border), heights)
  }
}

/** Measures a place by its border: pieces, + 1 to twice their number where the place is to the right. */
export function measureComponent(measure: Measure, map: Pieces, { border }: Pick<Component, 'border'>): Size {
  return sizeOf(measure, map, border, polygonsAround(map, border), undefined)
}

/** Shifted to the place's own corner: right for slivers far from the origin. */
function sizeOf(
  measure: Measure,
  { x, y, edgeFrom, edgeTo }: Pieces,
  border: readonly number[],
  polygons: Polygons,
  heights: Float64Array | undefined,
): Size {
  let area = 0
  let minX = Infinity
  let minY = Infinity
  let maxX = -Infinity
  let maxY = -Infinity
  const base = heightOf(measure, y, edgeFrom[border[0]! >> 1]!, heights)
  for (let i = 0; i < border.length; i++) {
    const side = border[i]!
    const a = edgeFrom[side >> 1]!
    const b = edgeTo[side >> 1]!
    const ax = x[a]!
    const ay = y[a]!
    const bx = x[b]!
    const by = y[b]!
    // Nodes go from lesser to greater x: of both ends only y is open.
    if (ax < minX) minX = ax
    if (bx > maxX) maxX = bx
    if (ay < minY) minY = ay
    if (by < minY) minY = by
    if (ay > maxY) maxY = ay
    if (by > maxY) maxY = by
    const fromHeight = heightOf(measure, y, a, heights)
    const toHeight = heightOf(measure, y, b, heights)
    const strip = (bx - ax) * (measure.meanHeight(ay, by, fromHeight, toHeight) - base)
    area += (side & 1) === 0 ? -strip : strip
  }
  const height = maxY - minY
  const lowest = measure.scale(minY)
  const highest = measure.scale(maxY)
  const perX = height > 0 ? (highest.x - lowest.x) / height : 0
  const perY = height > 0 ? (highest.y - lowest.y) / height : 0
  let length = 0
  for (let i = 0; i < border.length; i++) {
    const a = edgeFrom[border[i]! >> 1]!
    const b = edgeTo[border[i]! >> 1]!
    const up = (y[a]! + y[b]!) / 2 - minY
    const own = height > TALL ? measure.scale(minY + up) : undefined
    const dx = (x[b]! - x[a]!) * (own ? own.x : lowest.x + perX * up)
    const dy = (y[b]! - y[a]!) * (own ? own.y : lowest.y + perY * up)
    length += Math.sqrt(dx * dx + dy * dy)
  }
  const scaleX = height > TALL ? measure.scale((minY + maxY) / 2).x : (lowest.x + highest.x) / 2
  const scaleY = height > TALL ? measure.scale((minY + maxY) / 2).y : (lowest.y + highest.y) / 2
  let radius = 0
  for (const rings of polygons) radius = Math.max(radius, inscribedCircle(rings, x, y, scaleX, scaleY).radius)
  return { area: Math.max(0, area), width: 2 * radius, length, box: [minX, minY, maxX, maxY], polygons }
}

function heightOf(measure: Measure, y: Float64Array, n: number, heights: Float64Array | undefined): number {
  if (!heights) return measure.height(y[n]!)
  const known = heights[n]!
  return known === known ? known : (heights[n] = measure.height(y[n]!))
}

/** The ring along half-edges, from its least node on; undefined where they are no ring, or pass a node twice. */
function plainRing(
  { edgeFrom, edgeTo }: Pieces,
  border: readonly number[],
  seenBy: Int32Array,
  number: number,
): number[] | undefined {
  const count = border.length
  if (count < 3) return undefined
  const last = border[count - 1]!
  let at = (last & 1) === 0 ? edgeTo[last >> 1]! : edgeFrom[last >> 1]!
  let least = 0
  let leastNode = at
  for (let i = 0; i < count; i++) {
    const h = border[i]!
    const from = (h & 1) === 0 ? edgeFrom[h >> 1]! : edgeTo[h >> 1]!
    if (from !== at || seenBy[at] === number) return undefined
    seenBy[at] = number
    if (at < leastNode) {
      least = i
      leastNode = at
    }
    at = (h & 1) === 0 ? edgeTo[h >> 1]! : edgeFrom[h >> 1]!
  }
  const ring: number[] = []
  for (let i = 0; i < count; i++) {
    const h = border[least + i < count ? least + i : least + i - count]!
    ring.push((h & 1) === 0 ? edgeFrom[h >> 1]! : edgeTo[h >> 1]!)
  }
  return ring
}

function polygonsAround({ x, y, edgeFrom, edgeTo }: Pieces, border: readonly number[]): PolygonRings[] {
  const from = new Int32Array(border.length)
  const to = new Int32Array(border.length)
  for (let at = 0; at < border.length; at++) {
    const side = border[at]!
    const isLeft = (side & 1) === 0
    from[at] = (isLeft ? edgeFrom : edgeTo)[side >> 1]!
    to[at] = (isLeft ? edgeTo : edgeFrom)[side >> 1]!
  }
  return polygonsOf(x, y, from, to)
}
