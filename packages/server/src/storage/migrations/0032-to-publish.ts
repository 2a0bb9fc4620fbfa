import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/**
 * Whether somebody has to look at what was reported before others see it: written with each step, so that lists of those need no
 * history. Of what there is nothing is ever published.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table issues add column to_publish boolean not null default false`.execute(db)
  await sql`create index issues_to_publish on issues (district_id, created_at desc, id desc) where to_publish`.execute(db)
}
