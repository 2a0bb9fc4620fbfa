// GEOS: the union of each family, in and out by the fastest way it offers from GeoJSON in memory to GeoJSON.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { Geometry } from '../../packages/core/src/grid/schema.ts'
import { wkbSize, writeWkb } from '../coverage/peers.ts'

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
  GEOSUnaryUnion(collection: number): number
  GEOSCoverageUnion(collection: number): number
  GEOSSymDifference(one: number, other: number): number
  GEOSArea(geometry: number, area: number): number
  GEOSisValid(geometry: number): number
  GEOSGeom_destroy(geometry: number): void
}

export type How = 'GEOSUnaryUnion' | 'GEOSCoverageUnion'
export type Family = readonly { id: string; geometry: Geometry }[]

export interface GeosUnion {
  /** In, united, out. */
  unite(families: readonly Family[], how: How): Geometry[]
  /** The families as geometries of GEOS, for `uniteLoaded`. */
  load(families: readonly Family[]): number[]
  /** United, thrown away. */
  uniteLoaded(collections: readonly number[], how: How): number
  /** Area of what only one of the two covers, as a share of the second's area; and whether the first one is valid. */
  difference(one: Geometry, other: Geometry): { share: number; isValid: boolean }
}

export async function geosUnion(): Promise<GeosUnion> {
  const geos = await ((await peer('geos-wasm')).default as () => Promise<Geos>)()
  const { geosGeomToGeojson } = (await peer('geos-wasm/helpers')) as {
    geosGeomToGeojson: (geometry: number, geos: Geos) => Geometry
  }
  const reader = geos.GEOSWKBReader_create()
  const read = (family: Family) => {
    const size = wkbSize(family)
    const at = geos.Module._malloc(size)
    writeWkb(family, new DataView(geos.Module.HEAPU8.buffer, at, size))
    const collection = geos.GEOSWKBReader_read(reader, at, size)
    geos.Module._free(at)
    return collection
  }
  const one = (geometry: Geometry) => read([{ id: '', geometry }])
  const area = (geometry: number) => {
    const at = geos.Module._malloc(8)
    geos.GEOSArea(geometry, at)
    const value = geos.Module.getValue(at, 'double')
    geos.Module._free(at)
    return value
  }
  return {
    unite: (families, how) =>
      families.map((family) => {
        const collection = read(family)
        const union = geos[how](collection)
        const geometry = geosGeomToGeojson(union, geos)
        geos.GEOSGeom_destroy(union)
        geos.GEOSGeom_destroy(collection)
        return geometry
      }),
    load: (families) => families.map(read),
    uniteLoaded(collections, how) {
      for (const collection of collections) geos.GEOSGeom_destroy(geos[how](collection))
      return collections.length
    },
    difference(ours, theirs) {
      // Out of the collection of one, so that GEOS takes it as a polygon.
      const [a, b] = [geos.GEOSUnaryUnion(one(ours)), geos.GEOSUnaryUnion(one(theirs))]
      return { share: area(geos.GEOSSymDifference(a, b)) / area(b), isValid: geos.GEOSisValid(one(ours)) === 1 }
    },
  }
}
