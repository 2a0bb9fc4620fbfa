import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect } from 'kysely'
import type { CursorSignal } from './cursor-signal.ts'
import type { Database } from './database.ts'
import { PARSERS } from './parsers.ts'
import type { Tables } from './tables.ts'

/** @param from What a new directory begins with: another one, as PGlite dumps it. @defaultValue nothing */
export async function openPglite(dataDir: string, signal: CursorSignal, from?: Blob): Promise<Database> {
  const pglite = await PGlite.create({ dataDir, parsers: PARSERS, ...(from && { loadDataDir: from }) })
  const db = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) })
  const close = async () => {
    await db.destroy()
    // Kysely leaves an instance open that it was never asked a query.
    if (!pglite.closed) await pglite.close()
  }
  return { kind: 'pglite', db, signal, close }
}
