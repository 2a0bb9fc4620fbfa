import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/**
 * Whose record another became part of, so that the id that is gone still leads to them; and what a quota by memberships counts
 * by, which was read through for each organisation.
 */
const STATEMENTS = `
create table merged_people (
  district_id text not null, gone_id text not null, person_id text not null, at timestamptz not null,
  primary key (district_id, gone_id));
create index merged_people_by_person on merged_people (district_id, person_id);
create index memberships_by_organisation on memberships (district_id, org_id)`

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS.split(/;\s*\n/)) await sql.raw(statement).execute(db)
}
