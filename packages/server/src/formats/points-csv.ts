import type { Position } from '@wangge/core/schema'
import { GridFileError, shown } from './grid-file.ts'
import { parseTable } from './parse-table.ts'

export interface Points {
  columns: string[]
  points: { line: number; position: Position; cells: string[] }[]
}

const X = ['x', 'lon', 'lng', 'long', 'longitude', '经度', '东坐标']
const Y = ['y', 'lat', 'latitude', '纬度', '北坐标']

/** A table of points with a column for each coordinate. @throws GridFileError that names the line */
export function readPoints(text: string, file: string): Points {
  const [header, ...rows] = parseTable(text, file)
  const columns = header?.record.map((name) => name.trim()) ?? []
  const columnOf = (names: readonly string[]) => columns.findIndex((name) => names.includes(name.toLowerCase()))
  const [x, y] = [columnOf(X), columnOf(Y)]
  if (x < 0 || y < 0) {
    throw new GridFileError(
      `${file}, line 1: expected columns x and y (or longitude and latitude, 经度 and 纬度), got ${shown(columns.join(', '))}`,
    )
  }
  const points = rows.map(({ record, line }) => {
    const where = `${file}, line ${line}`
    return { line, cells: record, position: [coordinate(record[x]!, where), coordinate(record[y]!, where)] as Position }
  })
  return { columns, points }
}

function coordinate(text: string, where: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text.trim().replace(/^'/, ''))
  if (Number.isFinite(value)) return value
  throw new GridFileError(`${where}: expected a coordinate, got ${shown(text)}`)
}
