import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/**
 * Plans of the rotation: a job that one process does at a time, held by a lease, and the draft that came of it. Who has a seat
 * in a draft is in a table of its own, so that a person can be taken out of it; `draft` and `base` name nobody.
 */
const STATEMENTS = `
create table roster_plans (
  district_id text not null, id text not null,
  state text not null check (state in ('queued', 'running', 'done', 'cancelled', 'failed', 'published')),
  grid_id text not null, from_date text not null, days int not null,
  options jsonb not null, based_on text,
  created_at timestamptz not null, started_at timestamptz, ended_at timestamptz, published_at timestamptz,
  attempts int not null default 0, lease_by text, lease_until timestamptz, stop text check (stop in ('keep', 'drop')),
  seq int not null default 0, progress jsonb, summary jsonb, failure jsonb, base jsonb, draft jsonb,
  primary key (district_id, id)
);
create index roster_plans_to_do on roster_plans (district_id, created_at) where state in ('queued', 'running');
create table roster_plan_seats (
  district_id text not null, plan_id text not null, slot_id text not null, person_id text not null,
  need int, was_seated boolean not null,
  primary key (district_id, plan_id, slot_id, person_id)
);
create index roster_plan_seats_by_person on roster_plan_seats (district_id, person_id)`

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS.split(/;\s*\n/)) await sql.raw(statement).execute(db)
}
