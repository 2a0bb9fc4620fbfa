import { Cells } from './cells.ts'
import { readHeader } from './table.ts'
import type { CellError, Column, Table } from './table.ts'

/** What a row says; undefined where a cell is empty. */
type Read<Row> = { [Key in keyof Omit<Row, 'row'>]: Row[Key] | undefined }

/**
 * Reads a table by its columns, and tells every cell that cannot be read. A row with such a cell is left out, and of a row what is
 * empty.
 * @param read reads one row, and tells what is wrong in it
 */
export function readRows<Key extends string, Row extends { row: number }>(
  table: Table,
  { columns, required = [] }: { columns: Readonly<Record<Key, Column>>; required?: readonly Key[] },
  read: (cells: Cells<Key>) => Read<Row>,
): { rows: Row[]; errors: CellError[] } {
  const { places, errors } = readHeader<Key>(table, columns, required)
  if (errors.length > 0) return { rows: [], errors }
  const of = { places, columns, header: table.header, errors }
  const rows = table.rows.flatMap((row) => {
    const before = errors.length
    const said = Object.entries(read(new Cells(row, of))).filter(([, value]) => value !== undefined)
    return errors.length === before ? [{ row: row.row, ...Object.fromEntries(said) } as Row] : []
  })
  return { rows, errors }
}
