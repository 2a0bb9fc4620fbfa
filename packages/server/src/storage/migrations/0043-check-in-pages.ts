import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** Where the people of a site key's organisation sign up: whoever scanned the code at a post is led there. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table site_keys add column page text`.execute(db)
}
