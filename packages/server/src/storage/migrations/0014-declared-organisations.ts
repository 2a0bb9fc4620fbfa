import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** How many organisations of a kind the district says it has: what the stored ones are reconciled with. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table districts add column declared_organisations jsonb not null default '{}'`.execute(db)
}
