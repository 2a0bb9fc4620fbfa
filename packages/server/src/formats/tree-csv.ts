import { parseCode } from '@wangge/core/grid'
import type { GridCode } from '@wangge/core/grid/schema'
import type { Localized } from '@wangge/core/schema'
import { bothNames, expectCrs } from './features.ts'
import { GridFileError, places, shown } from './grid-file.ts'
import type { FileGrid, Read } from './grid-file.ts'
import { parseTable } from './parse-table.ts'
import { COLUMN_KEYS, COLUMNS, columnOf, LEVEL_NAMES, levelOf } from './tree-columns.ts'
import type { ColumnKey } from './tree-columns.ts'
import { readWkt } from './wkt.ts'

interface CsvOptions {
  idField?: string | undefined
  parentField?: string | undefined
}

interface Row {
  line: number
  cells: ReadonlyMap<ColumnKey, string>
  others: Record<string, string>
}

/**
 * A table of the tree, one grid in a row, headers in English or Chinese; outlines as well-known text or none.
 * @throws GridFileError that names the line and the column
 */
export function readTreeCsv(text: string, file: string, options: CsvOptions): Read {
  const rows = rowsOf(text, file, options)
  const grids = rows.map((row) => gridOf(row, file))
  const isOutlined = grids.some(({ geometry }) => geometry !== undefined)
  const blank = grids.flatMap(({ geometry }, index) => (geometry ? [] : [rows[index]!.line]))
  return { grids, notes: isOutlined && blank.length > 0 ? [withoutGeometry(blank)] : [] }
}

const withoutGeometry = (lines: readonly number[]): Localized => ({
  zh: `${lines.length} 行没有边界：${places(lines)}`,
  en: `Lines without an outline (${lines.length}): ${places(lines)}`,
})

function rowsOf(text: string, file: string, options: CsvOptions): Row[] {
  const [header, ...records] = parseTable(text, file)
  const names = header?.record.map((name) => name.trim()) ?? []
  const keys = names.map((name) => (name === options.idField ? 'id' : name === options.parentField ? 'parentId' : columnOf(name)))
  expectColumns(keys, names, file, options)
  return records.map(({ record, line }) => {
    const cells = new Map<ColumnKey, string>()
    const others: Record<string, string> = {}
    record.forEach((cell, index) => {
      const key = keys[index]
      const value = unescaped(cell.trim())
      if (value === '') return
      if (key === undefined) others[names[index]!] = value
      else if (!cells.has(key)) cells.set(key, value)
    })
    return { line, cells, others }
  })
}

/** A formula's first sign was hidden behind an apostrophe when the table was written. */
const unescaped = (cell: string) => cell.replace(/^'(?=[=+\-@\t\r])/, '')

function expectColumns(keys: readonly (ColumnKey | undefined)[], names: readonly string[], file: string, options: CsvOptions) {
  const missing = options.idField !== undefined && !names.includes(options.idField) ? options.idField : undefined
  const noParent = options.parentField !== undefined && !names.includes(options.parentField) ? options.parentField : undefined
  const wanted = missing ?? noParent ?? (keys.includes('id') ? undefined : `${COLUMNS.id.en} (${COLUMNS.id.zh})`)
  if (wanted !== undefined) {
    throw new GridFileError(`${file}, line 1: expected a column ${wanted}, got ${shown(names.join(', '))}`)
  }
  const twice = keys.find((key, index) => key !== undefined && names[index] !== options.idField && keys.indexOf(key) !== index)
  if (twice === undefined || twice === 'id' || twice === 'parentId') return
  const both = names.filter((_, index) => keys[index] === twice)
  throw new GridFileError(`${file}, line 1: expected one column for ${twice}, got ${both.join(' and ')}`)
}

function gridOf({ line, cells, others }: Row, file: string): FileGrid {
  const where = `${file}, line ${line}`
  const id = cells.get('id')
  if (id === undefined) throw new GridFileError(`${where}: expected an id, got an empty cell`)
  const grid: FileGrid = { id }
  const parent = cells.get('parentId')
  if (parent !== undefined) grid.parentId = parent
  const name = bothNames(cells.get('nameZh'), cells.get('nameEn'))
  if (name) grid.name = name
  grid.codes = codesOf(cells, where)
  for (const key of ['pinyin', 'validFrom', 'validTo'] as const) {
    const text = cells.get(key)
    if (text !== undefined) grid[key] = text
  }
  readTyped(grid, cells, where)
  if (Object.keys(others).length > 0) grid.properties = others
  return grid
}

function readTyped(grid: FileGrid, cells: Row['cells'], where: string): void {
  const level = cells.get('level')
  if (level !== undefined) grid.level = expectLevel(level, where)
  for (const key of ['households', 'residentPop', 'servicePop'] as const) {
    const count = cells.get(key)
    if (count !== undefined) grid[key] = expectCount(count, `${where}, ${key}`)
  }
  const classes = cells.get('placeClasses')
  if (classes !== undefined) grid.placeClasses = classes.split(/[;；、]/).map((one) => one.trim())
  const crs = cells.get('crs')
  if (crs !== undefined) grid.crs = expectCrs(crs, where)
  const outline = cells.get('geometry')
  if (outline !== undefined) grid.geometry = readWkt(outline, where)
}

function codesOf(cells: Row['cells'], where: string): GridCode[] {
  return COLUMN_KEYS.flatMap((key) => {
    const value = cells.get(key)
    if (!key.startsWith('code:') || value === undefined) return []
    const scheme = key.slice('code:'.length) as GridCode['scheme']
    return value.split(/[;；]/).map((one) => expectCode(scheme, one, where))
  })
}

/** As a clerk types it: spaces, hyphens and full-width digits are left off. */
function expectCode(scheme: GridCode['scheme'], text: string, where: string): GridCode {
  const result = parseCode(scheme, text)
  if (result.ok) return { scheme, value: result.value }
  throw new GridFileError(`${where}: expected a code of the scheme ${scheme}, got ${shown(text)} (${result.reason})`)
}

function expectLevel(text: string, where: string) {
  const level = levelOf(text)
  if (level !== undefined) return level
  throw new GridFileError(`${where}: expected a level out of ${LEVEL_NAMES.join(', ')}, got ${shown(text)}`)
}

function expectCount(text: string, where: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (Number.isSafeInteger(value)) return value
  throw new GridFileError(`${where}: expected a whole number, got ${shown(text)}`)
}
