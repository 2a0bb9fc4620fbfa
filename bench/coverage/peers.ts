// The others, each by the fastest way it offers from GeoJSON in memory to its own answer.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { CoverageGrid } from '../../packages/core/src/grid/coverage-schema.ts'
import type { Position } from '../../packages/core/src/schema.ts'

const require = createRequire(new URL('../peers/package.json', import.meta.url))
const peer = async (name: string) => (await import(pathToFileURL(require.resolve(name)).href)) as Record<string, unknown>

interface Geos {
  Module: {
    HEAPU8: Uint8Array
    _malloc(size: number): number
    _free(at: number): void
    getValue(at: number, type: string): number
  }
  GEOSWKBReader_create(): number
  GEOSWKBReader_read(reader: number, at: number, size: number): number
  GEOSCoverageIsValid(collection: number, gapWidth: number, output: number): number
  GEOSGeom_destroy(geometry: number): void
  GEOSGetNumGeometries(geometry: number): number
}

export type Check = (grids: readonly CoverageGrid[]) => string

const polygonsOf = ({ geometry }: CoverageGrid): Position[][][] =>
  geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates

/**
 * One buffer of well-known binary, written straight into the memory of GEOS and read there at once: faster than
 * `geojsonToGeosGeom`, which calls into it for every ring and every polygon.
 */
export async function geosCheck(): Promise<{ check: Check; helper: Check }> {
  const geos = await ((await peer('geos-wasm')).default as () => Promise<Geos>)()
  const { geojsonToGeosGeom } = (await peer('geos-wasm/helpers')) as { geojsonToGeosGeom: (given: unknown, geos: Geos) => number }
  const reader = geos.GEOSWKBReader_create()
  const output = geos.Module._malloc(4)
  const validity = (collection: number) => {
    const valid = geos.GEOSCoverageIsValid(collection, 0, output)
    const edges = valid === 0 ? geos.Module.getValue(output, 'i32') : 0
    geos.GEOSGeom_destroy(collection)
    if (edges !== 0) geos.GEOSGeom_destroy(edges)
    return valid === 1 ? 'valid' : valid === 0 ? 'invalid' : 'an error'
  }
  return {
    check(grids) {
      const size = wkbSize(grids)
      const at = geos.Module._malloc(size)
      writeWkb(grids, new DataView(geos.Module.HEAPU8.buffer, at, size))
      const collection = geos.GEOSWKBReader_read(reader, at, size)
      geos.Module._free(at)
      return validity(collection)
    },
    helper: (grids) =>
      validity(geojsonToGeosGeom({ type: 'GeometryCollection', geometries: grids.map(({ geometry }) => geometry) }, geos)),
  }
}

export function wkbSize(grids: readonly CoverageGrid[]): number {
  let size = 9
  for (const grid of grids) {
    if (grid.geometry.type === 'MultiPolygon') size += 9
    for (const rings of polygonsOf(grid)) {
      size += 9
      for (const ring of rings) size += 4 + 16 * ring.length
    }
  }
  return size
}

export function writeWkb(grids: readonly CoverageGrid[], view: DataView): void {
  let at = 0
  const head = (type: number, count: number) => {
    view.setUint8(at, 1)
    view.setUint32(at + 1, type, true)
    view.setUint32(at + 5, count, true)
    at += 9
  }
  head(7, grids.length)
  for (const grid of grids) {
    const polygons = polygonsOf(grid)
    if (grid.geometry.type === 'MultiPolygon') head(6, polygons.length)
    for (const rings of polygons) {
      head(3, rings.length)
      for (const ring of rings) {
        view.setUint32(at, ring.length, true)
        at += 4
        for (const position of ring) {
          view.setFloat64(at, position[0], true)
          view.setFloat64(at + 8, position[1], true)
          at += 16
        }
      }
    }
  }
}

/** Topology out of the paths, then where they cross: what its `-clean` begins with, without the repair and without output. */
export async function mapshaperCheck(): Promise<Check> {
  const mapshaper = (await peer('mapshaper')).default as {
    internal: {
      importGeoJSON(given: unknown, options: object): { arcs: object }
      buildTopology(dataset: object): void
      findSegmentIntersections(arcs: object): unknown[]
    }
  }
  const { importGeoJSON, buildTopology, findSegmentIntersections } = mapshaper.internal
  return (grids) => {
    const features = grids.map(({ geometry }) => ({ type: 'Feature', properties: {}, geometry }))
    const dataset = importGeoJSON({ type: 'FeatureCollection', features }, {})
    buildTopology(dataset)
    return `${findSegmentIntersections(dataset.arcs).length} crossings`
  }
}

interface JtsGeometry {
  getEnvelopeInternal(): object
}

/**
 * It has no validator of coverages. Nearest to one: every geometry valid by itself, and no two whose boxes meet overlap,
 * which says nothing of gaps or of vertices that do not match.
 */
export async function jstsCheck(): Promise<Check> {
  const jts = async (path: string) => (await peer(`jsts/org/locationtech/jts/${path}.js`)).default
  const Reader = (await jts('io/GeoJSONReader')) as new () => { read(given: object): JtsGeometry }
  const IsValidOp = (await jts('operation/valid/IsValidOp')) as { isValid(geometry: JtsGeometry): boolean }
  const RelateOp = (await jts('operation/relate/RelateOp')) as {
    relate(one: JtsGeometry, other: JtsGeometry): { matches(pattern: string): boolean }
  }
  const STRtree = (await jts('index/strtree/STRtree')) as new () => {
    insert(box: object, item: number): void
    query(box: object): { toArray(): number[] }
  }
  return (grids) => {
    const reader = new Reader()
    const tree = new STRtree()
    const geometries = grids.map(({ geometry }) => reader.read(geometry))
    geometries.forEach((geometry, at) => tree.insert(geometry.getEnvelopeInternal(), at))
    let [invalid, overlaps, errors] = [0, 0, 0]
    geometries.forEach((geometry, at) => {
      if (!IsValidOp.isValid(geometry)) invalid++
      for (const other of tree.query(geometry.getEnvelopeInternal()).toArray()) {
        if (other <= at) continue
        try {
          if (RelateOp.relate(geometry, geometries[other]!).matches('2********')) overlaps++
        } catch {
          errors++
        }
      }
    })
    return `${invalid} invalid, ${overlaps} overlaps${errors > 0 ? `, ${errors} pairs it could not tell` : ''}`
  }
}
