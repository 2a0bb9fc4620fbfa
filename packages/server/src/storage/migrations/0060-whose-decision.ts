import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** Who decided a correction last, as the audit names them; of those decided before it is in the audit alone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table corrections add column decided_by text`.execute(db)
}
