import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** What hosts say to times that they record by hand: why only after ten working days, for one. A note is as its command. */
const STATEMENTS = `
create table host_notes (
  district_id text not null, id text not null, sign_up_id text not null, note_sealed text not null, at timestamptz not null,
  primary key (district_id, id));
create index host_notes_by_sign_up on host_notes (district_id, sign_up_id)`

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS.split(/;\s*\n/)) await sql.raw(statement).execute(db)
}
