import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** Keeps a reported point as it came, with the system it was declared in, where it had to be converted. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table issues add column declared_position jsonb, add column declared_crs text`.execute(db)
}
