import type { Point } from './plane.ts'

/** Origin of the district's plane, WGS-84. */
const ORIGIN = { lon: 104.06, lat: 30.57 }
/** Metres per degree at the origin (WGS-84 ellipsoid); over 4 km the plane is true to a few parts in ten thousand. */
const METRES = { lon: 95930.9, lat: 110857.6 }
/** 1e-7 degrees are about one centimetre. */
const SCALE = 1e7

export const toLonLat = ([x, y]: Point): Point => [
  Math.round((ORIGIN.lon + x / METRES.lon) * SCALE) / SCALE,
  Math.round((ORIGIN.lat + y / METRES.lat) * SCALE) / SCALE,
]

export const toPlane = ([lon, lat]: Point): Point => [(lon - ORIGIN.lon) * METRES.lon, (lat - ORIGIN.lat) * METRES.lat]

/** The point that is left when its position is written with seven decimals: every check is made on what is written. */
export const rounded = (point: Point): Point => toPlane(toLonLat(point))
