import type { Geometry, GridLevel, GridOutlines } from '@wangge/core/grid/schema'
import type { Localized, Position } from '@wangge/core/schema'

/** A grid's outline, ready to draw. */
export interface Shape {
  id: string
  name: Localized
  level: GridLevel
  /** SVG path data. */
  path: string
  /** A point well inside, for the name. */
  centre: Position
  /** Room for the name. */
  width: number
}

export interface OutlineMap {
  width: number
  height: number
  shapes: Shape[]
  /** Where a WGS-84 position is in the drawing. */
  project: (position: Position) => Position
  /** The WGS-84 position of a place in the drawing, to a tenth of a metre. */
  unproject: (place: Position) => Position
}

/** Units of the drawing's longer side. */
const SIZE = 720
const MARGIN = 6

const polygons = (geometry: Geometry): Position[][][] =>
  geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates

/**
 * Draws WGS-84 outlines flat: at a sub-district's size, longitudes shortened by the cosine of the latitude are true to
 * well under a pixel. Undefined where there is nothing to draw.
 */
export function drawOutlines(outlines: GridOutlines): OutlineMap | undefined {
  const points = outlines.features.flatMap(({ geometry }) => polygons(geometry).flatMap((rings) => rings[0] ?? []))
  if (points.length === 0) return undefined
  const [west, east] = extent(points.map(([x]) => x))
  const [south, north] = extent(points.map(([, y]) => y))
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const scale = (SIZE - 2 * MARGIN) / Math.max((east - west) * shrink, north - south, 1e-9)
  const project = ([x, y]: Position): Position => [MARGIN + (x - west) * shrink * scale, MARGIN + (north - y) * scale]
  return {
    width: Math.round((east - west) * shrink * scale + 2 * MARGIN),
    height: Math.round((north - south) * scale + 2 * MARGIN),
    project,
    unproject: ([x, y]) => [rounded(west + (x - MARGIN) / (shrink * scale)), rounded(north - (y - MARGIN) / scale)],
    shapes: outlines.features.map(({ id, properties, geometry }) => {
      const parts = polygons(geometry).map((rings) => rings.map((ring) => ring.map(project)))
      const largest = parts.map((rings) => rings[0] ?? []).reduce((a, b) => (area(b) > area(a) ? b : a), [])
      return { id, name: properties.name, level: properties.level, path: parts.flat().map(pathOf).join(''), ...roomiest(largest) }
    }),
  }
}

const rounded = (degrees: number) => Math.round(degrees * 1e6) / 1e6

function extent(values: number[]): Position {
  return values.reduce<Position>(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity])
}

const pathOf = (ring: Position[]): string =>
  ring.length === 0 ? '' : `M${ring.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`

const area = (ring: Position[]): number =>
  Math.abs(
    ring.reduce(
      (sum, [x, y], i) => sum + x * (ring[(i + 1) % ring.length]?.[1] ?? 0) - y * (ring[(i + 1) % ring.length]?.[0] ?? 0),
      0,
    ),
  ) / 2

/** The middle of the widest stretch inside the ring, on a few level lines. */
function roomiest(ring: Position[]): { centre: Position; width: number } {
  const [top, bottom] = extent(ring.map(([, y]) => y))
  let best: { centre: Position; width: number } = { centre: ring[0] ?? [0, 0], width: 0 }
  for (const share of [0.5, 0.42, 0.58, 0.34, 0.66]) {
    const y = top + (bottom - top) * share
    const crossings = ring.flatMap(([x1, y1], i) => {
      const [x2, y2] = ring[(i + 1) % ring.length] ?? [x1, y1]
      return y1 > y !== y2 > y ? [x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)] : []
    })
    crossings.sort((a, b) => a - b)
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const [from = 0, to = 0] = crossings.slice(i, i + 2)
      // A line further from the middle must offer clearly more room.
      if (to - from > best.width * 1.15) best = { centre: [(from + to) / 2, y], width: to - from }
    }
  }
  return best
}

/** The shape to go to from `id` in a direction: near, and straight ahead before sideways. */
export function neighbour(shapes: readonly Pick<Shape, 'id' | 'centre'>[], id: string, [dx, dy]: Position): string | undefined {
  const from = shapes.find((shape) => shape.id === id)?.centre
  if (!from) return undefined
  const ahead = shapes.flatMap((shape) => {
    const [x, y] = [shape.centre[0] - from[0], shape.centre[1] - from[1]]
    const forward = x * dx + y * dy
    const sideways = Math.abs(x * dy - y * dx)
    return shape.id !== id && forward > 0 && sideways <= forward * 2.5 ? [{ id: shape.id, cost: forward + sideways * 2 }] : []
  })
  return ahead.sort((a, b) => a.cost - b.cost)[0]?.id
}

/** Shades from 0 (none) to 4 (most), by equal steps up to the greatest count; so few that four would be most are light. */
export function shadeOf(count: number, greatest: number): number {
  return count === 0 || greatest === 0 ? 0 : Math.min(4, Math.ceil((count / Math.max(greatest, 4)) * 4))
}
