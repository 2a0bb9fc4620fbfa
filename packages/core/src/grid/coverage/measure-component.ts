import type { Arrangement } from '../topology/arrangement.ts'
import { inscribedCircle } from '../topology/inscribed-circle.ts'
import { polygonsOf } from '../topology/polygons-of.ts'
import type { PolygonRings } from '../topology/polygons-of.ts'
import type { Component } from './components.ts'
import type { Measure } from './measure.ts'
import { createScales, stepAt } from './scales.ts'
import type { Scales } from './scales.ts'
import { float64, int32 } from '../topology/slab.ts'

export interface Size {
  /** m². */
  area: number
  /** m. */
  width: number
  /** Perimeter, m. */
  length: number
  minX: number
  minY: number
  maxX: number
  maxY: number
  /** Nodes of its rings. */
  polygons: Polygons
}

export type Polygons = readonly (readonly ArrayLike<number>[])[]

type Pieces = Pick<Arrangement, 'x' | 'y' | 'edgeFrom' | 'edgeTo'>

/** Measures the components of one map, most of which are one face with a plain ring. Each answer is gone with the next. */
export function createSizing(measure: Measure, map: Pieces): (component: Component) => Size {
  const heights = float64(map.x.length).fill(NaN)
  const seenBy = int32(map.x.length)
  const size = newSize()
  let scales: Scales | undefined
  let number = 0
  return ({ face, border }) => {
    scales ??= scalesOf(map.y)
    const ring = face >= 0 ? plainRing(map, border, seenBy, ++number) : undefined
    const polygons = ring ? [[ring]] : polygonsAround(map, border)
    return measureInto(size, measure, map, border, polygons, heights, scales)
  }
}

const newSize = (): Size => ({ area: 0, width: 0, length: 0, minX: 0, minY: 0, maxX: 0, maxY: 0, polygons: [] })

function scalesOf(y: Float64Array): Scales {
  let low = Infinity
  let high = -Infinity
  for (let n = 0; n < y.length; n++) {
    if (y[n]! < low) low = y[n]!
    if (y[n]! > high) high = y[n]!
  }
  return createScales(low, high)
}

/** Measures a place by its border: pieces, + 1 to twice their number where the place is to the right. */
export function measureComponent(measure: Measure, map: Pieces, { border }: Pick<Component, 'border'>): Size {
  let low = Infinity
  let high = -Infinity
  for (const side of border) {
    const [a, b] = [map.y[map.edgeFrom[side >> 1]!]!, map.y[map.edgeTo[side >> 1]!]!]
    low = Math.min(low, a, b)
    high = Math.max(high, a, b)
  }
  return measureInto(newSize(), measure, map, border, polygonsAround(map, border), undefined, createScales(low, high))
}

/** Shifted to the place's own corner: right for slivers far from the origin. */
function measureInto(
  size: Size,
  measure: Measure,
  { x, y, edgeFrom, edgeTo }: Pieces,
  border: readonly number[],
  polygons: Polygons,
  heights: Float64Array | undefined,
  scales: Scales,
): Size {
  let area = 0
  let length = 0
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
    const middle = (ay + by) / 2
    const step = stepAt(measure, scales, middle)
    const share = (middle - scales.low) * scales.perY - step
    const dx = (bx - ax) * (scales.x[step]! + share * (scales.x[step + 1]! - scales.x[step]!))
    const dy = (by - ay) * (scales.y[step]! + share * (scales.y[step + 1]! - scales.y[step]!))
    length += Math.sqrt(dx * dx + dy * dy)
  }
  const step = stepAt(measure, scales, (minY + maxY) / 2)
  const share = ((minY + maxY) / 2 - scales.low) * scales.perY - step
  const scaleX = scales.x[step]! + share * (scales.x[step + 1]! - scales.x[step]!)
  const scaleY = scales.y[step]! + share * (scales.y[step + 1]! - scales.y[step]!)
  let radius = 0
  for (const rings of polygons) radius = Math.max(radius, inscribedCircle(rings, x, y, scaleX, scaleY).radius)
  size.area = Math.max(0, area)
  size.width = 2 * radius
  size.length = length
  size.minX = minX
  size.minY = minY
  size.maxX = maxX
  size.maxY = maxY
  size.polygons = polygons
  return size
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
  const from = int32(border.length)
  const to = int32(border.length)
  for (let at = 0; at < border.length; at++) {
    const side = border[at]!
    const isLeft = (side & 1) === 0
    from[at] = (isLeft ? edgeFrom : edgeTo)[side >> 1]!
    to[at] = (isLeft ? edgeTo : edgeFrom)[side >> 1]!
  }
  return polygonsOf(x, y, from, to)
}
