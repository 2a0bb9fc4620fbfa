import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/**
 * What the hash of a step covers. Those that are here already say nothing of what their issue was opened with: its category, its
 * grids, what was promised of it. The next step of such an issue does.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table issue_transitions add column chain_version smallint not null default 1`.execute(db)
}
