import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/**
 * Each step of an issue follows the one before by its hash, over a salted commitment for each part that can be erased; `place`
 * is its number in the order of all steps of the district, in which it is put later. Steps that are here already are chained
 * at the next start. An erasure was once counted as a version, and is no step: with it the history did not lead to the version
 * any more. `erasure_told`: that something of it was erased stands in the audit.
 */
const STATEMENTS = `
alter table issue_transitions
  add column salts jsonb, add column commitments jsonb, add column hash text,
  add column place bigint, add column place_hash text, add column erasure_told boolean not null default true;
update issues set version = steps.last from (
  select district_id, issue_id, max(seq) as last from issue_transitions group by district_id, issue_id) steps
where issues.erased_at is not null and steps.district_id = issues.district_id and steps.issue_id = issues.id;
create index issue_transitions_unchained on issue_transitions (district_id, issue_id) where hash is null;
create index issue_transitions_unplaced on issue_transitions (district_id, at) where place is null;
create unique index issue_transitions_places on issue_transitions (district_id, place) where place is not null;
create index issue_transitions_untold on issue_transitions (district_id) where not erasure_told`

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS.split(/;\s*\n/)) await sql.raw(statement).execute(db)
}
