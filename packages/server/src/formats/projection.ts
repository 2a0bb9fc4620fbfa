import type { Crs, Position } from '@wangge/core/schema'
import proj4 from 'proj4'
import { GridFileError } from './grid-file.ts'

/** A transverse Mercator plane (Gauss–Krüger, UTM) over one of the two datums that are told apart from nothing but centimetres. */
export interface Plane {
  datum: 'wgs84' | 'cgcs2000'
  /** Degrees. */
  centralMeridian: number
  originLatitude: number
  scale: number
  /** Metres. */
  falseEasting: number
  falseNorthing: number
}

/** What a file declares: longitude and latitude in a system, or metres on a plane. */
export type Declaration = { crs: Crs; plane?: undefined } | { crs: 'wgs84' | 'cgcs2000'; plane: Plane }

const CGCS2000 = { datum: 'cgcs2000', originLatitude: 0, scale: 1, falseNorthing: 0 } as const
const MILLION = 1_000_000
const HALF_MILLION = 500_000

/**
 * A declaration by EPSG number: 4326, 4490, the CGCS2000 Gauss–Krüger zones 4491–4554 (6° and 3°, the zone's number in the
 * easting or not) and UTM north on WGS 84; undefined for any other. Numbers from the EPSG registry (epsg.org).
 */
export function byEpsg(code: number): Declaration | undefined {
  if (code === 4326 || code === 4979) return { crs: 'wgs84' }
  if (code === 4490 || code === 4480) return { crs: 'cgcs2000' }
  const plane = planeByEpsg(code)
  return plane && { crs: plane.datum, plane }
}

function planeByEpsg(code: number): Plane | undefined {
  const zone = (number: number, centralMeridian: number): Plane => ({
    ...CGCS2000,
    centralMeridian,
    falseEasting: number * MILLION + HALF_MILLION,
  })
  if (code >= 4491 && code <= 4501) return zone(code - 4478, 6 * (code - 4478) - 3)
  if (code >= 4502 && code <= 4512) return zone(0, 75 + 6 * (code - 4502))
  if (code >= 4513 && code <= 4533) return zone(code - 4488, 3 * (code - 4488))
  if (code >= 4534 && code <= 4554) return zone(0, 75 + 3 * (code - 4534))
  if (code < 32601 || code > 32660) return undefined
  const centralMeridian = 6 * (code - 32600) - 183
  return { datum: 'wgs84', centralMeridian, originLatitude: 0, scale: 0.9996, falseEasting: HALF_MILLION, falseNorthing: 0 }
}

/** Farther from its central meridian nothing is surveyed in a zone; what seems to be lies in another one, or is turned round. */
const WIDEST = 450_000

/** From metres on the plane to longitude and latitude. @throws GridFileError where a position cannot be of this plane */
export function unprojector(plane: Plane, where: string): (position: Position) => Position {
  const { datum, centralMeridian, originLatitude, scale, falseEasting, falseNorthing } = plane
  const ellipsoid = `+ellps=${datum === 'wgs84' ? 'WGS84' : 'GRS80'} +no_defs`
  const { inverse } = proj4(
    `+proj=longlat ${ellipsoid}`,
    `+proj=tmerc +lat_0=${originLatitude} +lon_0=${centralMeridian} +k=${scale} +x_0=${falseEasting} +y_0=${falseNorthing} +units=m ${ellipsoid}`,
  )
  return ([x, y]) => {
    const isOnPlane = Math.abs(x - falseEasting) < WIDEST && Math.abs(y - falseNorthing) < 10_002_000
    if (!isOnPlane) throw new GridFileError(`${where}: ${offPlane([x, y], falseEasting)}`)
    const [longitude, latitude] = inverse([x, y]) as Position
    return [longitude, latitude]
  }
}

function offPlane([x, y]: Position, falseEasting: number): string {
  const expected = `expected eastings around ${falseEasting} as its projection says, got [${x}, ${y}]`
  if (Math.abs(x) <= 360 && Math.abs(y) <= 90) return `${expected}: these are degrees`
  if (Math.abs(y - falseEasting) < WIDEST) return `${expected}: the northing comes first, swap them`
  const rest = (x % MILLION) - (falseEasting % MILLION)
  if (x !== falseEasting && Math.abs(rest) < WIDEST && x > 0) {
    return `${expected}: the number of the zone in the easting is not the one that the projection says`
  }
  return expected
}
