import { basename, extname } from 'node:path'
import type { Crs } from '@wangge/core/schema'
import { decodeText } from './decode-text.ts'
import { readGeoJson } from './geojson.ts'
import { GridFileError, shown } from './grid-file.ts'
import type { GridFile, Read } from './grid-file.ts'
import { readBytes } from './read-bytes.ts'
import { readRecords } from './records.ts'
import { readShapefile } from './shapefile.ts'
import { readTopoJson } from './topojson.ts'
import { readTreeCsv } from './tree-csv.ts'

export interface ReadGridsOptions {
  /** Coordinates of the file, where it does not declare them itself. */
  crs?: Crs | undefined
  /** Property or column that holds the id. */
  idField?: string | undefined
  /** Property or column that holds the parent's id. */
  parentField?: string | undefined
  /** Of a TopoJSON file: the object to read. @defaultValue all of them */
  layer?: string | undefined
}

/**
 * Grids of a file: GeoJSON, TopoJSON, our own records (`grids.json`), a CSV of the tree, or a Shapefile. The coordinate
 * system is what the file declares or what is said here, never a guess; metres on a Gauss–Krüger plane become degrees
 * (they stay metres where `crs` is `planar`).
 * @throws GridFileError that says the file, the feature, what was expected and what came
 * @example (await readGrids('grids.geojson', { crs: 'cgcs2000' })).grids[0]?.id // 'g-1'
 */
export async function readGrids(path: string, options: ReadGridsOptions = {}): Promise<GridFile> {
  const read = await readFormat(path, options)
  return { grids: read.grids, crs: decideCrs(read, basename(path), options.crs), notes: read.notes }
}

async function readFormat(path: string, options: ReadGridsOptions): Promise<Read> {
  const file = basename(path)
  const extension = extname(path).toLowerCase()
  if (extension === '.shp') return readShapefile(path, options)
  if (['.dbf', '.shx', '.prj', '.cpg'].includes(extension)) {
    throw new GridFileError(`${file}: expected the .shp of the Shapefile, got its ${extension}`)
  }
  const bytes = await readBytes(path)
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    throw new GridFileError(`${file}: expected GeoJSON, TopoJSON, CSV, records or a .shp, got a ZIP archive; unpack it first`)
  }
  const { text, notes } = decodeText(bytes, file)
  if (text.trim() === '') throw new GridFileError(`${file}: expected grids, got an empty file`)
  const isTable = extension === '.csv' || extension === '.tsv' || extension === '.txt'
  const read = isTable ? readTreeCsv(text, file, options) : await readJson(text, file, options)
  return { ...read, notes: [...notes, ...read.notes] }
}

async function readJson(text: string, file: string, options: ReadGridsOptions): Promise<Read> {
  const value = parse(text, file)
  const isObject = typeof value === 'object' && value !== null
  const type = isObject ? (value as { type?: unknown }).type : undefined
  if (type === 'FeatureCollection' || type === 'Feature') return readGeoJson(value as { type: string }, file, options)
  if (type === 'Topology') return readTopoJson(value as object, file, options)
  const list = Array.isArray(value) ? value : isObject ? ((value as Lists).records ?? (value as Lists).grids) : undefined
  if (Array.isArray(list)) return readRecords(list, file)
  throw new GridFileError(
    `${file}: expected a FeatureCollection, a Topology, or records in "records" or "grids", got ${
      type === undefined ? shown(value) : `the type ${shown(type)}`
    }`,
  )
}

interface Lists {
  records?: unknown
  grids?: unknown
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new GridFileError(`${file}: expected JSON, got something else (${(error as Error).message})`, { cause: error })
  }
}

/** @throws GridFileError where nothing declares it, or two declare another one */
function decideCrs({ grids, declared }: Read, file: string, said: Crs | undefined): Crs | undefined {
  if (declared && said !== undefined && said !== declared.crs) {
    throw new GridFileError(
      `${file}: expected ${said} as --crs says, but ${declared.by} declares ${declared.crs}; leave --crs out, or correct the file`,
    )
  }
  const crs = said ?? declared?.crs
  if (crs !== undefined) return crs
  const outlined = grids.filter(({ geometry }) => geometry !== undefined)
  if (outlined.length === 0) return undefined
  const own = [...new Set(outlined.map((grid) => grid.crs))]
  const [only] = own
  if (own.length === 1 && only !== undefined) return only
  const expected = `${file}: expected --crs wgs84, cgcs2000, gcj02, bd09 or planar`
  if (own.length === 1)
    throw new GridFileError(`${expected}: the file does not declare its coordinates, and they are never guessed`)
  throw new GridFileError(`${expected}: its grids declare different ones (${own.map((one) => one ?? 'none').join(', ')})`)
}
