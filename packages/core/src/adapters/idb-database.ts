import { openDB } from 'idb'
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb'
import { SdkError } from '../errors.ts'
import type { OutboxEntry, StoredPhoto } from '../ports/index.ts'
import type { StoredRecord, StoredRows } from './row-layout.ts'

export interface Schema extends DBSchema {
  cache: { key: string; value: StoredRecord }
  /** Pieces of long lists by record and number; below each the rows that are newer, by id. */
  rows: { key: [string, number] | [string, number, string]; value: StoredRows }
  outbox: { key: number; value: OutboxEntry; indexes: { id: string } }
  photos: { key: string; value: StoredPhoto }
  meta: { key: string; value: unknown }
}

export type Database = IDBPDatabase<Schema>
export type StoreName = StoreNames<Schema>
export type Write<N extends StoreName> = IDBPTransaction<Schema, N[], 'readwrite'>

/** From version n to n + 1 by step n; a step that was published is never changed. */
const UPGRADES: ((db: Database) => void)[] = [
  (db) => {
    db.createObjectStore('cache', { keyPath: 'key' })
    const outbox = db.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true })
    outbox.createIndex('id', 'id', { unique: true })
    db.createObjectStore('photos', { keyPath: 'sha256' })
    db.createObjectStore('meta')
  },
  (db) => void db.createObjectStore('rows'),
]

const VERSION = UPGRADES.length
/**
 * Up to here a step only adds what older versions of the page need not know: they go on with the database as it is. A step
 * that older ones could not live with begins the next hundred.
 */
const LAST_COMPATIBLE = 99

/** A page that was asked to make way does so at once or not at all. */
const BLOCKED_MS = 1_000

export interface OpenOptions {
  /** Milliseconds after which it counts as broken. */
  timeoutMs: number
  /** The connection is closed: the browser took it, or it made way for another; `deleted` where the data may be gone. */
  onLost: (deleted: boolean) => void
  /** An older page holds it. */
  onBlocked: () => void
}

/** Where in `meta` a database says which one it is: one that was deleted and made anew, by whichever tab, is another. */
export const MADE = 'made'

/**
 * Opens the database, of this version or of a newer one that this version can live with.
 * @throws SdkError `storage` where it does not open in time, DOMException `VersionError` where only a newer page can use it
 */
export async function openDatabase(name: string, options: OpenOptions): Promise<Database> {
  try {
    return await open(name, VERSION, options)
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== 'VersionError') throw error
    const db = await open(name, undefined, options)
    if (db.version <= LAST_COMPATIBLE) return db
    db.close()
    throw error
  }
}

/** Opens or gives up: an opening that is still blocked or hangs is closed should it come after all. */
function open(name: string, version: number | undefined, options: OpenOptions): Promise<Database> {
  const { timeoutMs, onLost, onBlocked } = options
  return new Promise((resolve, reject) => {
    let over = false
    let isBlocked = false
    const giveUp = (reason: unknown) => {
      over = true
      clearTimeout(timer)
      reject(reason instanceof Error ? reason : new SdkError('storage', String(reason)))
    }
    const late = () =>
      giveUp(`Expected ${name} to open in time${isBlocked ? ', it is held by an older version of the page' : ''}`)
    let timer = setTimeout(late, timeoutMs)
    if (typeof indexedDB === 'undefined') return giveUp('Expected IndexedDB, there is none here')

    let connection: Database | undefined
    openDB<Schema>(name, version, {
      upgrade(db, from, _, tx) {
        // It was deleted since it was found to be newer.
        if (version === undefined) return tx.abort()
        for (const step of UPGRADES.slice(from)) step(db)
        if (from === 0) void tx.objectStore('meta').put(crypto.getRandomValues(new Uint32Array(4)).join('-'), MADE)
      },
      // The older page was asked to make way, and may still be about to.
      blocked() {
        isBlocked = true
        onBlocked()
        clearTimeout(timer)
        timer = setTimeout(late, Math.min(timeoutMs, BLOCKED_MS))
      },
      // A newer version of the page, or one that deletes the data, must not wait for this one.
      blocking(_, wanted) {
        connection?.close()
        onLost(wanted === null)
      },
      terminated: () => onLost(true),
    }).then((db) => {
      connection = db
      if (over) return db.close()
      clearTimeout(timer)
      resolve(db)
    }, giveUp)
  })
}
