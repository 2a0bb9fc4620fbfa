import { orient2d } from 'robust-predicates'
import type { Id } from '../schema.ts'
import type { Geometry } from './schema.ts'

export interface Box {
  minX: number
  minY: number
  maxX: number
  maxY: number
}

/** One polygon of a grid: its outer ring first, then its holes, each as x, y, x, y, … */
export interface Outline extends Box {
  id: Id
  rings: Float64Array[]
}

/** The polygons of a geometry; one without an area (fewer than three corners) is left out. */
export function outlinesOf(id: Id, geometry: Geometry): Outline[] {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  return polygons
    .filter(([outer]) => outer !== undefined && outer.length >= 3)
    .map((polygon) => {
      const rings = polygon.map((ring) => Float64Array.from(ring.flat()))
      return { id, rings, ...boxOf(rings[0]!) }
    })
}

/** Whether the point is in the polygon or on its boundary; the edge of a hole is boundary too. */
export function covers({ rings, minX, minY, maxX, maxY }: Outline, x: number, y: number): boolean {
  if (x < minX || x > maxX || y < minY || y > maxY) return false
  let inside = false
  for (const ring of rings) {
    const side = sideOfRing(ring, x, y)
    if (side === 'on') return true
    if (side === 'in') inside = !inside
  }
  return inside
}

/** Counts the edges that a ray to the right crosses; only an edge whose box holds the point needs the exact predicate. */
function sideOfRing(ring: Float64Array, x: number, y: number): 'in' | 'on' | 'out' {
  let inside = false
  let ax = ring[ring.length - 2]!
  let ay = ring[ring.length - 1]!
  for (let i = 0; i < ring.length; i += 2) {
    const bx = ring[i]!
    const by = ring[i + 1]!
    const crossesLevel = ay > y !== by > y
    if (x < ax && x < bx) {
      if (crossesLevel) inside = !inside
    } else if ((x <= ax || x <= bx) && (y <= ay || y <= by) && (y >= ay || y >= by)) {
      const turn = orient2d(ax, ay, bx, by, x, y)
      if (turn === 0) return 'on'
      // An upward edge with the point to its left is to the right of the point. robust-predicates counts y downwards,
      // so left is negative.
      if (crossesLevel && by > ay === turn < 0) inside = !inside
    }
    ax = bx
    ay = by
  }
  return inside ? 'in' : 'out'
}

function boxOf(ring: Float64Array): Box {
  const box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity }
  for (let i = 0; i < ring.length; i += 2) {
    box.minX = Math.min(box.minX, ring[i]!)
    box.maxX = Math.max(box.maxX, ring[i]!)
    box.minY = Math.min(box.minY, ring[i + 1]!)
    box.maxY = Math.max(box.maxY, ring[i + 1]!)
  }
  return box
}
