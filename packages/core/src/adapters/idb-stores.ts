import { openDB } from 'idb'
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb'
import { isSdkError, SdkError } from '../errors.ts'
import type { CacheRecord, OutboxEntry, PlainStores, StoredPhoto } from '../ports/index.ts'
import { applyPatch } from './apply-patch.ts'

export interface IdbStoresOptions {
  /** Name of the database: one for each endpoint and audience. @defaultValue 'wangge' */
  name?: string
  /** A database that has not opened after so many milliseconds counts as broken. @defaultValue 5000 */
  openTimeoutMs?: number
}

interface Schema extends DBSchema {
  cache: { key: string; value: CacheRecord }
  outbox: { key: number; value: OutboxEntry; indexes: { id: string } }
  photos: { key: string; value: StoredPhoto }
  meta: { key: string; value: unknown }
}

type Name = StoreNames<Schema>
type Write<N extends Name> = IDBPTransaction<Schema, N[], 'readwrite'>

const LOST = new Set(['InvalidStateError', 'UnknownError'])

/** From version n to n + 1 by step n; a step that was published is never changed. */
const UPGRADES: ((db: IDBPDatabase<Schema>) => void)[] = [
  (db) => {
    db.createObjectStore('cache', { keyPath: 'key' })
    const outbox = db.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true })
    outbox.createIndex('id', 'id', { unique: true })
    db.createObjectStore('photos', { keyPath: 'sha256' })
    db.createObjectStore('meta')
  },
]

/**
 * Stores in IndexedDB, shared by all tabs of the origin. Every write resolves when its transaction is complete.
 * A connection that the browser took away, or that made way for a newer version of the page, is opened again at need.
 * @throws SdkError `storage` where the database cannot be opened, and later from each call that fails
 */
export async function openIdbStores({ name = 'wangge', openTimeoutMs = 5000 }: IdbStoresOptions = {}): Promise<PlainStores> {
  let opening: Promise<IDBPDatabase<Schema>> | undefined
  let closed = false

  function database(): Promise<IDBPDatabase<Schema>> {
    if (closed) return Promise.reject(new SdkError('storage', 'The stores were closed'))
    opening ??= open(name, openTimeoutMs, forget).catch((error: unknown) => {
      forget()
      throw error
    })
    return opening
  }

  function forget() {
    opening = undefined
  }

  async function read<T>(work: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
    try {
      return await work(await database())
    } catch (error) {
      throw failed(error)
    }
  }

  /** Resolves with what `work` does once the transaction is complete; where either fails, nothing was written. */
  async function write<N extends Name, T>(
    names: N[],
    work: (tx: Write<N>) => Promise<T>,
    durability: 'strict' | 'relaxed' = 'strict',
  ): Promise<T> {
    try {
      const tx = (await database()).transaction(names, 'readwrite', { durability })
      const [result] = await Promise.all([work(tx).catch((error: unknown) => abort(tx, error)), tx.done])
      return result
    } catch (error) {
      throw failed(error)
    }
  }

  /** What to throw: the storage's failures as ours, a defect of the caller's or of ours as it is. */
  function failed(cause: unknown): unknown {
    // WebKit loses the connection without closing it (bugs.webkit.org/197050); the next call opens another.
    if (cause instanceof DOMException && LOST.has(cause.name)) forget()
    return isDefect(cause) ? cause : storageError(cause)
  }

  await database()
  return {
    kind: 'idb',
    cache: {
      get: (key) => read((db) => db.get('cache', key)),
      put: (record) => write(['cache'], async (tx) => void (await tx.objectStore('cache').put(record)), 'relaxed'),
      update: (key, change) =>
        write(
          ['cache'],
          async (tx) => {
            const next = change(await tx.objectStore('cache').get(key))
            if (next) await tx.objectStore('cache').put(next)
          },
          'relaxed',
        ),
      delete: (key) => write(['cache'], (tx) => tx.objectStore('cache').delete(key), 'relaxed'),
      keys: () => read((db) => db.getAllKeys('cache')),
    },
    outbox: {
      add: (entry, photos) =>
        write(['outbox', 'photos'], async (tx) => {
          const seq = await tx.objectStore('outbox').add(entry as OutboxEntry)
          const store = tx.objectStore('photos')
          for (const photo of photos) if (!(await store.getKey(photo.sha256))) await store.add(photo)
          return { ...entry, seq }
        }),
      list: () => read((db) => db.getAll('outbox')),
      get: (id) => read((db) => db.getFromIndex('outbox', 'id', id)),
      update: (id, patch, from) =>
        write(['outbox'], async (tx) => {
          const entry = await tx.objectStore('outbox').index('id').get(id)
          if (!entry || !from.includes(entry.state)) return undefined
          const next = applyPatch(entry, patch)
          await tx.objectStore('outbox').put(next)
          return next
        }),
      photo: (sha256) => read((db) => db.get('photos', sha256)),
      markUploaded: (sha256, uploaded) =>
        write(['photos'], async (tx) => {
          const photo = await tx.objectStore('photos').get(sha256)
          if (photo) await tx.objectStore('photos').put({ ...photo, uploaded })
        }),
      settle: (id, answers) =>
        write(['cache', 'outbox', 'photos'], async (tx) => {
          const entry = await tx.objectStore('outbox').index('id').get(id)
          if (!entry) return false
          for (const record of answers) await tx.objectStore('cache').put(record)
          await removeEntry(tx, entry)
          return true
        }),
      discard: (id, from) =>
        write(['outbox', 'photos'], async (tx) => {
          const entry = await tx.objectStore('outbox').index('id').get(id)
          if (!entry || !from.includes(entry.state)) return false
          await removeEntry(tx as unknown as Write<'cache' | 'outbox' | 'photos'>, entry)
          return true
        }),
    },
    meta: {
      get: (key) => read((db) => db.get('meta', key)),
      put: (key, value) => write(['meta'], async (tx) => void (await tx.objectStore('meta').put(value, key)), 'relaxed'),
      delete: (key) => write(['meta'], (tx) => tx.objectStore('meta').delete(key), 'relaxed'),
    },
    exchange: (id, { patch, photos, isStill }) =>
      write(['outbox', 'photos'], async (tx) => {
        const entry = await tx.objectStore('outbox').index('id').get(id)
        if (!entry || !isStill(entry)) return false
        await tx.objectStore('outbox').put(applyPatch(entry, patch))
        for (const photo of photos) await tx.objectStore('photos').put(photo)
        await removePhotos(tx as unknown as Write<'cache' | 'outbox' | 'photos'>, entry.photos)
        return true
      }),
    close() {
      closed = true
      void opening?.then((db) => db.close()).catch(() => {})
    },
  }
}

async function removeEntry(tx: Write<'cache' | 'outbox' | 'photos'>, entry: OutboxEntry) {
  await tx.objectStore('outbox').delete(entry.seq)
  await removePhotos(tx, entry.photos)
}

/** Those of the photos that no entry names. */
async function removePhotos(tx: Write<'cache' | 'outbox' | 'photos'>, names: string[]) {
  if (names.length === 0) return
  const needed = new Set((await tx.objectStore('outbox').getAll()).flatMap((other) => other.photos))
  for (const sha256 of names) if (!needed.has(sha256)) await tx.objectStore('photos').delete(sha256)
}

/** Opens or gives up: an opening that is still blocked or hangs is closed should it come after all. */
function open(name: string, timeoutMs: number, onLost: () => void): Promise<IDBPDatabase<Schema>> {
  return new Promise((resolve, reject) => {
    let over = false
    const giveUp = (reason: unknown) => {
      over = true
      clearTimeout(timer)
      reject(reason instanceof Error ? reason : new SdkError('storage', String(reason)))
    }
    const timer = setTimeout(() => giveUp(`Expected ${name} to open within ${timeoutMs} ms`), timeoutMs)
    if (typeof indexedDB === 'undefined') return giveUp('Expected IndexedDB, there is none here')

    let connection: IDBPDatabase<Schema> | undefined
    openDB<Schema>(name, UPGRADES.length, {
      upgrade(db, from) {
        for (const step of UPGRADES.slice(from)) step(db)
      },
      blocked: () => giveUp(`Expected ${name} to open, it is held by an older version of the page`),
      // A newer version of the page, or one that deletes the data, must not wait for this one.
      blocking() {
        connection?.close()
        onLost()
      },
      terminated: onLost,
    }).then((db) => {
      connection = db
      if (over) return db.close()
      clearTimeout(timer)
      resolve(db)
    }, giveUp)
  })
}

/** Undoes what was written; where the transaction is over already, its own error says more. */
function abort<N extends Name>(tx: Write<N>, error: unknown): never {
  try {
    tx.abort()
  } catch {
    // The transaction has failed by itself.
  }
  throw (tx as { error?: unknown }).error ?? error
}

/** Nothing that the storage did: a rule that threw while a record was changed, a record that cannot be stored at all. */
const isDefect = (cause: unknown): boolean =>
  cause instanceof Error && !isSdkError(cause) && (!(cause instanceof DOMException) || cause.name === 'DataCloneError')

function storageError(cause: unknown): SdkError {
  if (isSdkError(cause)) return cause
  const { name = 'Error', message = String(cause) } = (cause ?? {}) as Partial<Error>
  // A full disk may be cleared, a lost connection is opened again.
  return new SdkError('storage', `The store on this device failed: ${name}: ${message}`, { cause, retryable: true })
}
