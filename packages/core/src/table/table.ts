import type { Localized } from '../schema.ts'

/** A sheet as a clerk keeps it: headers, then rows. */
export interface Table {
  header: readonly string[]
  rows: readonly TableRow[]
}

export interface TableRow {
  /** As the spreadsheet counts: the header is in row 1 of most. */
  row: number
  cells: readonly string[]
}

/** How a column is headed: what we write in either language, then what else is understood. */
export interface Column {
  en: string
  zh: string
  others?: readonly string[]
  /** Whether its cells tell of a person: what came is then not said again. */
  personal?: boolean
}

export type CellErrorCode =
  'unknown-column' | 'duplicate-column' | 'missing-column' | 'required' | 'invalid' | 'unknown' | 'ambiguous' | 'conflict'

/** What was not as expected, at its row and column. Nothing is written as long as there is one. */
export interface CellError {
  /** As the spreadsheet counts; 1 for the header. */
  row: number
  /** As it is headed in the file; absent where the row as a whole is meant. */
  column?: string
  code: CellErrorCode
  /** What was expected and, where that tells nothing of a person, what came. */
  message: Localized
}

/** The columns of a table by what they are, and what is wrong with its header. */
export interface ReadHeader<Key extends string> {
  /** Place of each known column. */
  places: ReadonlyMap<Key, number>
  errors: CellError[]
}

/**
 * Tells the columns of a table by their headers, in Chinese or English, whatever their case, spaces and brackets. A column
 * that nobody knows is an error, so that nothing a clerk typed is left out unseen; an empty header over empty cells is none.
 */
export function readHeader<Key extends string>(
  { header, rows }: Table,
  columns: Readonly<Record<Key, Column>>,
  required: readonly Key[],
): ReadHeader<Key> {
  const keys = Object.keys(columns) as Key[]
  const known = new Map(
    keys.flatMap((key) =>
      [columns[key].en, columns[key].zh, ...(columns[key].others ?? [])].map((text) => [plain(text), key] as const),
    ),
  )
  const places = new Map<Key, number>()
  const errors: CellError[] = []
  header.forEach((text, place) => {
    if (text.trim() === '' && rows.every(({ cells }) => (cells[place] ?? '').trim() === '')) return
    const key = known.get(plain(text))
    if (key === undefined)
      errors.push(
        unknownColumn(
          text,
          keys.map((one) => columns[one].zh),
        ),
      )
    else if (places.has(key)) errors.push(duplicateColumn(text))
    else places.set(key, place)
  })
  for (const key of required) if (!places.has(key)) errors.push(missingColumn(columns[key]))
  return { places, errors }
}

const plain = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_*-]/g, '')

const unknownColumn = (column: string, expected: readonly string[]): CellError => ({
  row: 1,
  column,
  code: 'unknown-column',
  message: {
    zh: `表头“${column}”无法识别，可用的有：${expected.join('、')}。`,
    en: `The column "${column}" is unknown; expected one of ${expected.join(', ')}.`,
  },
})

const duplicateColumn = (column: string): CellError => ({
  row: 1,
  column,
  code: 'duplicate-column',
  message: { zh: `表头“${column}”重复出现。`, en: `The column "${column}" is there twice.` },
})

const missingColumn = ({ zh, en }: Column): CellError => ({
  row: 1,
  column: zh,
  code: 'missing-column',
  message: { zh: `缺少“${zh}”一列。`, en: `Expected a column "${zh}" (${en}), got none.` },
})
