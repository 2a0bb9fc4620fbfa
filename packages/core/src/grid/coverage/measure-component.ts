import type { Arrangement } from '../topology/arrangement.ts'
import type { Component } from './components.ts'
import type { Measure } from './measure.ts'
import { widthOf } from './width.ts'

export interface Size {
  /** m². */
  area: number
  /** m. */
  width: number
  /** Perimeter, m. */
  length: number
  box: readonly [minX: number, minY: number, maxX: number, maxY: number]
}

/** Shifted to the place's own corner: right for slivers far from the origin. */
export function measureComponent(measure: Measure, { x, y, edgeFrom, edgeTo }: Arrangement, { border }: Component): Size {
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
  area = Math.max(0, area)
  return { area, width: widthOf(area, length), length, box: [minX, minY, maxX, maxY] }
}
