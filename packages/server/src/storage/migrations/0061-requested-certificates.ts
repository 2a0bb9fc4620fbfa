import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** How somebody asked for a certificate whom no page of their organisation knows; those before were issued by their holders. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table certificates add column asked text check (asked in ('in-person', 'in-writing', 'by-phone'))`.execute(db)
}
