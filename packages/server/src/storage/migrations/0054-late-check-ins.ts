import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** When a check-in arrived that came after its code was no longer shown; nothing where it came in time. */
const STATEMENT = `alter table attendances add column in_arrived_at timestamptz, add column out_arrived_at timestamptz`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENT).execute(db)
}
