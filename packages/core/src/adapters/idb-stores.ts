import { isSdkError, SdkError } from '../errors.ts'
import type { PlainStores } from '../ports/index.ts'
import { createIdbCache, removeOrphans } from './idb-cache.ts'
import { MADE, openDatabase } from './idb-database.ts'
import type { Database, StoreName, Write } from './idb-database.ts'
import { createIdbOutbox } from './idb-outbox.ts'
import { createOutboxCopy } from './outbox-copy.ts'
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

const LOST = new Set(['InvalidStateError', 'UnknownError'])

/**
 * Stores in IndexedDB, shared by all tabs of the origin. Every write resolves when its transaction is complete.
 * A connection that the browser took away, or that made way for a newer version of the page, is opened again at need. Where the
 * database was deleted meanwhile, what this page knows to be unsent is written again before anything else is.
 * @throws SdkError `storage` where the database cannot be opened, and later from each call that fails
 */
export async function openIdbStores({
  name = 'wangge',
  openTimeoutMs = 5000,
  troubles = createTroubles(),
}: IdbStoresOptions = {}): Promise<PlainStores> {
  let opening: Promise<Database> | undefined
  let closed = false
  /** Which database it was that was open last. */
  let made: unknown
  let wasOpen = false
  const copy = createOutboxCopy()
  const { tell } = troubles

  function database(): Promise<Database> {
    if (closed) return Promise.reject(new SdkError('storage', 'The stores were closed'))
    opening ??= openDatabase(name, {
      timeoutMs: openTimeoutMs,
      onLost(deleted) {
        forget()
        // What only memory has must not wait for the next use. Where it fails now, that tries again.
        if (deleted && !closed && !copy.isEmpty()) void database().catch(() => {})
      },
      onBlocked: () => tell('blocked', `An older version of the page holds ${name}`),
    })
      .then((db) => recognise(db).catch((error: unknown) => close(db, error)))
      .catch((error: unknown) => {
        forget()
        throw error
      })
    return opening
  }

  function close(db: Database, error: unknown): never {
    db.close()
    throw error
  }

  function forget() {
    opening = undefined
  }

  /** The database that was open before, or another in its place: then all that is known to be unsent goes there first. */
  async function recognise(db: Database): Promise<Database> {
    const now = await db.get('meta', MADE)
    if (wasOpen && now !== made) {
      const tx = db.transaction(['outbox', 'photos'], 'readwrite', { durability: 'strict' })
      const [unsent] = await Promise.all([copy.writeAgain(tx), tx.done])
      tell('emptied', `${name} was deleted while it was in use; ${unsent} unsent were written again`)
    }
    made = now
    wasOpen = true
    return db
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
  const cache = createIdbCache({
    read,
    write,
    onDamaged: (key) => tell('damaged-record', `A record at ${nameless(key)} was damaged; it is asked for again`),
  })
  const { exchange, ...outbox } = createIdbOutbox({ read, write, copy })
  return {
    kind: 'idb',
    cache,
    outbox,
    meta: {
      get: (key) => read((db) => db.get('meta', key)),
      put: (key, value) => write(['meta'], async (tx) => void (await tx.objectStore('meta').put(value, key)), 'relaxed'),
      delete: (key) => write(['meta'], (tx) => tx.objectStore('meta').delete(key), 'relaxed'),
    },
    exchange,
    purge: () => write(['cache', 'rows'], removeOrphans, 'relaxed'),
    onTrouble: troubles.listen,
    close() {
      closed = true
      void opening?.then((db) => db.close()).catch(() => {})
    },
  }
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
