import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export type Ring = [number, number][]

/** A polygon as a Shapefile has it: rings in any order, outer ones clockwise. `null` is the null shape. */
export interface Shape {
  rings: Ring[] | null
  attributes: Record<string, string>
}

export interface ShapefileFiles {
  shapes: Shape[]
  prj?: string
  cpg?: string
  /** Bytes of an attribute's text. @defaultValue UTF-8 */
  encode?: (text: string) => Uint8Array
  /** Written into the table's header (byte 29). */
  languageDriver?: number
  /** Writes points instead of the polygons. */
  points?: boolean
}

const POLYGON = 5
const POINT = 1

/** Writes NAME.shp, .dbf and what else is given, byte by byte (ESRI Shapefile Technical Description, July 1998; dBASE III). */
export async function writeShapefile(folder: string, name: string, files: ShapefileFiles): Promise<string> {
  const { shapes, prj, cpg, encode = (text) => new TextEncoder().encode(text), languageDriver = 0, points = false } = files
  const shp = join(folder, `${name}.shp`)
  await writeFile(shp, shpBytes(shapes, points))
  await writeFile(join(folder, `${name}.dbf`), dbfBytes(shapes, encode, languageDriver))
  if (prj !== undefined) await writeFile(join(folder, `${name}.prj`), prj)
  if (cpg !== undefined) await writeFile(join(folder, `${name}.cpg`), cpg)
  return shp
}

function shpBytes(shapes: readonly Shape[], points: boolean): Uint8Array {
  const type = points ? POINT : POLYGON
  const records = shapes.map(({ rings }, index) => {
    const content = rings === null ? nullShape() : points ? pointShape(rings[0]![0]!) : polygonShape(rings)
    const header = new DataView(new ArrayBuffer(8))
    header.setInt32(0, index + 1)
    header.setInt32(4, content.length / 2)
    return [new Uint8Array(header.buffer), content]
  })
  const body = joined(records.flat())
  const header = new DataView(new ArrayBuffer(100))
  header.setInt32(0, 9994)
  header.setInt32(24, (100 + body.length) / 2)
  header.setInt32(28, 1000, true)
  header.setInt32(32, type, true)
  return joined([new Uint8Array(header.buffer), body])
}

function nullShape(): Uint8Array {
  return new Uint8Array(4)
}

function pointShape([x, y]: [number, number]): Uint8Array {
  const view = new DataView(new ArrayBuffer(20))
  view.setInt32(0, POINT, true)
  view.setFloat64(4, x, true)
  view.setFloat64(12, y, true)
  return new Uint8Array(view.buffer)
}

function polygonShape(rings: readonly Ring[]): Uint8Array {
  const positions = rings.flat()
  const view = new DataView(new ArrayBuffer(44 + 4 * rings.length + 16 * positions.length))
  view.setInt32(0, POLYGON, true)
  const [xs, ys] = [positions.map(([x]) => x), positions.map(([, y]) => y)]
  const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
  box.forEach((value, index) => view.setFloat64(4 + 8 * index, value, true))
  view.setInt32(36, rings.length, true)
  view.setInt32(40, positions.length, true)
  let start = 0
  rings.forEach((ring, index) => {
    view.setInt32(44 + 4 * index, start, true)
    start += ring.length
  })
  positions.forEach(([x, y], index) => {
    view.setFloat64(44 + 4 * rings.length + 16 * index, x, true)
    view.setFloat64(52 + 4 * rings.length + 16 * index, y, true)
  })
  return new Uint8Array(view.buffer)
}

const FIELD = 40

function dbfBytes(shapes: readonly Shape[], encode: (text: string) => Uint8Array, languageDriver: number): Uint8Array {
  const names = Object.keys(shapes[0]?.attributes ?? {})
  const headerLength = 32 + 32 * names.length + 1
  const header = new DataView(new ArrayBuffer(headerLength))
  header.setUint8(0, 3)
  header.setUint32(4, shapes.length, true)
  header.setUint16(8, headerLength, true)
  header.setUint16(10, 1 + FIELD * names.length, true)
  header.setUint8(29, languageDriver)
  names.forEach((name, index) => {
    const at = 32 + 32 * index
    encode(name).forEach((byte, place) => header.setUint8(at + place, byte))
    header.setUint8(at + 11, 'C'.charCodeAt(0))
    header.setUint8(at + 16, FIELD)
  })
  header.setUint8(headerLength - 1, 0x0d)
  const rows = shapes.map(({ attributes }) => {
    const row = new Uint8Array(1 + FIELD * names.length).fill(0x20)
    names.forEach((name, index) => row.set(encode(attributes[name] ?? '').slice(0, FIELD), 1 + FIELD * index))
    return row
  })
  return joined([new Uint8Array(header.buffer), ...rows, Uint8Array.of(0x1a)])
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
