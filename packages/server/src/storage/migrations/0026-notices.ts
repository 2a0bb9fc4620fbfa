import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** Who is told of issues, and what waits to be told. Notices of one issue have places in the order of its steps. */
const STATEMENTS = `
create table notice_targets (
  district_id text not null, id text not null,
  format text not null, host text not null, url_sealed text not null, secret_sealed text,
  topics text[] not null, grid_id text not null, created_at timestamptz not null, revoked_at timestamptz,
  failures int not null default 0, last_error text, next_at timestamptz, lease_by text, lease_until timestamptz,
  primary key (district_id, id)
);
create table notices (
  district_id text not null, place bigint generated always as identity, id text not null, target_id text not null,
  topic text not null, issue_id text not null, seq int not null, queued_at timestamptz,
  attempts int not null default 0, last_error text, gave_up_at timestamptz,
  primary key (district_id, place)
);
create index notices_waiting on notices (district_id, target_id, place) where gave_up_at is null;
create index notices_new on notices (district_id) where queued_at is null`

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS.split(/;\s*\n/)) await sql.raw(statement).execute(db)
}
