import { randomBytes as secureBytes } from 'node:crypto'
import type { Database, Queries } from './storage/database.ts'
import { createReferenceStore } from './storage/reference.ts'
import type { ReferenceStore } from './storage/reference.ts'

/** What every call can reach. */
export interface Context {
  database: Database
  db: Queries
  districtId: string
  reference: ReferenceStore
  /** Current time, epoch milliseconds. */
  clock: () => number
  /** Unguessable bytes. */
  randomBytes: (count: number) => Uint8Array
  /** A number in [0, 1), from the same source. */
  random: () => number
  /** Aborts when the server stops: whatever waits for something new is to end. */
  stopping: AbortSignal
}

export interface ContextOptions {
  /** Open and migrated. */
  database: Database
  /** Key of the district's rows; a database may hold several districts. @defaultValue `main` */
  districtId?: string | undefined
  /** Current time, epoch milliseconds. @defaultValue `Date.now` */
  clock?: (() => number) | undefined
  /** Unguessable bytes. @defaultValue those of `node:crypto` */
  randomBytes?: ((count: number) => Uint8Array) | undefined
  /** @defaultValue one that never aborts */
  stopping?: AbortSignal | undefined
}

export const DEFAULT_DISTRICT = 'main'

export function createContext({
  database,
  districtId = DEFAULT_DISTRICT,
  clock = Date.now,
  randomBytes = secureBytes,
  stopping = new AbortController().signal,
}: ContextOptions): Context {
  const { db } = database
  const random = () => Buffer.from(randomBytes(6)).readUIntBE(0, 6) / 2 ** 48
  return { database, db, districtId, reference: createReferenceStore(db, districtId), clock, randomBytes, random, stopping }
}
