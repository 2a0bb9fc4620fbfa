import { stringify } from 'csv-stringify/sync'
import { HOURS_COLUMNS, isHours } from './hours-table.ts'

/** Lines of records as CSV with a byte order mark; hours with one decimal, and no cell is taken for a formula. @param rows as of `hoursRows` */
export function hoursCsv(rows: readonly (string | number)[][]): string {
  const lines = rows.map((cells) => cells.map((cell, at) => (isHours(at) ? Number(cell).toFixed(1) : cell)))
  return stringify([HOURS_COLUMNS, ...lines], { bom: true, escape_formulas: true, record_delimiter: 'windows' })
}
