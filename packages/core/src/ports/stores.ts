import type { SdkErrorCode } from '../errors.ts'
import type { Problem } from '../schema.ts'

/** A cached answer of the server. */
export interface CacheRecord {
  /** The resource's path, e.g. `/v1/grids`. */
  key: string
  /** What JSON can hold. */
  data: unknown
  etag?: string
  /** When the server last said that this is current, epoch milliseconds. */
  fetchedAt: number
  /** How many times news have outdated it since then. */
  stale?: number
  /** Forgotten from then on, epoch milliseconds; of personal records. */
  expiresAt?: number
}

export type OutboxState = 'queued' | 'sending' | 'refused'

/** A command that is accepted here and not yet settled by the server. */
export interface OutboxEntry {
  /** The command's ULID and Idempotency-Key. */
  id: string
  /** Order of sending, given by the store; never a clock. */
  seq: number
  kind:
    | 'sign-up'
    | 'cancel-sign-up'
    | 'confirm-sign-up'
    | 'offer-swap'
    | 'accept-swap'
    | 'withdraw-swap'
    | 'report'
    | 'reporter-step'
    | 'check-in'
    | 'correction'
    | 'issue-step'
  /** Key of the person who made it: it is sent under a token of theirs only. Absent: without a name, under none. */
  person?: string
  /** Sealed under a key that is not here now: its content is not known. */
  locked?: true
  /** Damaged, or of a newer version of the page: it is kept as it is, and nothing of it is known here. */
  unreadable?: true
  /** What it is about; entries of one subject keep their order. */
  subject: string
  method: 'POST'
  path: string
  body: object
  /** Names in this store of the photos that must be there first. */
  photos: string[]
  state: OutboxState
  attempts: number
  /** Epoch milliseconds. */
  createdAt: number
  nextAttemptAt: number
  /** What the client wants to know of it and the server need not; stays on this device. */
  memo?: object
  /** Why the last attempt came to nothing, while it waits for the next. */
  failure?: { code: SdkErrorCode; status?: number }
  /** The server's answer, where `state` is `refused`. */
  problem?: Problem
  /** A photo of it that the server answers, and does not take: since when, epoch milliseconds, and how many times. */
  stuck?: { since: number; times: number }
}

export interface StoredPhoto {
  sha256: string
  type: string
  bytes: ArrayBuffer
  /** Set once the server has it. */
  uploaded?: boolean
}

/** Every promise resolves when the change is durable and rejects with SdkError `storage`, having changed nothing. */
export interface OutboxStore {
  /** Writes the entry and its photos in one transaction and gives it its `seq`. */
  add(entry: Omit<OutboxEntry, 'seq'>, photos: StoredPhoto[]): Promise<OutboxEntry>
  /** All entries by `seq`. */
  list(): Promise<OutboxEntry[]>
  get(id: string): Promise<OutboxEntry | undefined>
  /**
   * Changes an entry that is in one of the states `from`; fields patched with undefined are taken out.
   * Resolves with the entry as it is now; undefined where there is none in those states, and nothing was changed.
   */
  update(id: string, patch: OutboxPatch, from: readonly OutboxState[]): Promise<OutboxEntry | undefined>
  photo(name: string): Promise<StoredPhoto | undefined>
  markUploaded(name: string, uploaded: boolean): Promise<void>
  /**
   * In one transaction: the answer into the cache, the entry and the photos nobody else names out of the outbox. Where
   * the entry is gone already (its person has left, or another tab was first) nothing is written; tells whether it was.
   */
  settle(id: string, answers: CacheRecord[]): Promise<boolean>
  /** Those that `list` gives as `unreadable`, by the same ids, as they lie there; absent where there never is one. */
  unreadable?(): Promise<{ id: string; value: unknown }[]>
  /**
   * Takes an entry in one of the states `from`, and the photos nobody else names, out; tells whether it did. One that is
   * `unreadable` is in none, and taken out in any case.
   */
  discard(id: string, from: readonly OutboxState[]): Promise<boolean>
}

export interface OutboxExchange {
  patch: OutboxPatch
  photos: StoredPhoto[]
  isStill: (entry: OutboxEntry) => boolean
}

export type OutboxPatch = { [K in keyof Omit<OutboxEntry, 'id' | 'seq'>]?: OutboxEntry[K] | undefined }

/** What is known about a record. */
export type CacheMarks = Omit<CacheRecord, 'data'>

export interface CacheStore {
  /** A record that is damaged is taken out, told of and not there. */
  get(key: string): Promise<CacheRecord | undefined>
  put(record: CacheRecord): Promise<void>
  /** Reads and writes in one transaction. Returning what it was given, or undefined, changes nothing. */
  update(key: string, change: (record: CacheRecord | undefined) => CacheRecord | undefined): Promise<void>
  /** Changes what is known about a record, where there is one, and not its data; returning undefined changes nothing. */
  mark(key: string, change: (marks: CacheMarks) => CacheMarks | undefined): Promise<void>
  /** One row, by its id, of the lists in a record's data, without reading the others. */
  row(key: string, id: string): Promise<unknown>
  /**
   * In one transaction, rows of the lists in a record's data by others of the same id; resolves with the ids of those that
   * were there. Where any was, the record loses its ETag, which named another state.
   */
  replaceRows(key: string, rows: readonly { id: string }[]): Promise<string[]>
  delete(key: string): Promise<void>
  keys(): Promise<string[]>
}

/** What happened to what lies on this device, for support; it tells of nobody. */
export interface StorageTrouble {
  kind:
    | 'damaged-record' // taken out of the cache; it is asked for again
    | 'blocked' // an older page holds the database and does not let go
    | 'evicted' // the disk is full: records that the server can give again made room
    | 'memory' // it cannot be written: what is unsent is in memory and lost when the page closes
    | 'kept' // what was in memory is on the device
    | 'emptied' // the database was deleted while it was in use: what this page knew to be unsent was written again
  message: string
}

/** Small facts of the client's own: each person's cursor of changes, a pause the server asked for. */
export interface MetaStore {
  get(key: string): Promise<unknown>
  put(key: string, value: unknown): Promise<void>
  delete(key: string): Promise<void>
}

export interface Stores {
  /** `memory` loses everything when the page closes; the client says so. May change while it is in use. */
  readonly kind: 'idb' | 'memory'
  /** Why it is memory, where IndexedDB was wanted. */
  readonly reason?: string | undefined
  cache: CacheStore
  outbox: OutboxStore
  meta: MetaStore
  /** Whether what is personal is sealed. @defaultValue false */
  sealed?: boolean
  /** The key of what is kept for a person, 32 bytes in base64url, from now on until `lock`; never stored. */
  unlock?(person: string, storageKey: string): Promise<void>
  /** Without `person`: the keys of all. */
  lock?(person?: string): void
  /** Takes out what has expired. */
  purge?(): Promise<void>
  /** Calls back with what happens to what is stored, and with what has happened since it was opened. */
  onTrouble?(listener: (trouble: StorageTrouble) => void): () => void
  close(): void
}

/** Stores that keep things as they are given, for others to lie upon. */
export interface PlainStores extends Stores {
  /**
   * In one transaction, where the entry is as `isStill` wants it: changes it, lays the photos that it names from now on
   * beside it, and takes out those that nobody names any more; tells whether it did.
   */
  exchange(id: string, exchange: OutboxExchange): Promise<boolean>
}
