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
  polygons: PolygonRings[]
}

/** Shifted to the place's own corner: right for slivers far from the origin. */
export function measureComponent(
  measure: Measure,
  map: Pick<Arrangement, 'x' | 'y' | 'edgeFrom' | 'edgeTo'>,
  { border }: Pick<Component, 'border'>,
): Size {
  const { x, y, edgeFrom, edgeTo } = map
  let area = 0
  let length = 0
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  const base = measure.height(y[edgeFrom[border[0]! >> 1]!]!)
  for (const side of border) {
    const [a, b] = [edgeFrom[side >> 1]!, edgeTo[side >> 1]!]
    const [ax, ay, bx, by] = [x[a]!, y[a]!, x[b]!, y[b]!]
    // Nodes go from lesser to greater x: of both ends only y is open.
    minX = Math.min(minX, ax)
    maxX = Math.max(maxX, bx)
    minY = Math.min(minY, ay, by)
    maxY = Math.max(maxY, ay, by)
    const strip = (bx - ax) * (measure.meanHeight(ay, by, measure.height(ay), measure.height(by)) - base)
    area += (side & 1) === 0 ? -strip : strip
    const scale = measure.scale((ay + by) / 2)
    length += Math.hypot((bx - ax) * scale.x, (by - ay) * scale.y)
  }
  const polygons = polygonsAround(map, border)
  const scale = measure.scale((minY + maxY) / 2)
  let radius = 0
  for (const rings of polygons) radius = Math.max(radius, inscribedCircle(rings, x, y, scale.x, scale.y).radius)
  return { area: Math.max(0, area), width: 2 * radius, length, box: [minX, minY, maxX, maxY], polygons }
}

function polygonsAround(
  { x, y, edgeFrom, edgeTo }: Pick<Arrangement, 'x' | 'y' | 'edgeFrom' | 'edgeTo'>,
  border: readonly number[],
): PolygonRings[] {
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
