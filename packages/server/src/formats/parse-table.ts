import { parse } from 'csv-parse/sync'
import { GridFileError } from './grid-file.ts'

/**
 * Rows of comma-, tab- or semicolon-separated values, each with its line and, where a cell goes over several lines, with its row
 * as a spreadsheet counts. @throws GridFileError
 */
export function parseTable(text: string, file: string): { record: string[]; line: number; row: number }[] {
  const end = text.search(/[\r\n]/)
  const firstLine = end < 0 ? text : text.slice(0, end)
  const delimiter = ['\t', ';'].find((one) => firstLine.includes(one)) ?? ','
  try {
    const options = { bom: true, delimiter, skip_empty_lines: true, info: true, record_delimiter: ['\r\n', '\n', '\r'] }
    return (parse(text, options) as unknown as Row[]).map(({ record, info }) => ({
      record,
      line: info.lines,
      row: info.records + info.empty_lines,
    }))
  } catch (error) {
    throw new GridFileError(`${file}: expected a table of comma-separated values, got ${(error as Error).message}`, {
      cause: error,
    })
  }
}

interface Row {
  record: string[]
  info: { lines: number; records: number; empty_lines: number }
}
