import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** What is promised of an issue, by its category and severity, and what its steps say besides their reason. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table categories add column severity text, add column terms jsonb`.execute(db)
  await sql`alter table issues add column severity text, add column terms jsonb`.execute(db)
  await sql`alter table issue_transitions add column details jsonb`.execute(db)
  await sql`create index issue_transitions_into on issue_transitions (district_id, (details->>'into')) where details ? 'into'`.execute(
    db,
  )
}
