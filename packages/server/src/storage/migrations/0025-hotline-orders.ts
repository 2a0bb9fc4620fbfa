import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** The hotline's own number of an issue, and its keyed hash, by which it stays known once the number itself is erased. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table issues add column hotline_number text, add column hotline_hash text`.execute(db)
  await sql`create unique index issues_by_hotline on issues (district_id, hotline_hash) where hotline_hash is not null`.execute(
    db,
  )
}
