import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kysely, Transaction } from 'kysely'
import { createCursorSignal } from './cursor-signal.ts'
import type { CursorSignal } from './cursor-signal.ts'
import type { Tables } from './tables.ts'

export type Queries = Kysely<Tables>
export type Tx = Transaction<Tables>

export interface Database {
  readonly kind: 'pglite' | 'postgres'
  readonly db: Queries
  /** Tells of commits: of this process at once, with PostgreSQL also those of others. */
  readonly signal: CursorSignal
  close(): Promise<void>
}

export interface OpenDatabaseOptions {
  /** Directory of the embedded database, made where it is missing; `memory` keeps nothing. */
  dataDir?: string
  /** A PostgreSQL's address, `postgres://…`; goes before `dataDir`. */
  databaseUrl?: string | undefined
  /** Told of a connection that broke while no call waited for it; the next call opens another. @defaultValue nobody is told */
  onError?: ((error: unknown) => void) | undefined
}

/**
 * Opens the embedded PostgreSQL in a directory, or a PostgreSQL by its address. The tables are as they are; see `migrate`.
 * A directory bears one process at a time; `serve` and the commands hold its lock.
 */
export async function openDatabase(options: OpenDatabaseOptions = {}): Promise<Database> {
  const { dataDir = 'memory', databaseUrl, onError = () => {} } = options
  const signal = createCursorSignal()
  if (databaseUrl) {
    const { openPostgres } = await import('./postgres.ts')
    return openPostgres(databaseUrl, { signal, onError })
  }
  const { openPglite } = await import('./pglite.ts')
  if (dataDir === 'memory') return openPglite('memory://', signal)
  const folder = join(dataDir, 'pg')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return openPglite(folder, signal)
}
