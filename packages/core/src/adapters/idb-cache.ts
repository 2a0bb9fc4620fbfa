import type { CacheRecord, CacheStore } from '../ports/index.ts'
import type { Database, StoreName, Write } from './idb-database.ts'
import { chunkIn, joinRecord, pieceAnew, placeOf, rowIn, splitRecord, withRows } from './row-layout.ts'
import type { RowLayout, StoredRecord, StoredRows } from './row-layout.ts'
import type { Row } from './row-text.ts'

export interface IdbCacheOptions {
  read<T>(work: (db: Database) => Promise<T>): Promise<T>
  write<N extends StoreName, T>(names: N[], work: (tx: Write<N>) => Promise<T>, durability: 'relaxed'): Promise<T>
  /** Told of the key of a record that was damaged and is taken out. */
  onDamaged(key: string): void
}

type CacheWrite = Write<'cache' | 'rows'>

const STORES: ('cache' | 'rows')[] = ['cache', 'rows']
/** A piece is written anew once so many of its rows lie beside it. */
const MOST_BESIDE = 40

/** Records in one piece, and those with a long list in chunks, so that all is read fast and one row is changed fast. */
export function createIdbCache({ read, write, onDamaged }: IdbCacheOptions): CacheStore {
  const change = <T>(work: (tx: CacheWrite) => Promise<T>) => write(STORES, work, 'relaxed')

  /** What is damaged is as good as not there, and must not be found again. */
  async function drop(key: string) {
    onDamaged(key)
    await change((tx) => removeRecord(tx, key))
  }

  return {
    async get(key) {
      const found = await read((db) => readWhole(db.transaction(STORES), key))
      if (found !== 'damaged') return found
      await drop(key)
      return undefined
    },
    put: (record) => change((tx) => putRecord(tx, record)),
    update: (key, next) =>
      change(async (tx) => {
        const found = await readWhole(tx, key)
        if (found === 'damaged') onDamaged(key)
        const before = found === 'damaged' ? undefined : found
        const after = next(before)
        if (after && after !== before) await putRecord(tx, after)
      }),
    mark: (key, next) =>
      change(async (tx) => {
        const head = await tx.objectStore('cache').get(key)
        if (!head) return
        const { data, rows, ...marks } = head
        const after = next(marks)
        if (after) await tx.objectStore('cache').put({ ...after, data, ...(rows ? { rows } : {}) })
      }),
    row: (key, id) =>
      read(async (db) => {
        const tx = db.transaction(STORES)
        const head = await tx.objectStore('cache').get(key)
        if (!head?.rows) return rowIn(head?.data, id)
        const { piece, chunk } = placeOf(id, head.rows)
        const placed = chunkIn(await tx.objectStore('rows').getAll(pieceRange(key, piece)), chunk)
        return placed?.rows.find((row) => row.id === id)
      }),
    replaceRows: (key, rows) =>
      change(async (tx) => {
        const head = await tx.objectStore('cache').get(key)
        if (!head) return []
        const { etag: _, ...rest } = head
        if (!head.rows) {
          const { data, replaced } = withRows(head.data, rows as readonly Row[])
          if (replaced.length > 0) await tx.objectStore('cache').put({ ...rest, data })
          return replaced
        }
        const replaced = await replaceInPieces(tx, key, head.rows, rows as readonly Row[])
        if (replaced.length > 0) await tx.objectStore('cache').put(rest)
        return replaced
      }),
    delete: (key) => change((tx) => removeRecord(tx, key)),
    keys: () => read((db) => db.getAllKeys('cache')),
  }
}

/** Takes out the rows of lists that an older version of the page, which knows no rows, has taken out or written in one piece. */
export async function removeOrphans(tx: CacheWrite): Promise<void> {
  const rows = tx.objectStore('rows')
  for (let at = await rows.openKeyCursor(); at;) {
    const [key] = at.key
    const head = await tx.objectStore('cache').get(key)
    if (!head?.rows) await rows.delete(recordRange(key))
    at = await rows.openKeyCursor(IDBKeyRange.lowerBound([key, []]))
  }
}

/** Within a settlement too: an answer belongs to the transaction that takes its command out. */
export async function putRecord(tx: CacheWrite, record: CacheRecord): Promise<void> {
  const split = splitRecord(record)
  const rows = tx.objectStore('rows')
  await Promise.all([
    // First, for it throws where a record cannot be stored at all.
    tx.objectStore('cache').put(split?.head ?? record),
    rows.delete(recordRange(record.key)),
    ...(split?.pieces ?? []).map((piece, n) => rows.put(piece, [record.key, n])),
  ])
}

async function removeRecord(tx: CacheWrite, key: string): Promise<void> {
  await Promise.all([tx.objectStore('rows').delete(recordRange(key)), tx.objectStore('cache').delete(key)])
}

interface Readable {
  objectStore(name: 'cache'): { get(key: string): Promise<StoredRecord | undefined> }
  objectStore(name: 'rows'): { getAll(range: IDBKeyRange): Promise<StoredRows[]> }
}

async function readWhole(tx: Readable, key: string): Promise<CacheRecord | 'damaged' | undefined> {
  const head = await tx.objectStore('cache').get(key)
  if (!head?.rows) return head
  return joinRecord(head, await tx.objectStore('rows').getAll(recordRange(key))) ?? 'damaged'
}

/** Those that are in the list; the others are nobody's here. */
async function replaceInPieces(tx: CacheWrite, key: string, layout: RowLayout, news: readonly Row[]): Promise<string[]> {
  const store = tx.objectStore('rows')
  const replaced: string[] = []
  for (const row of news) {
    const { piece, chunk } = placeOf(row.id, layout)
    const stored = await store.getAll(pieceRange(key, piece))
    const placed = chunkIn(stored, chunk)
    const place = placed?.rows.findIndex(({ id }) => id === row.id) ?? -1
    if (place < 0) continue
    replaced.push(row.id)
    const newer = { at: placed!.at[place]!, row }
    if (stored.length > MOST_BESIDE) {
      await store.delete(pieceRange(key, piece))
      await store.put(pieceAnew([...stored, newer]), [key, piece])
    } else await store.put(newer, [key, piece, row.id])
  }
  return replaced
}

// An array is greater than any number or text.
const recordRange = (key: string) => IDBKeyRange.bound([key], [key, []])
/** A piece, then what is newer: `[key, n]` comes before `[key, n, id]`. */
const pieceRange = (key: string, n: number) => IDBKeyRange.bound([key, n], [key, n, []])
