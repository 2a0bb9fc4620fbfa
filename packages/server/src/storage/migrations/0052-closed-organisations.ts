import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** 撤销: the first local date on which an organisation is closed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table organisations add column closed_on text`.execute(db)
}
