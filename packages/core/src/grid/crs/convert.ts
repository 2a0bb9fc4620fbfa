import { SdkError } from '../../errors.ts'
import type { Crs, Position } from '../../schema.ts'
import type { Geometry } from '../schema.ts'
import { bd09FromWgs84, wgs84FromBd09 } from './bd09.ts'
import { gcj02FromWgs84, wgs84FromGcj02 } from './gcj02.ts'

export interface ConvertOptions {
  /** What the coordinates are in. Never guessed: no number tells its system. */
  from: Crs
  /** What they are wanted in. */
  to: Crs
}

/** The way to WGS-84 and back of each system; planar coordinates of an unknown origin have none. */
interface System {
  toWgs84: (position: Position) => Position
  fromWgs84: (position: Position) => Position
}

const same = (position: Position) => position
const WGS84: System = { toWgs84: same, fromWgs84: same }

const SYSTEMS: Readonly<Record<Crs, System | undefined>> = {
  wgs84: WGS84,
  cgcs2000: WGS84,
  gcj02: { toWgs84: wgs84FromGcj02, fromWgs84: gcj02FromWgs84 },
  bd09: { toWgs84: wgs84FromBd09, fromWgs84: bd09FromWgs84 },
  planar: undefined,
}

/**
 * A position in another coordinate system: WGS-84, CGCS2000, GCJ-02 (China's web maps), BD-09 (Baidu's). There and back
 * is the same place to well under a millimetre.
 *
 * - CGCS2000 counts as WGS-84: frame and ellipsoid differ by centimetres, and the plate's drift since the epoch 2000.0
 *   (some 3 cm a year) stays below what a phone can tell.
 * - GCJ-02 and BD-09 are applied within 72.004–137.8347° E, 0.8293–55.8271° N of WGS-84, as everywhere in use; outside, all
 *   four are one. Their formulas were found, not published: maps may differ from them by a metre or so.
 * - `planar` converts to itself alone.
 * @param position degrees, longitude first; metres where `planar`
 * @throws SdkError `bad-argument` where a system is unknown, `planar` is to become another, or the position is not two
 *   finite numbers within ±180 and ±90
 * @example convert([104.06, 30.57], { from: 'wgs84', to: 'gcj02' }) // [104.0624…, 30.5673…]
 */
export function convert(position: Position, { from, to }: ConvertOptions): Position {
  const way = wayBetween(from, to)
  return way(expectPosition(position, from, ''))
}

/**
 * A polygon or multipolygon in another coordinate system, vertex by vertex: equal vertices stay equal, so shared borders
 * stay shared. Where nothing changes (`cgcs2000` to `wgs84`) it is the very geometry that came.
 * @throws SdkError `bad-argument` as {@link convert}, saying which position of which ring
 * @example convertGeometry(grid.geometry, { from: 'gcj02', to: 'wgs84' })
 */
export function convertGeometry(geometry: Geometry, { from, to }: ConvertOptions): Geometry {
  const way = wayBetween(from, to)
  const convertRing = (ring: readonly Position[], where: string) =>
    ring.map((position, index) => way(expectPosition(position, from, ` at position ${index} of ${where}`)))
  const convertPolygon = (rings: readonly Position[][], where: string) =>
    rings.map((ring, index) => convertRing(ring, `ring ${index}${where}`))
  const converted: Geometry =
    geometry.type === 'Polygon'
      ? { type: 'Polygon', coordinates: convertPolygon(geometry.coordinates, '') }
      : {
          type: 'MultiPolygon',
          coordinates: geometry.coordinates.map((rings, index) => convertPolygon(rings, `, polygon ${index}`)),
        }
  return way === same ? geometry : converted
}

function wayBetween(from: Crs, to: Crs): (position: Position) => Position {
  for (const crs of [from, to]) {
    if (!Object.hasOwn(SYSTEMS, crs)) {
      throw new SdkError(
        'bad-argument',
        `A coordinate system was expected (${Object.keys(SYSTEMS).join(', ')}), got ${String(crs)}`,
      )
    }
  }
  const source = SYSTEMS[from]
  const target = SYSTEMS[to]
  if (from === to || source === target) return same
  if (!source || !target) {
    throw new SdkError('bad-argument', `Planar coordinates can only stay planar; got ${from} to become ${to}`)
  }
  return (position) => target.fromWgs84(source.toWgs84(position))
}

function expectPosition(position: Position, crs: Crs, where: string): Position {
  const [x, y] = Array.isArray(position) ? position : []
  const isFinite = Number.isFinite(x) && Number.isFinite(y)
  if (isFinite && (crs === 'planar' || (Math.abs(x!) <= 180 && Math.abs(y!) <= 90))) return [x!, y!]
  const wanted = crs === 'planar' ? 'two finite numbers' : 'longitude and latitude in degrees, within ±180 and ±90'
  const came = Array.isArray(position) ? `[${position.join(', ')}]` : String(position)
  throw new SdkError('bad-argument', `A position of ${wanted} was expected, got ${came}${where}`)
}
