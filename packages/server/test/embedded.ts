import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect } from 'kysely'
import { createCursorSignal } from '../src/storage/cursor-signal.ts'
import type { Database } from '../src/storage/database.ts'
import { migrate } from '../src/storage/migrate.ts'
import { openPglite } from '../src/storage/pglite.ts'
import type { Tables } from '../src/storage/tables.ts'

let tables: Promise<Blob> | undefined

/** An embedded database with every table and nothing in it. Made once in a process and then copied, at a third of the cost. */
export async function openEmbedded(): Promise<Database> {
  tables ??= makeTables()
  return openPglite('memory://', createCursorSignal(), await tables)
}

async function makeTables(): Promise<Blob> {
  const pglite = await PGlite.create()
  const db = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) })
  await migrate({ db })
  const copy = await pglite.dumpDataDir('none')
  await db.destroy()
  return copy
}
