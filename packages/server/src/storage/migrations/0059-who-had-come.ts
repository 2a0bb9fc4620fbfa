import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/**
 * When a shift was called off, up to which whoever had come is counted; and whose seat ended by it, so that a check-in from before, of a
 * device without a connection, finds it. Of what was called off before nothing of it is known.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table shifts add column called_off_at timestamptz`.execute(db)
  await sql`alter table sign_ups add column seat_called_off boolean not null default false`.execute(db)
}
