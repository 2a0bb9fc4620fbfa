import type { Crs } from '@wangge/core/schema'
import { stringify } from 'csv-stringify/sync'
import type { FileGrid } from './grid-file.ts'
import { COLUMN_KEYS, COLUMNS, levelName } from './tree-columns.ts'
import type { ColumnKey } from './tree-columns.ts'
import { toWkt } from './wkt.ts'

interface CsvOptions {
  crs: Crs | undefined
  lang: 'zh' | 'en'
}

/** A table of the tree for a spreadsheet, with a byte order mark; no cell is taken for a formula. Columns that all leave empty are left out. */
export function writeTreeCsv(grids: readonly FileGrid[], { crs, lang }: CsvOptions): string {
  const rows = grids.map((grid) => COLUMN_KEYS.map((key) => cellOf(grid, key, crs, lang)))
  const used = COLUMN_KEYS.map((key, column) => key === 'id' || rows.some((row) => row[column] !== ''))
  const others = [...new Set(grids.flatMap(({ properties }) => Object.keys(properties ?? {})))]
  const table = grids.map(({ properties = {} }, index) => [
    ...rows[index]!.filter((_, column) => used[column]),
    ...others.map((name) => plain(properties[name])),
  ])
  const headers = [...COLUMN_KEYS.filter((_, column) => used[column]).map((key) => COLUMNS[key][lang]), ...others]
  return stringify([headers, ...table], { bom: true, escape_formulas: true, record_delimiter: 'windows' })
}

const plain = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)

function cellOf(grid: FileGrid, key: ColumnKey, crs: Crs | undefined, lang: 'zh' | 'en'): string {
  if (key.startsWith('code:')) {
    const scheme = key.slice('code:'.length)
    return (grid.codes ?? [])
      .filter((code) => code.scheme === scheme)
      .map(({ value }) => value)
      .join(';')
  }
  switch (key) {
    case 'level':
      return grid.level === undefined ? '' : lang === 'zh' ? levelName(grid.level) : grid.level
    case 'nameZh':
      return grid.name?.zh ?? ''
    case 'nameEn':
      return grid.name?.en ?? ''
    case 'placeClasses':
      return (grid.placeClasses ?? []).join(';')
    case 'crs':
      return grid.geometry ? (grid.crs ?? crs ?? '') : ''
    case 'geometry':
      return grid.geometry ? toWkt(grid.geometry) : ''
    default:
      return plain(grid[key as 'id' | 'parentId' | 'pinyin'])
  }
}
