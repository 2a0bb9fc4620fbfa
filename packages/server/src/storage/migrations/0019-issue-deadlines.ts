import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** How a district works on its issues, and when the time of each is up: reckoned once for all who ask, anew where it has changed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table districts add column issue_policy jsonb, add column issue_policy_at timestamptz,
      add column deadlines_version bigint not null default 1`.execute(db)
  await sql`alter table issues add column due_at timestamptz, add column reckoned_version bigint not null default 0`.execute(db)
  await sql`create index issues_due on issues (district_id, due_at) where due_at is not null`.execute(db)
  await sql`create index issues_reckoned on issues (district_id, reckoned_version) where closed_at is null`.execute(db)
}
