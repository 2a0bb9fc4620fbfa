import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** Who certifies which part is read from a certificate's lines: one unit for all of them named the street for what communities recorded. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table certificates drop column recording_unit`.execute(db)
}
