import type { Table } from '@wangge/core/roster'
import type { Localized } from '@wangge/core/schema'
import { decodeText } from './decode-text.ts'
import { GridFileError } from './grid-file.ts'
import { parseTable } from './parse-table.ts'
import { readXlsx } from './xlsx.ts'

export interface ReadTable extends Table {
  /** What a person should know of how the file was read. */
  notes: Localized[]
}

const MOST_ROWS = 100_000

/** The table of a CSV (comma, tab or semicolon; UTF-8, UTF-16 or GB18030) or of the first sheet of an XLSX. @throws GridFileError */
export async function readTable(bytes: Uint8Array, file: string): Promise<ReadTable> {
  const { lines, notes } = isZip(bytes) ? { lines: await readXlsx(bytes, file), notes: [] } : linesOf(bytes, file)
  const [header, ...rest] = lines
  if (!header) throw new GridFileError(`${file}: expected a table with headers in its first row, got nothing`)
  const rows = rest.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  if (rows.length > MOST_ROWS) throw new GridFileError(`${file}: expected at most ${MOST_ROWS} rows, got ${rows.length}`)
  return { header: header.cells, rows, notes }
}

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b

function linesOf(bytes: Uint8Array, file: string) {
  const { text, notes } = decodeText(bytes, file)
  return { lines: parseTable(text, file).map(({ record, row }) => ({ row, cells: record })), notes }
}
