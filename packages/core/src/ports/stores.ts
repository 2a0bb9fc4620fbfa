import type { Problem } from '../schema.ts'

/** A cached answer of the server. */
export interface CacheRecord {
  /** The resource's path, e.g. `/v1/grids`. */
  key: string
  data: unknown
  etag?: string
  /** When the server last said that this is current, epoch milliseconds. */
  fetchedAt: number
  /** Known to be outdated since then. */
  stale?: boolean
}

export type OutboxState = 'queued' | 'sending' | 'refused'

/** A command that is accepted here and not yet settled by the server. */
export interface OutboxEntry {
  /** The command's ULID and Idempotency-Key. */
  id: string
  /** Order of sending, given by the store; never a clock. */
  seq: number
  kind: 'sign-up' | 'cancel-sign-up' | 'report'
  /** What it is about; entries of one subject keep their order. */
  subject: string
  method: 'POST'
  path: string
  body: object
  /** SHA-256 of the photos that must be there first. */
  photos: string[]
  state: OutboxState
  attempts: number
  /** Epoch milliseconds. */
  createdAt: number
  nextAttemptAt: number
  /** The server's answer, where `state` is `refused`. */
  problem?: Problem
}

export interface StoredPhoto {
  sha256: string
  type: string
  bytes: ArrayBuffer
  /** Set once the server has it. */
  uploaded?: boolean
}

export interface OutboxStore {
  /** Writes the entry and its photos in one transaction and gives it its `seq`. Resolves when they are durable. */
  add(entry: Omit<OutboxEntry, 'seq'>, photos: StoredPhoto[]): Promise<OutboxEntry>
  /** All entries by `seq`. */
  list(): Promise<OutboxEntry[]>
  get(id: string): Promise<OutboxEntry | undefined>
  update(id: string, patch: Partial<Omit<OutboxEntry, 'id' | 'seq'>>): Promise<void>
  photo(sha256: string): Promise<StoredPhoto | undefined>
  markUploaded(sha256: string): Promise<void>
  /** In one transaction: the answer into the cache, the entry and the photos nobody else names out of the outbox. */
  settle(id: string, answers: CacheRecord[]): Promise<void>
  /** Takes a refused or unsent entry out on the person's word. */
  discard(id: string): Promise<void>
}

export interface CacheStore {
  get(key: string): Promise<CacheRecord | undefined>
  put(record: CacheRecord): Promise<void>
  delete(key: string): Promise<void>
  keys(): Promise<string[]>
}

export interface Stores {
  /** `memory` loses everything when the page closes; the client says so. */
  kind: 'idb' | 'memory'
  /** Why it is memory, where IndexedDB was wanted. */
  reason?: string
  cache: CacheStore
  outbox: OutboxStore
  close(): void
}
