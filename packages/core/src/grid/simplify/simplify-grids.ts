import { SdkError } from '../../errors.ts'
import type { Crs, Id, Position } from '../../schema.ts'
import type { Geometry } from '../schema.ts'
import { metresIn, readableRings } from '../topology/expect-readable.ts'
import type { Rings } from '../topology/read-rings.ts'
import { leaveOut } from './leave-out.ts'

export interface SimplifyOptions {
  /**
   * Metres (units where `planar`), 0 or more. No point of a line as it came is farther from the line as it is then drawn,
   * nor the other way round: the Hausdorff distance, measured with the length of a degree at the latitude of the point.
   */
  tolerance: number
  /** Coordinates of all grids. */
  crs: Crs
}

/**
 * Outlines with fewer points, for drawing. Grids that fitted together fit as before, neighbours with each other and
 * children with their parents: give all levels in one call. Points are left out, none is moved or made; corners where
 * borders meet stay, no line crosses another that it did not cross, rings keep their side and at least three corners.
 * Borders that had no points in common (see `checkCoverage`) are simplified each for itself.
 *
 * The order in which points go is that of Visvalingam and Whyatt (1993), least effective area first.
 * @throws SdkError `bad-argument` where a geometry cannot be read, a grid's `crs` is another one, or the tolerance is no such number
 * @example simplifyGrids(records, { tolerance: 5, crs: 'wgs84' })
 */
export function simplifyGrids<Grid extends { id: Id; geometry: Geometry; crs?: Crs }>(
  grids: readonly Grid[],
  { tolerance, crs }: SimplifyOptions,
): Grid[] {
  if (!(Number.isFinite(tolerance) && tolerance >= 0)) {
    throw new SdkError('bad-argument', `Expected a tolerance of 0 m or more, got ${tolerance}`)
  }
  const metresAt = metresIn(crs, grids)
  const rings = readableRings(grids)
  const stays = leaveOut(rings, tolerance, metresAt)
  return grids.map((grid, g) => ({ ...grid, geometry: thinned(grid.geometry, rings, g, stays) }))
}

/** The geometry without the vertices left out; the very same one where none was. */
function thinned(geometry: Geometry, { start, vertices, gridStart }: Rings, grid: number, stays: Uint8Array): Geometry {
  let ringNumber = gridStart[grid]!
  let isSame = true
  const polygon = (rings: Position[][]): Position[][] =>
    rings.map((ring) => {
      const from = start[ringNumber++]!
      const kept = ring.slice(0, -1).filter((_, i) => stays[vertices[from + i]!] === 1)
      if (kept.length === ring.length - 1) return ring
      isSame = false
      return [...kept, kept[0]!]
    })
  const changed: Geometry =
    geometry.type === 'Polygon'
      ? { type: 'Polygon', coordinates: polygon(geometry.coordinates) }
      : { type: 'MultiPolygon', coordinates: geometry.coordinates.map(polygon) }
  return isSame ? geometry : changed
}
