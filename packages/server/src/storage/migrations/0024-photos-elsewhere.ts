import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/**
 * A picture is kept in its row or, under a key, in a store beside the database. `photo_leftovers` has the keys of what is to
 * be deleted there: written in the transaction that takes the row away, and before a picture is put, for what a process may
 * leave that dies before its row is written. `settled` once nobody may put it any more.
 */
const STATEMENTS = `
alter table photos alter column bytes drop not null, add column key text,
  add constraint photos_in_one_place check ((bytes is null) <> (key is null));
create table photo_leftovers (
  district_id text not null, key text not null, due_at timestamptz not null, settled boolean not null,
  primary key (district_id, key))`

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS.split(/;\s*\n/)) await sql.raw(statement).execute(db)
}
