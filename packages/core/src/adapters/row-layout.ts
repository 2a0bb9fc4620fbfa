import type { CacheRecord } from '../ports/index.ts'
import { decodeRows, encodeRows, isRow } from './row-text.ts'
import type { Placed, Row } from './row-text.ts'

/** How the long list of a record lies beside it. */
export interface RowLayout {
  /** The list's name in the record's data. */
  field: string
  /** How many rows it has. */
  count: number
  /** Over how many chunks its rows are spread, by their ids. */
  chunks: number
  /** How many chunks lie together in a piece. */
  together: number
}

/** A record as it lies in the database: where it has a long list, without it. */
export interface StoredRecord extends CacheRecord {
  rows?: RowLayout
}

/** A row that is newer than the one in its chunk. */
interface Newer {
  at: number
  row: Row
}

/** Of a list that is not very long, the rows as they are; else as a text. */
type Chunk = Placed | string

/** What lies in the database for a list: a piece, or what is newer than it. */
export type StoredRows = Chunk[] | Newer

/** Measured: fewer rows cost a read of all too much, more a read of one. Below it, a record is as good in one piece. */
const CHUNK_ROWS = 500
/**
 * From so many chunks on they are texts, which the browser reads faster than objects. Below, that is not worth what making
 * the texts costs a page that has just begun.
 */
const MANY_CHUNKS = 40
/** So many texts lie together: each value that is read costs the browser more than its bytes. */
const TOGETHER = 4

/** The record without its long list, and the list in pieces; undefined where it has no list that is worth it. */
export function splitRecord(record: CacheRecord): { head: StoredRecord; pieces: Chunk[][] } | undefined {
  const found = longListOf(record.data)
  if (!found) return undefined
  const { field, list } = found
  const count = list.length
  const chunks = Math.ceil(count / CHUNK_ROWS)
  const placed = Array.from({ length: chunks }, (): Placed => ({ at: [], rows: [] }))
  for (let at = 0; at < count; at += 1) {
    const row = list[at]!
    const chunk = placed[hashOf(row.id) % chunks]!
    chunk.at.push(at)
    chunk.rows.push(row)
  }
  const isLong = chunks >= MANY_CHUNKS
  const together = isLong ? TOGETHER : 1
  const pieces: Chunk[][] = []
  for (let n = 0; n < chunks; n += together) {
    const piece = placed.slice(n, n + together)
    pieces.push(isLong ? piece.map(encodeRows) : piece)
  }
  const { [field]: _, ...rest } = record.data as Record<string, unknown>
  return { head: { ...record, data: rest, rows: { field, count, chunks, together } }, pieces }
}

/** The record as it was split, with the rows that were replaced since; undefined where something of it is damaged. */
export function joinRecord({ rows: layout, ...record }: StoredRecord, stored: readonly StoredRows[]): CacheRecord | undefined {
  if (!layout) return record
  const list: Row[] = Array.from({ length: layout.count })
  let left = layout.count
  const put = (row: Row, at: number) => {
    if (list[at] === undefined) left -= 1
    list[at] = row
  }
  for (const value of stored) {
    if (!Array.isArray(value)) put(value.row, value.at)
    else
      for (const chunk of value) {
        const placed = readChunk(chunk)
        if (!placed) return undefined
        placed.rows.forEach((row, i) => put(row, placed.at[i]!))
      }
  }
  // Neither too few nor too many: the pieces of one and the same list.
  if (left !== 0 || list.length !== layout.count) return undefined
  return { ...record, data: { ...(record.data as object), [layout.field]: list } }
}

/** Where a row is by its id. */
export function placeOf(id: string, { chunks, together }: RowLayout): { piece: number; chunk: number } {
  const chunk = hashOf(id) % chunks
  return { piece: Math.floor(chunk / together), chunk: chunk % together }
}

/** One chunk of a piece, with what is newer; undefined where it is damaged. */
export function chunkIn(stored: readonly StoredRows[], chunk: number): Placed | undefined {
  const [piece, ...newer] = stored
  const placed = Array.isArray(piece) ? readChunk(piece[chunk]) : undefined
  if (!placed) return undefined
  if (newer.length === 0) return placed
  const news = new Map((newer as Newer[]).map(({ row }) => [row.id, row]))
  return { at: placed.at, rows: placed.rows.map((row) => news.get(row.id) ?? row) }
}

/** A piece with what lies beside it taken in. A chunk that is damaged stays as it is: whoever reads all of it finds out. */
export function pieceAnew(stored: readonly StoredRows[]): Chunk[] {
  return (stored[0] as Chunk[]).map((chunk, n) => {
    const placed = chunkIn(stored, n)
    if (!placed) return chunk
    return typeof chunk === 'string' ? encodeRows(placed) : placed
  })
}

function readChunk(chunk: unknown): Placed | undefined {
  if (typeof chunk === 'string') return decodeRows(chunk)
  const { at, rows } = (chunk ?? {}) as Partial<Placed>
  return at && rows && at.length === rows.length && rows.every(isRow) ? { at, rows } : undefined
}

/** FNV-1a: one row is found by its id without an index of all. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i += 1) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/** The row of a record that lies in one piece. */
export const rowIn = (data: unknown, id: string): Row | undefined =>
  listsOf(data)
    .flatMap(({ list }) => list)
    .find((row) => row.id === id)

/** A record's data with some of its rows replaced by those of the same id, and the ids of those. */
export function withRows(data: unknown, rows: readonly Row[]): { data: unknown; replaced: string[] } {
  const news = new Map(rows.map((row) => [row.id, row]))
  const replaced: string[] = []
  const lists = listsOf(data).map(({ field, list }) => {
    const next = list.map((row) => {
      const newer = news.get(row.id)
      if (newer) replaced.push(row.id)
      return newer ?? row
    })
    return [field, next] as const
  })
  return { data: replaced.length > 0 ? { ...(data as object), ...Object.fromEntries(lists) } : data, replaced }
}

function listsOf(data: unknown): { field: string; list: Row[] }[] {
  if (typeof data !== 'object' || data === null) return []
  return Object.entries(data).flatMap(([field, list]: [string, unknown]) =>
    Array.isArray(list) && list.every(isRow) ? [{ field, list }] : [],
  )
}

function longListOf(data: unknown) {
  const [longest] = listsOf(data).sort((a, b) => b.list.length - a.list.length)
  return longest && longest.list.length >= CHUNK_ROWS ? longest : undefined
}
