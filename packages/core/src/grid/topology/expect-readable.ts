import { SdkError } from '../../errors.ts'
import type { Crs, Id } from '../../schema.ts'
import { metresPerDegree } from '../crs/metres.ts'
import type { MetresPerDegree } from '../crs/metres.ts'
import type { Geometry } from '../schema.ts'
import { readRings } from './read-rings.ts'
import type { Rings } from './read-rings.ts'

/**
 * The rings of grids that have to be whole.
 * @throws SdkError `bad-argument` where a geometry cannot be read or a ring is not closed
 */
export function readableRings(grids: readonly { id?: Id | number; geometry: Geometry }[]): Rings {
  const rings = readRings(grids)
  const [fault] = rings.faults
  if (!fault) return rings
  const expected =
    fault.code === 'unclosed' ? 'a ring whose last position is the first one' : 'a readable Polygon or MultiPolygon'
  const place = fault.polygon < 0 ? '' : `, polygon ${fault.polygon}${fault.ring < 0 ? '' : `, ring ${fault.ring}`}`
  const grid = grids[fault.grid]?.id ?? `number ${fault.grid}`
  throw new SdkError('bad-argument', `Expected ${expected}, got something else at grid ${grid}${place}`)
}

const PLANAR: MetresPerDegree = { x: 1, y: 1 }
const METRES: Readonly<Record<Crs, (latitude: number) => MetresPerDegree>> = {
  wgs84: metresPerDegree,
  cgcs2000: metresPerDegree,
  gcj02: metresPerDegree,
  bd09: metresPerDegree,
  planar: () => PLANAR,
}

/**
 * Metres to one unit of either coordinate, at a second coordinate.
 * @throws SdkError `bad-argument` where the system is none that we know, or that of a grid is another
 */
export function metresIn(crs: Crs, grids: readonly { id: Id; crs?: Crs }[]): (latitude: number) => MetresPerDegree {
  if (!Object.hasOwn(METRES, crs)) {
    throw new SdkError('bad-argument', `Expected a coordinate system (${Object.keys(METRES).join(', ')}), got ${String(crs)}`)
  }
  const other = grids.find((grid) => grid.crs !== undefined && grid.crs !== crs)
  if (other) {
    throw new SdkError(
      'bad-argument',
      `Expected coordinates in ${crs}, but those of grid ${other.id} are in ${other.crs}; convert them first`,
    )
  }
  return METRES[crs]
}
