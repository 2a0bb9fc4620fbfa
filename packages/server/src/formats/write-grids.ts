import { isSdkError } from '@wangge/core/errors'
import { toTopology } from '@wangge/core/grid'
import { gridRecordSchema } from '@wangge/core/grid/schema'
import type { Geometry } from '@wangge/core/grid/schema'
import type { Crs, Localized } from '@wangge/core/schema'
import { expectation } from '../expectation.ts'
import { GridFileError } from './grid-file.ts'
import type { FileGrid } from './grid-file.ts'
import { writeTreeCsv } from './write-tree-csv.ts'

export const FORMATS = ['geojson', 'topojson', 'csv', 'json'] as const
export type Format = (typeof FORMATS)[number]

export interface WriteOptions {
  format: Format
  /** Of every geometry; told in the file. */
  crs: Crs | undefined
  /** Headers and levels of a table. @defaultValue en */
  lang?: 'zh' | 'en'
}

export interface Written {
  text: string
  /** What the format has no place for. */
  notes: Localized[]
}

/**
 * Grids as the text of a file: GeoJSON, TopoJSON (shared arcs), CSV of the tree, or our own records.
 * @throws GridFileError where a grid lacks what the format needs
 */
export function writeGrids(grids: readonly FileGrid[], { format, crs, lang = 'en' }: WriteOptions): Written {
  if (format === 'csv') return { text: writeTreeCsv(grids, { crs, lang }), notes: [] }
  if (format === 'json') return writeRecords(grids, crs)
  return format === 'geojson' ? writeGeoJson(grids, crs) : writeTopoJson(grids, crs)
}

/** By the ending of a file's name; undefined for one that is not known. */
export function formatOf(path: string): Format | undefined {
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase()
  return FORMATS.find((format) => format === ending)
}

function writeGeoJson(grids: readonly FileGrid[], crs: Crs | undefined): Written {
  const { outlined, notes } = withOutline(grids)
  const features = outlined.map((grid) => {
    const { id, geometry } = grid
    return JSON.stringify({ type: 'Feature', id, properties: propertiesOf(grid, crs), geometry })
  })
  const start = `{"type":"FeatureCollection",${crs === undefined ? '' : `"wangge":${JSON.stringify({ crs })},`}"features":[\n`
  return { text: `${start}${features.join(',\n')}\n]}\n`, notes }
}

/** More decimals than this are no coordinates that were written down, but results. */
const MOST_DECIMALS = 9

function writeTopoJson(grids: readonly FileGrid[], crs: Crs | undefined): Written {
  const { outlined, notes } = withOutline(grids)
  const decimals = decimalsOf(outlined)
  try {
    const topology = toTopology(outlined, {
      ...(decimals === undefined ? {} : { decimals }),
      properties: (grid) => propertiesOf(grid, crs),
    })
    return { text: `${JSON.stringify({ ...topology, ...(crs === undefined ? {} : { wangge: { crs } }) })}\n`, notes }
  } catch (error) {
    if (!isSdkError(error)) throw error
    throw new GridFileError(error.message, { cause: error })
  }
}

/** Decimals that hold every coordinate exactly; undefined where there are too many. */
function decimalsOf(grids: readonly { geometry: Geometry }[]): number | undefined {
  let most = 0
  const look = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(look)
    const text = String(value)
    most = Math.max(most, text.includes('e') ? Infinity : text.length - (text.indexOf('.') + 1 || text.length))
  }
  for (const { geometry } of grids) look(geometry.coordinates)
  return most <= MOST_DECIMALS ? most : undefined
}

function withOutline(grids: readonly FileGrid[]): { outlined: (FileGrid & { geometry: Geometry })[]; notes: Localized[] } {
  const outlined = grids.filter((grid): grid is FileGrid & { geometry: Geometry } => grid.geometry !== undefined)
  const missing = grids.length - outlined.length
  if (missing === 0) return { outlined, notes: [] }
  return {
    outlined,
    notes: [{ zh: `${missing} 个网格没有边界，未写出`, en: `Not written because they have no outline: ${missing}` }],
  }
}

function propertiesOf(grid: FileGrid, crs: Crs | undefined): Record<string, unknown> {
  const { id: _, geometry: __, properties, crs: own, ...fields } = grid
  return { ...fields, ...(own === undefined || own === crs ? {} : { crs: own }), ...properties }
}

function writeRecords(grids: readonly FileGrid[], crs: Crs | undefined): Written {
  let surplus = 0
  const lines = grids.map(({ properties, ...grid }, index) => {
    if (properties && Object.keys(properties).length > 0) surplus++
    const whole = { codes: [], ...grid, ...(grid.geometry && crs !== undefined ? { crs: grid.crs ?? crs } : {}) }
    const parsed = gridRecordSchema.safeParse(whole, { error: expectation })
    if (parsed.success) return JSON.stringify(parsed.data)
    const { path, message } = parsed.error.issues[0]!
    throw new GridFileError(`Expected a whole record of grid ${grid.id} (place ${index + 1}), but ${path.join('.')}: ${message}`)
  })
  const notes = [{ zh: `${surplus} 个网格的其他属性未写出`, en: `Other properties were not written (grids: ${surplus})` }]
  return { text: `{"schemaVersion":1,"records":[\n${lines.join(',\n')}\n]}\n`, notes: surplus > 0 ? notes : [] }
}
