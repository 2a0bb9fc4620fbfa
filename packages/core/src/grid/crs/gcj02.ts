import type { Position } from '../../schema.ts'
import { invert } from './invert.ts'

/**
 * GCJ-02 is WGS-84 with an offset of some hundred metres that changes from place to place. Its formula was never published
 * by its owner; everybody uses the one first found in open code (github.com/googollee/eviltransform, the `gcjDelta` there;
 * github.com/hujiulong/gcoord has the same), on the ellipsoid of Krasovsky 1940.
 */
const SEMI_MAJOR_AXIS = 6_378_245
const ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943
const RADIANS_PER_DEGREE = Math.PI / 180

/** Where those sources apply the offset: a rectangle round China, sea and neighbours included. Its sides belong to it. */
const CHINA = { west: 72.004, east: 137.8347, south: 0.8293, north: 55.8271 }
/** Degrees. No offset within the rectangle is longer, so nothing farther outside can come from within. */
const LONGEST_OFFSET = 0.1
/** Degrees. Inverting a position on a side may end this far beyond it, and then means the side. */
const ROUNDING = 1e-9

/** WGS-84 within the rectangle round China. */
export const isInChina = (position: Position): boolean => isWithin(position, 0)

export const gcj02FromWgs84 = (position: Position): Position => (isInChina(position) ? shifted(position) : position)

/**
 * The WGS-84 position whose GCJ-02 is this one. Along the rectangle's sides the offset ends at once: a strip outside is
 * reached from two places, and the one within is meant; a strip inside is reached from none, and goes where it would if
 * the offset went on.
 */
export function wgs84FromGcj02(position: Position): Position {
  if (!isWithin(position, LONGEST_OFFSET)) return position
  const origin = backOnSide(invert(shifted, position))
  return isInChina(origin) || isInChina(position) ? origin : position
}

function backOnSide(position: Position): Position {
  if (!isWithin(position, ROUNDING)) return position
  const { west, east, south, north } = CHINA
  return [Math.min(east, Math.max(west, position[0])), Math.min(north, Math.max(south, position[1]))]
}

function isWithin([longitude, latitude]: Position, margin: number): boolean {
  const { west, east, south, north } = CHINA
  const inLongitude = longitude >= west - margin && longitude <= east + margin
  return inLongitude && latitude >= south - margin && latitude <= north + margin
}

function shifted([longitude, latitude]: Position): Position {
  const x = longitude - 105
  const y = latitude - 35
  const phi = latitude * RADIANS_PER_DEGREE
  const sine = Math.sin(phi)
  const w2 = 1 - ECCENTRICITY_SQUARED * sine * sine
  const primeVertical = SEMI_MAJOR_AXIS / Math.sqrt(w2)
  const meridian = (primeVertical * (1 - ECCENTRICITY_SQUARED)) / w2
  return [
    longitude + metresEast(x, y) / (primeVertical * Math.cos(phi) * RADIANS_PER_DEGREE),
    latitude + metresNorth(x, y) / (meridian * RADIANS_PER_DEGREE),
  ]
}

function metresEast(x: number, y: number): number {
  const trend = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x))
  const waves = ripple(x) + 20 * wave(x) + 40 * wave(x / 3) + 150 * wave(x / 12) + 300 * wave(x / 30)
  return trend + (waves * 2) / 3
}

function metresNorth(x: number, y: number): number {
  const trend = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x))
  const waves = ripple(x) + 20 * wave(y) + 40 * wave(y / 3) + 160 * wave(y / 12) + 320 * wave(y / 30)
  return trend + (waves * 2) / 3
}

const ripple = (x: number) => 20 * wave(6 * x) + 20 * wave(2 * x)
const wave = (halfTurns: number) => Math.sin(halfTurns * Math.PI)
