import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** Whether the holder lets their organisation print a certificate for them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table certificates add column shared boolean not null default false`.execute(db)
}
