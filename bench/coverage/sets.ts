// What is measured: real boundaries out of npm packages, the sample district, and tilings made from a seed.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { randomOf } from '../../packages/core/test/tilings-random.ts'
import { randomTiling } from '../../packages/core/test/tilings.ts'
import type { TilingOptions } from '../../packages/core/test/tilings.ts'
import type { CoverageGrid } from '../../packages/core/src/grid/coverage-schema.ts'
import type { Geometry } from '../../packages/core/src/grid/schema.ts'
import type { Crs, Position } from '../../packages/core/src/schema.ts'
import { readRecords } from '../../seeds/read-data.ts'

interface Topology {
  objects: Record<string, object>
}

const { feature } = createRequire(new URL('../peers/package.json', import.meta.url))('topojson-client') as {
  feature(topology: Topology, object: object): { features: { id: string | number; geometry?: Geometry }[] }
}

export interface Set {
  name: string
  crs: Crs
  grids: CoverageGrid[]
}

export const ringsOf = ({ geometry }: CoverageGrid): Position[][] =>
  geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat()

/** Positions, the closing ones counted. */
export const verticesOf = (grids: readonly CoverageGrid[]): number =>
  grids.reduce((sum, grid) => sum + ringsOf(grid).reduce((count, ring) => count + ring.length, 0), 0)

/** The sample district with all its levels, or its micro-grids alone, without parents. */
export function district(level: 'all' | 'micro'): Set {
  const grids = readRecords('grids').flatMap(({ id, parentId, level: own, geometry }): CoverageGrid[] => {
    if (!geometry || (level === 'micro' && own !== 'micro')) return []
    return [{ id, ...(level === 'all' && parentId !== undefined && { parentId }), geometry }]
  })
  return { name: level === 'all' ? 'sample district, all levels' : 'sample district, micro-grids', crs: 'wgs84', grids }
}

/** So many copies of the district side by side, each a tree of its own. */
export function districts(copies: number): Set {
  const { grids } = district('all')
  const columns = Math.ceil(Math.sqrt(copies))
  const made = Array.from({ length: copies }, (_, copy) => {
    const [east, north] = [(copy % columns) * 0.0625, Math.floor(copy / columns) * 0.0625]
    return grids.map(({ id, parentId, geometry }): CoverageGrid => {
      const named = { id: `${copy}-${id}`, ...(parentId !== undefined && { parentId: `${copy}-${parentId}` }) }
      return { ...named, geometry: mapped(geometry, ([x, y]) => [x + east, y + north]) }
    })
  })
  return { name: `${copies} × the sample district, all levels`, crs: 'wgs84', grids: made.flat() }
}

/** Real boundaries, their rings turned the way RFC 7946 wants them, for everyone. */
export function atlas(name: string, file: string, object: string): Set {
  const path = fileURLToPath(new URL(`../peers/node_modules/${file}`, import.meta.url))
  const topology = JSON.parse(readFileSync(path, 'utf8')) as Topology
  const { features } = feature(topology, topology.objects[object]!)
  const grids = features.flatMap(({ id, geometry }, at): CoverageGrid[] =>
    geometry ? [{ id: `${at}-${id}`, geometry: rewound(geometry) }] : [],
  )
  return { name, crs: 'wgs84', grids }
}

export const counties = () => atlas('us-atlas, counties', 'us-atlas/counties-10m.json', 'counties')
export const swiss = () => atlas('swiss-maps, municipalities', 'swiss-maps/2026/ch-combined.json', 'municipalities')
export const spain = () => atlas('es-atlas, municipalities', 'es-atlas/es/municipalities.json', 'municipalities')

export function synthetic(name: string, leaves: number, options: Partial<TilingOptions> = {}): Set {
  const { grids, crs } = randomTiling(11, { leaves, levels: 1, place: 'guixi', between: 8, ...options })
  return { name, crs, grids }
}

/** Every position of every grid moved on its own, by up to a centimetre: no border is shared any more. */
export function jittered(set: Set, name: string): Set {
  const random = randomOf(5)
  const step = 0.01 / 100_000
  const grids = set.grids.map((grid) => {
    const moved = mapped(grid.geometry, ([x, y]) => [x + random.between(-step, step), y + random.between(-step, step)])
    for (const ring of ringsOf({ id: '', geometry: moved })) ring[ring.length - 1] = [...ring[0]!]
    return { ...grid, geometry: moved }
  })
  return { ...set, name, grids }
}

function mapped(geometry: Geometry, change: (position: Position) => Position): Geometry {
  return geometry.type === 'Polygon'
    ? { type: 'Polygon', coordinates: geometry.coordinates.map((ring) => ring.map(change)) }
    : { type: 'MultiPolygon', coordinates: geometry.coordinates.map((rings) => rings.map((ring) => ring.map(change))) }
}

function rewound(geometry: Geometry): Geometry {
  const turned = (rings: Position[][]) =>
    rings.map((ring, at) => (doubledArea(ring) > 0 === (at === 0) ? ring.map(plain) : ring.map(plain).reverse()))
  return geometry.type === 'Polygon'
    ? { type: 'Polygon', coordinates: turned(geometry.coordinates) }
    : { type: 'MultiPolygon', coordinates: geometry.coordinates.map(turned) }
}

const plain = ([x, y]: Position): Position => [x, y]

function doubledArea(ring: readonly Position[]): number {
  const [x0, y0] = ring[0]!
  return ring.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = ring[(at + 1) % ring.length]!
    return sum + (x - x0) * (nextY - y0) - (nextX - x0) * (y - y0)
  }, 0)
}
