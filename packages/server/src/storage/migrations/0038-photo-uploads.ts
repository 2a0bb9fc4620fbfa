import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** Photos that are sent in parts, as far as they have come: under the hash of what they are to be. */
const STATEMENTS = `
create table photo_uploads (
  district_id text not null, sha256 text not null, type text not null, size int not null, received int not null,
  begun_at timestamptz not null, primary key (district_id, sha256));
create index photo_uploads_begun on photo_uploads (district_id, begun_at);
create table photo_parts (
  district_id text not null, sha256 text not null, at_byte int not null, bytes bytea not null,
  primary key (district_id, sha256, at_byte),
  foreign key (district_id, sha256) references photo_uploads on delete cascade)`

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS.split(/;\s*\n/)) await sql.raw(statement).execute(db)
}
