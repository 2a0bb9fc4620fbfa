import writeExcelFile from 'write-excel-file/node'
import { header, text, wrapped } from './workbook-cells.ts'

const WIDTH = 18

/** A workbook of issues. Texts are texts: none is a formula. */
export async function issueWorkbook(
  columns: readonly string[],
  rows: readonly (string | number)[][],
): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = await writeExcelFile([
    {
      sheet: '问题 Issues',
      data: [columns.map(header), ...rows.map((cells) => cells.map((cell) => (typeof cell === 'string' ? cellOf(cell) : cell)))],
      columns: columns.map(() => ({ width: WIDTH })),
      stickyRowsCount: 1,
      orientation: 'landscape',
    },
  ]).toBuffer()
  return new Uint8Array(buffer)
}

const cellOf = (value: string) => (value.length > WIDTH ? wrapped(value) : text(value))
