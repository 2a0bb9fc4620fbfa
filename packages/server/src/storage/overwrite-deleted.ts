import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { DATA_MAP } from '../privacy/data-map-tables.ts'
import type { Database } from './database.ts'

const DAY_MS = 86_400_000
/** Large: written anew only where some are gone. */
const PHOTOS = 'photos'
const TABLES = Object.keys(DATA_MAP).filter((table) => DATA_MAP[table]!.purpose !== undefined && table !== PHOTOS)

/**
 * Takes what was deleted out of the embedded database's files: rows leave their bytes behind until their page is used again,
 * and so does the log of writes. Takes about as long as the tables are large: never inside a request of a page. A PostgreSQL
 * of one's own does so by itself, bit by bit (autovacuum).
 */
export async function overwriteDeleted(
  { kind, db }: Pick<Database, 'kind' | 'db'>,
  { photos }: { photos: boolean },
): Promise<void> {
  if (kind !== 'pglite') return
  for (const table of photos ? [...TABLES, PHOTOS] : TABLES) await sql`vacuum full ${sql.table(table)}`.execute(db)
  // Else the log's old segments are used again, with whatever they hold.
  await sql`set wal_recycle = off`.execute(db)
  await sql`select pg_switch_wal()`.execute(db)
  await sql`checkpoint`.execute(db)
}

/** Whether somebody or a report was erased within a day: with photos, it may be. */
export async function erasedLately({ db, districtId }: Pick<Context, 'db' | 'districtId'>, now: number): Promise<boolean> {
  const found = await db
    .selectFrom('audit_entries')
    .select('seq')
    .where('district_id', '=', districtId)
    .where('action', 'in', ['erase-person', 'erase-report'])
    .where('at', '>', new Date(now - DAY_MS).toISOString())
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}
