import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** When an issue climbs next, if nothing else happens: reckoned with its deadline, for all that are open. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table issues add column climb_at timestamptz`.execute(db)
  await sql`create index issues_climbing on issues (district_id, climb_at) where climb_at is not null`.execute(db)
  await sql`update issues set reckoned_version = 0 where closed_at is null`.execute(db)
}
