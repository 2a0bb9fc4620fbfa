/** One row of a list, told from the others by its id. */
export type Row = { id: string } & Record<string, unknown>

/** Rows, and where in their list each stands. */
export interface Placed {
  at: number[]
  rows: Row[]
}

/** The values of one field, one for each row. */
type Column =
  | unknown[]
  /** Objects that all have the same fields. */
  | { keys: string[]; columns: Column[] }
  /** Few different texts, and which of them each row has. */
  | { texts: string[]; at: number[] }

/** Rows that have the same fields. */
interface Shape {
  at: number[]
  rows: Column
}

const FORMAT = 1
/** A text that is there so many times on average is written once. */
const REPEATED = 4
/** Where so many are all different, so are the others. */
const FIRST_TEXTS = 12

/**
 * Rows as JSON by columns: names of fields and texts that come again and again are written once, which halves what is
 * written and read. What JSON cannot hold (undefined, a date) is not for it.
 */
export function encodeRows({ at, rows }: Placed): string {
  const shapes: { keys: string[]; at: number[]; rows: Row[] }[] = []
  let shape: (typeof shapes)[number] | undefined
  // Rows of one shape mostly come one after another: it is not looked up each time.
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i]!
    if (!shape || !hasKeys(row, shape.keys)) {
      shape = shapes.find(({ keys }) => hasKeys(row, keys))
      if (!shape) shapes.push((shape = { keys: keysOf(row), at: [], rows: [] }))
    }
    shape.at.push(at[i]!)
    shape.rows.push(row)
  }
  return JSON.stringify([FORMAT, shapes.map((group): Shape => ({ at: group.at, rows: columnsOf(group.rows, group.keys) }))])
}

/** What was encoded, in another order; undefined where the text is anything else: cut off, damaged, of another format. */
export function decodeRows(text: unknown): Placed | undefined {
  try {
    const [format, shapes] = JSON.parse(text as string) as [unknown, Shape[]]
    if (format !== FORMAT) return undefined
    const placed: Placed = { at: [], rows: [] }
    for (const { at, rows } of shapes) {
      for (const row of valuesOf(rows, at.length)) placed.rows.push(rowOf(row))
      for (const place of at) placed.at.push(place)
    }
    return placed
  } catch {
    return undefined
  }
}

const keysOf = (value: object) => Object.keys(value).filter((key) => (value as Record<string, unknown>)[key] !== undefined)

function hasKeys(value: Record<string, unknown>, keys: readonly string[]): boolean {
  const own = Object.keys(value)
  return own.length === keys.length && own.every((key, i) => key === keys[i] && value[key] !== undefined)
}

const columnsOf = (values: readonly Record<string, unknown>[], keys: string[]): Column => ({
  keys,
  columns: keys.map((key) => columnOf(values.map((value) => value[key]))),
})

function columnOf(values: unknown[]): Column {
  const [first] = values
  if (isPlainObject(first)) {
    const keys = keysOf(first)
    // No field of that name can be set.
    const isOneShape = !keys.includes('__proto__') && values.every((value) => isPlainObject(value) && hasKeys(value, keys))
    return isOneShape ? columnsOf(values as Record<string, unknown>[], keys) : values
  }
  return typeof first === 'string' ? textsOf(values) : values
}

function textsOf(values: unknown[]): Column {
  const most = values.length / REPEATED
  const places = new Map<string, number>()
  const at: number[] = []
  for (const text of values) {
    if (typeof text !== 'string') return values
    let place = places.get(text)
    if (place === undefined) places.set(text, (place = places.size))
    // Ids are given up after a few.
    if (place >= most || (place === FIRST_TEXTS && at.length === FIRST_TEXTS)) return values
    at.push(place)
  }
  return { texts: [...places.keys()], at }
}

function valuesOf(column: Column, count: number): unknown[] {
  if (Array.isArray(column)) return ofLength(column, count)
  if ('texts' in column) return ofLength(column.at, count).map((at) => textOf(column.texts[at]))
  const { keys, columns } = column
  const fields = keys.map((_, i) => valuesOf(columns[i]!, count))
  // A copy of an object that has all fields is filled twice as fast as an empty one.
  const empty = Object.fromEntries(keys.map((key) => [key, null])) as Record<string, unknown>
  const values: unknown[] = []
  for (let i = 0; i < count; i += 1) {
    const value = { ...empty }
    for (let k = 0; k < keys.length; k += 1) value[keys[k]!] = fields[k]![i]
    values.push(value)
  }
  return values
}

function ofLength<T>(values: T[], count: number): T[] {
  if (!Array.isArray(values) || values.length !== count) throw new TypeError(`Expected ${count} values`)
  return values
}

function textOf(text: unknown): string {
  if (typeof text !== 'string') throw new TypeError('Expected a text of those that are listed')
  return text
}

function rowOf(value: unknown): Row {
  if (!isRow(value)) throw new TypeError('Expected a row with an id')
  return value
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isRow = (value: unknown): value is Row => isPlainObject(value) && typeof value.id === 'string'
