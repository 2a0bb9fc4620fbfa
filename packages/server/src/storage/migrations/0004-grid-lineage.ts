import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** What a grid came from, the parents it had, and the id by which the file of its last import names it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table grids add column lineage jsonb, add column former_parents jsonb, add column source_id text`.execute(db)
}
