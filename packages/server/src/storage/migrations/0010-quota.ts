import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/**
 * What organisations owe each day follows from these facts alone: every version of the district's plan, and how many members
 * an organisation had from which local date on. Days are text, `2026-03-02`: a date has no zone, and drivers give it one.
 */
const STATEMENTS = `
create table quota_plans (
  district_id text not null, version int not null,
  plan jsonb not null, at timestamptz not null,
  primary key (district_id, version)
);
create table quota_rolls (
  district_id text not null, org_id text not null, from_day text not null,
  kind text not null, registered int not null check (registered >= 0),
  primary key (district_id, org_id, from_day)
)`

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS.split(/;\s*\n/)) await sql.raw(statement).execute(db)
}
