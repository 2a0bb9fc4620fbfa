import { readSheet } from 'read-excel-file/universal'
import { GridFileError } from './grid-file.ts'

/** Bytes that the parts of a workbook may come to: fifty thousand people take a tenth of it. */
const MOST_UNPACKED = 128 * 1024 * 1024
const MOST_PARTS = 2_000

/** Rows of the first sheet, empty ones too. @throws GridFileError */
export async function readXlsx(bytes: Uint8Array, file: string): Promise<{ row: number; cells: string[] }[]> {
  expectModest(bytes, file)
  try {
    const rows = await readSheet(bytes.slice().buffer, { parseNumber: plainNumber })
    return rows.map((cells, at) => ({ row: at + 1, cells: (cells as unknown[]).map(textOf) }))
  } catch (cause) {
    throw new GridFileError(`${file}: expected an XLSX workbook, got ${(cause as Error).message}`, { cause })
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  // What a sheet's clock shows is read as if it were UTC's.
  if (value instanceof Date)
    return value
      .toISOString()
      .replace(/T00:00:00.*|\.\d+Z$/, '')
      .replace('T', ' ')
  return String(value as string | boolean)
}

/** As typed: a phone keeps its digits, and is not written with an exponent. */
const plainNumber = (text: string): string => (/e/i.test(text) ? String(Number(text)) : text)

const END_OF_DIRECTORY = 0x06054b50
const ENTRY = 0x02014b50

/** A workbook of a few bytes that unpacks to gigabytes is refused by what it says of itself. @throws GridFileError */
function expectModest(bytes: Uint8Array, file: string): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const broken = () => new GridFileError(`${file}: expected an XLSX workbook, got a ZIP file that ends too early`)
  let end = bytes.length - 22
  while (end >= 0 && view.getUint32(end, true) !== END_OF_DIRECTORY) end--
  if (end < 0) throw broken()
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  let unpacked = 0
  for (let entry = 0; entry < count; entry++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== ENTRY) throw broken()
    unpacked += view.getUint32(at + 24, true)
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  if (count <= MOST_PARTS && unpacked <= MOST_UNPACKED) return
  const got = `${count} parts of ${Math.ceil(unpacked / 1_048_576)} MiB`
  throw new GridFileError(
    `${file}: expected a workbook of at most ${MOST_PARTS} parts and ${MOST_UNPACKED / 1_048_576} MiB, got ${got}`,
  )
}
