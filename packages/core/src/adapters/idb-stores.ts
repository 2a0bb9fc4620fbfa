import { isSdkError, SdkError } from '../errors.ts'
import type { OutboxEntry, PlainStores } from '../ports/index.ts'
import { applyPatch } from './apply-patch.ts'
import { createIdbCache, putRecord, removeOrphans } from './idb-cache.ts'
import { openDatabase } from './idb-database.ts'
import type { Database, StoreName, Write } from './idb-database.ts'
import { isEntry, readEntry, unreadableId, unreadableSeq } from './outbox-entry.ts'
import { createTroubles, nameless } from './troubles.ts'
import type { Troubles } from './troubles.ts'

export interface IdbStoresOptions {
  /** Name of the database: one for each endpoint and audience. @defaultValue 'wangge' */
  name?: string
  /** A database that has not opened after so many milliseconds counts as broken. @defaultValue 5000 */
  openTimeoutMs?: number
  /** Who is told what happens to it. @defaultValue those who ask with `onTrouble` */
  troubles?: Troubles
}

type OutboxWrite = Write<'outbox' | 'photos'>

const LOST = new Set(['InvalidStateError', 'UnknownError'])

/**
 * Stores in IndexedDB, shared by all tabs of the origin. Every write resolves when its transaction is complete.
 * A connection that the browser took away, or that made way for a newer version of the page, is opened again at need.
 * @throws SdkError `storage` where the database cannot be opened, and later from each call that fails
 */
export async function openIdbStores({
  name = 'wangge',
  openTimeoutMs = 5000,
  troubles = createTroubles(),
}: IdbStoresOptions = {}): Promise<PlainStores> {
  let opening: Promise<Database> | undefined
  let closed = false
  let wasOpen = false
  const { tell } = troubles

  function database(): Promise<Database> {
    if (closed) return Promise.reject(new SdkError('storage', 'The stores were closed'))
    opening ??= openDatabase(name, {
      timeoutMs: openTimeoutMs,
      onLost: forget,
      onBlocked: () => tell('blocked', `An older version of the page holds ${name}`),
      onMade: () => wasOpen && tell('emptied', `${name} was deleted while it was in use`),
    }).catch((error: unknown) => {
      forget()
      throw error
    })
    return opening
  }

  function forget() {
    opening = undefined
  }

  async function read<T>(work: (db: Database) => Promise<T>): Promise<T> {
    try {
      return await work(await database())
    } catch (error) {
      throw failed(error)
    }
  }

  /** Resolves with what `work` does once the transaction is complete; where either fails, nothing was written. */
  async function write<N extends StoreName, T>(
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
  wasOpen = true
  const cache = createIdbCache({
    read,
    write,
    onDamaged: (key) => tell('damaged-record', `A record at ${nameless(key)} was damaged; it is asked for again`),
  })
  return {
    kind: 'idb',
    cache,
    outbox: {
      add: (entry, photos) =>
        write(['outbox', 'photos'], async (tx) => {
          const seq = await tx.objectStore('outbox').add(entry as OutboxEntry)
          const store = tx.objectStore('photos')
          for (const photo of photos) if (!(await store.getKey(photo.sha256))) await store.add(photo)
          return { ...entry, seq }
        }),
      async list() {
        const all = await read((db) => db.getAll('outbox'))
        return all.map((entry) => readEntry(entry, (entry as { seq: number }).seq))
      },
      async get(id) {
        const entry = await read((db) => db.getFromIndex('outbox', 'id', id))
        return isEntry(entry) ? entry : undefined
      },
      update: (id, patch, from) =>
        write(['outbox'], async (tx) => {
          const entry = await tx.objectStore('outbox').index('id').get(id)
          if (!isEntry(entry) || !from.includes(entry.state)) return undefined
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
        write(['cache', 'rows', 'outbox', 'photos'], async (tx) => {
          const entry = await tx.objectStore('outbox').index('id').get(id)
          if (!entry) return false
          for (const record of answers) await putRecord(tx as unknown as Write<'cache' | 'rows'>, record)
          await removeEntry(tx as unknown as OutboxWrite, entry)
          return true
        }),
      async unreadable() {
        const all = (await read((db) => db.getAll('outbox'))) as unknown[]
        return all
          .filter((value) => !isEntry(value))
          .map((value) => ({ id: unreadableId((value as { seq: number }).seq), value }))
      },
      discard: (id, from) =>
        write(['outbox', 'photos'], async (tx) => {
          const seq = unreadableSeq(id)
          if (seq !== undefined) return removeUnreadable(tx, seq)
          const entry = await tx.objectStore('outbox').index('id').get(id)
          if (!entry || !from.includes(entry.state)) return false
          await removeEntry(tx, entry)
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
        await removePhotos(tx, entry.photos)
        return true
      }),
    purge: () => write(['cache', 'rows'], removeOrphans, 'relaxed'),
    onTrouble: troubles.listen,
    close() {
      closed = true
      void opening?.then((db) => db.close()).catch(() => {})
    },
  }
}

/** With the photos that it names, as far as it tells. */
async function removeUnreadable(tx: OutboxWrite, seq: number): Promise<boolean> {
  const value: unknown = await tx.objectStore('outbox').get(seq)
  // A newer page may have mended it meanwhile.
  if (value === undefined || isEntry(value)) return false
  await tx.objectStore('outbox').delete(seq)
  const { photos } = value as { photos?: unknown }
  await removePhotos(tx, Array.isArray(photos) ? photos.filter((name) => typeof name === 'string') : [])
  return true
}

async function removeEntry(tx: OutboxWrite, entry: OutboxEntry) {
  await tx.objectStore('outbox').delete(entry.seq)
  await removePhotos(tx, entry.photos)
}

/** Those of the photos that no entry names. */
async function removePhotos(tx: OutboxWrite, names: string[]) {
  if (names.length === 0) return
  // Of those that cannot be read too, as far as they tell.
  const needed = new Set((await tx.objectStore('outbox').getAll()).flatMap(({ photos }: Partial<OutboxEntry>) => photos ?? []))
  for (const sha256 of names) if (!needed.has(sha256)) await tx.objectStore('photos').delete(sha256)
}

/** Undoes what was written; where the transaction is over already, its own error says more. */
function abort<N extends StoreName>(tx: Write<N>, error: unknown): never {
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
