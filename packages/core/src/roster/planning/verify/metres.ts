import type { Position } from '../../../schema.ts'

const RADIUS = 6_371_008.8

/** By the haversine formula, from WGS-84 degrees. */
export function metres([east, north]: Position, [otherEast, otherNorth]: Position): number {
  const rad = Math.PI / 180
  const across = Math.sin(((otherEast - east) * rad) / 2)
  const up = Math.sin(((otherNorth - north) * rad) / 2)
  const haversine = up * up + Math.cos(north * rad) * Math.cos(otherNorth * rad) * across * across
  return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(haversine)))
}

/** From the nearest of some places that may be unknown. */
export function nearestMetres(places: readonly (Position | undefined)[], to: Position | undefined): number | undefined {
  if (to === undefined) return undefined
  const all = places.flatMap((place) => (place ? [metres(place, to)] : []))
  return all.length > 0 ? Math.min(...all) : undefined
}
