import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Crs, Localized } from '@wangge/core/schema'
import { open } from 'shapefile'
import { encodingOfDbf } from './dbf-encoding.ts'
import { gridsOf } from './features.ts'
import type { Feature, FieldOptions } from './features.ts'
import { placed } from './geojson.ts'
import { GridFileError, places } from './grid-file.ts'
import type { Read } from './grid-file.ts'
import { readPrj } from './prj.ts'
import { readBytes } from './read-bytes.ts'
import { decodeText } from './decode-text.ts'

interface ShapefileOptions extends FieldOptions {
  crs?: Crs | undefined
}

const HEADER_BYTES = 100
const FILE_CODE = 9994
/** A record of a .dbf that was deleted in the program that wrote it. */
const DELETED = 0x2a

/**
 * A Shapefile (ESRI, July 1998): outlines of the .shp, attributes of the .dbf, coordinates of the .prj.
 * Rings come out wound as in GeoJSON (RFC 7946 § 3.1.6): a Shapefile winds them the other way round.
 * @throws GridFileError
 */
export async function readShapefile(path: string, options: ShapefileOptions): Promise<Read> {
  const file = basename(path)
  const shp = await readBytes(path)
  expectShp(shp, file)
  const parts = await partsOf(path)
  const dbf = parts.dbf === undefined ? undefined : await readBytes(parts.dbf)
  const cpg = parts.cpg === undefined ? undefined : await textOf(parts.cpg)
  const encoding = dbf && encodingOfDbf(dbf, basename(parts.dbf!), cpg)
  const features = await readFeatures(shp, dbf, encoding?.label, file)
  expectAll(shp, features.length, file)
  if (dbf) expectAsMany(dbf, features.length, file)
  const { grids, notes } = gridsOf(features, file, options)
  const declaration =
    parts.prj === undefined ? undefined : { ...readPrj(await textOf(parts.prj), basename(parts.prj)), by: basename(parts.prj) }
  const told = [...(dbf ? [] : [withoutTable(file)]), ...(encoding?.notes ?? []), ...unreadable(features), ...notes]
  return placed(grids, told, declaration, file, options.crs)
}

/** Files of the same name, whatever the case of their endings. */
async function partsOf(path: string): Promise<Partial<Record<'dbf' | 'prj' | 'cpg', string>>> {
  const stem = basename(path).slice(0, -'.shp'.length).toLowerCase()
  const found: Partial<Record<'dbf' | 'prj' | 'cpg', string>> = {}
  for (const name of await readdir(dirname(path))) {
    const [, start, ending] = /^(.*)\.(dbf|prj|cpg)$/i.exec(name) ?? []
    if (start?.toLowerCase() === stem) found[ending!.toLowerCase() as 'dbf'] = join(dirname(path), name)
  }
  return found
}

const textOf = async (path: string) => decodeText(await readBytes(path), basename(path)).text

function expectShp(bytes: Uint8Array, file: string): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < HEADER_BYTES || view.getInt32(0) !== FILE_CODE) {
    throw new GridFileError(`${file}: expected the outlines of a Shapefile, got ${bytes.length} bytes that are none`)
  }
  const declared = view.getInt32(24) * 2
  if (declared > bytes.length) {
    throw new GridFileError(`${file}: expected ${declared} bytes as its header says, got ${bytes.length}: it was cut off`)
  }
}

async function readFeatures(shp: Uint8Array, dbf: Uint8Array | undefined, encoding = 'utf-8', file: string): Promise<Feature[]> {
  const features: Feature[] = []
  try {
    const source = await open(shp, dbf, { encoding })
    for (let next = await source.read(); !next.done; next = await source.read()) {
      const { properties, geometry } = next.value
      features.push({ properties: properties ?? {}, geometry: geometry && rewound(geometry as NonNullable<Feature['geometry']>) })
    }
  } catch (error) {
    const place = `feature ${features.length + 1}`
    throw new GridFileError(`${file}, ${place}: expected a Shapefile, got ${(error as Error).message}`, { cause: error })
  }
  return features
}

type Ring = [number, number][]

function rewound(geometry: NonNullable<Feature['geometry']>): NonNullable<Feature['geometry']> {
  const { type, coordinates } = geometry
  if (type === 'Polygon') return { type, coordinates: (coordinates as Ring[]).map(wound) }
  if (type === 'MultiPolygon') return { type, coordinates: (coordinates as Ring[][]).map((polygon) => polygon.map(wound)) }
  return geometry
}

/** The first ring of a polygon counter-clockwise, its holes clockwise. */
function wound(ring: Ring, index: number): Ring {
  const isCounterClockwise = doubleArea(ring) > 0
  return isCounterClockwise === (index === 0) ? ring : [...ring].reverse()
}

/** From the ring's own corner: large eastings would eat the digits. */
function doubleArea(ring: Ring): number {
  const [x0, y0] = ring[0] ?? [0, 0]
  let sum = 0
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1]!
    const [bx, by] = ring[i]!
    sum += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
  }
  return sum
}

/** The reader looks for the next good record where one is broken: as many as the lengths of the records tell have to come. */
function expectAll(shp: Uint8Array, count: number, file: string): void {
  const view = new DataView(shp.buffer, shp.byteOffset, shp.byteLength)
  const end = view.getInt32(24) * 2
  let records = 0
  for (let at = HEADER_BYTES; at + 8 <= end; at += 8 + Math.max(0, view.getInt32(at + 4)) * 2) records++
  if (records === count) return
  throw new GridFileError(`${file}: expected ${records} outlines, got ${count}: record ${count + 1} or one before it is broken`)
}

function expectAsMany(dbf: Uint8Array, count: number, file: string): void {
  const view = new DataView(dbf.buffer, dbf.byteOffset, dbf.byteLength)
  const [rows, start, length] = [view.getUint32(4, true), view.getUint16(8, true), view.getUint16(10, true)]
  if (rows !== count) {
    throw new GridFileError(`${file}: expected ${rows} outlines as its .dbf has rows, got ${count}`)
  }
  for (let row = 0; row < rows; row++) {
    if (dbf[start + row * length] !== DELETED) continue
    throw new GridFileError(
      `${file}, feature ${row + 1}: expected a row of its .dbf, got one marked as deleted; pack the table first`,
    )
  }
}

const withoutTable = (file: string): Localized => ({
  zh: `${file} 没有同名的 .dbf，没有属性`,
  en: `${file} has no .dbf beside it: there are no attributes`,
})

function unreadable(features: readonly Feature[]): Localized[] {
  const broken = features.flatMap(({ properties }, index) =>
    Object.entries(properties ?? {}).some((entry) => entry.some((one) => typeof one === 'string' && one.includes('\uFFFD')))
      ? [index + 1]
      : [],
  )
  if (broken.length === 0) return []
  return [
    {
      zh: `${broken.length} 个要素的属性有无法识别的文字：${places(broken)}`,
      en: `Attributes with characters that could not be read (${broken.length}): ${places(broken)}`,
    },
  ]
}
