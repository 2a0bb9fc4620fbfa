// The others, each the way its own documentation builds it: an index of boxes, then a test of the polygons found.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import pointInPolygon from 'point-in-polygon-hao'
import type { CoverageGrid } from '../../packages/core/src/grid/coverage-schema.ts'
import { createLocator } from '../../packages/core/src/grid/locate/locator.ts'
import type { Crs, Position } from '../../packages/core/src/schema.ts'
import { coversExactly } from '../../packages/core/test/covers-exactly.ts'

const require = createRequire(new URL('../peers/package.json', import.meta.url))
const peer = async <T>(name: string) => ((await import(pathToFileURL(require.resolve(name)).href)) as { default: T }).default

export type Locate = (point: Position) => string | undefined
export type Build = (grids: readonly CoverageGrid[], crs: Crs) => Locate

interface Index {
  add(minX: number, minY: number, maxX: number, maxY: number): void
  finish(): void
  search(minX: number, minY: number, maxX: number, maxY: number): number[]
}
type Features = { type: string; features: { type: string; properties: { id: string }; geometry: object }[] }

const Flatbush = await peer<new (count: number) => Index>('flatbush')
const robustPointInPolygon = await peer<(ring: readonly Position[], point: Position) => -1 | 0 | 1>('robust-point-in-polygon')
const whichPolygon = await peer<(features: Features) => (point: Position) => { id: string } | null>('which-polygon')

export const ours: Build = (grids, crs) => createLocator(grids, { crs }).locate

/** One polygon of a grid; in order of id, so that the lowest place is the lowest id. */
interface Part {
  id: string
  rings: Position[][]
}

function partsOf(grids: readonly CoverageGrid[]): Part[] {
  const inOrder = grids.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return inOrder.flatMap(({ id, geometry }) =>
    (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates).map((rings) => ({ id, rings })),
  )
}

function lowestOf(parts: readonly Part[], covers: (part: Part, point: Position) => boolean): Locate {
  const index = new Flatbush(parts.length)
  for (const { rings } of parts) {
    let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
    for (const [x, y] of rings.flat()) {
      minX = Math.min(minX, x)
      minY = Math.min(minY, y)
      maxX = Math.max(maxX, x)
      maxY = Math.max(maxY, y)
    }
    index.add(minX, minY, maxX, maxY)
  }
  index.finish()
  return (point) => {
    let lowest = parts.length
    for (const place of index.search(point[0], point[1], point[0], point[1])) {
      if (place < lowest && covers(parts[place]!, point)) lowest = place
    }
    return parts[lowest]?.id
  }
}

/** `false` is outside, 0 on the boundary. */
export const flatbushAndHao: Build = (grids) =>
  lowestOf(partsOf(grids), ({ rings }, point) => pointInPolygon(point, rings) !== false)

/** One ring at a time, not closed: 1 is outside, 0 on it, −1 inside. */
export const flatbushAndRobust: Build = (grids) => {
  const parts = partsOf(grids).map(({ id, rings }) => ({ id, rings: rings.map((ring) => ring.slice(0, -1)) }))
  return lowestOf(parts, ({ rings }, point) => {
    let inside = false
    for (const ring of rings) {
      const side = robustPointInPolygon(ring, point)
      if (side === 0) return true
      if (side === -1) inside = !inside
    }
    return inside
  })
}

/** The first polygon found, whichever it is; edges count by rounded arithmetic. */
export const whichPolygonAlone: Build = (grids) => {
  const features = grids.map(({ id, geometry }) => ({ type: 'Feature', properties: { id }, geometry }))
  const query = whichPolygon({ type: 'FeatureCollection', features })
  return (point) => query(point)?.id
}

/** The reference: whole numbers without end. Slow, and only for the count of differences. */
export const exact: Build = (grids) => {
  const parts = partsOf(grids)
  return lowestOf(parts, ({ rings }, point) => coversExactly({ type: 'Polygon', coordinates: rings }, point))
}
