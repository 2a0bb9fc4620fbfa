import type { Crs, Position } from '../src/schema.ts'

/** Where on earth a tiling lies; `planar` is nowhere on it. */
export type Place = 'planar' | 'guixi' | 'guixi-gcj02' | 'equator' | 'north' | 'far-north' | 'date-line-west' | 'date-line-east'

export const PLACES: readonly Place[] = [
  ...(['planar', 'guixi', 'guixi-gcj02', 'equator', 'north', 'far-north', 'date-line-west', 'date-line-east'] as const),
]

/** Metres of the tiling's own plane, east and north of its south-western corner, as coordinates and back. */
export interface Frame {
  crs: Crs
  position(east: number, north: number): Position
  /** Square metres within rings of positions, by sign: counter-clockwise counts, clockwise is taken off. */
  area(rings: readonly (readonly Position[])[]): number
  /** Metres between two positions that are near each other. */
  distance(from: Position, to: Position): number
  /** A position so many metres off; never rounded, so that a step of a millimetre stays one. */
  moved(position: Position, east: number, north: number): Position
  /** Metres per unit of x and y, there. */
  metresAt(position: Position): [number, number]
}

const CORNERS: Record<Exclude<Place, 'planar'>, Position> = {
  guixi: [104.04, 30.55],
  'guixi-gcj02': [104.0425, 30.5476],
  equator: [-0.01, -0.01],
  north: [25.78, 71.17],
  'far-north': [15.6, 82.1],
  'date-line-west': [180, -16.8],
  'date-line-east': [-179.999, -16.8],
}

/** So many metres from west to east: `date-line-west` ends there, at 180°. */
export function frameOf(place: Place, width: number, decimals?: number): Frame {
  if (place === 'planar') return planarFrame(decimals)
  const corner = CORNERS[place]
  const [east, north] = metresPerDegree(corner[1])
  const rounded = (value: number) => Number(value.toFixed(decimals ?? 9))
  const west = place === 'date-line-west' ? 180 - width / east : corner[0]
  return {
    crs: place === 'guixi-gcj02' ? 'gcj02' : 'wgs84',
    position: (x, y) => [Math.min(180, rounded(west + x / east)), rounded(corner[1] + y / north)],
    ...measures((position) => metresPerDegree(position[1])),
  }
}

function planarFrame(decimals?: number): Frame {
  const rounded = (value: number) => (decimals === undefined ? Math.round(value * 1024) / 1024 : Number(value.toFixed(decimals)))
  return {
    crs: 'planar',
    position: (x, y) => [rounded(500_000 + x), rounded(3_380_000 + y)],
    ...measures(() => [1, 1]),
  }
}

function measures(metresAt: (position: Position) => [number, number]): Pick<Frame, 'area' | 'distance' | 'moved' | 'metresAt'> {
  return {
    metresAt,
    area: (rings) => rings.reduce((sum, ring) => sum + ringArea(ring, metresAt), 0),
    distance(from, to) {
      const [east, north] = metresAt(from)
      return Math.hypot((to[0] - from[0]) * east, (to[1] - from[1]) * north)
    },
    moved([x, y], byEast, byNorth) {
      const [east, north] = metresAt([x, y])
      return [x + byEast / east, y + byNorth / north]
    },
  }
}

/** Shoelace about the ring's first position, with the scale at its centroid: exact to the second order of its height. */
function ringArea(ring: readonly Position[], metresAt: (position: Position) => [number, number]): number {
  const [x0, y0] = ring[0]!
  let doubled = 0
  let moment = 0
  ring.forEach(([x, y], at) => {
    const [nextX, nextY] = ring[(at + 1) % ring.length]!
    const cross = (x - x0) * (nextY - y0) - (nextX - x0) * (y - y0)
    doubled += cross
    moment += cross * (y - y0 + (nextY - y0))
  })
  if (doubled === 0) return 0
  const [east, north] = metresAt([x0, y0 + moment / (3 * doubled)])
  return (doubled / 2) * east * north
}

/** Of the WGS-84 ellipsoid, along the parallel and along the meridian. */
function metresPerDegree(latitude: number): [number, number] {
  const [a, e2] = [6378137, 0.00669437999014]
  const sine = Math.sin((latitude * Math.PI) / 180)
  const root = Math.sqrt(1 - e2 * sine * sine)
  const east = (a / root) * Math.cos((latitude * Math.PI) / 180)
  const north = (a * (1 - e2)) / root ** 3
  return [(east * Math.PI) / 180, (north * Math.PI) / 180]
}
