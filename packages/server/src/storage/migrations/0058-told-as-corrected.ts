import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/**
 * What else should stand in a record than other times, and what stood there when that was accepted. Keyed hashes of the names in
 * them say where somebody is named who is to be forgotten.
 */
const TABLES = `
alter table corrections alter column in_at drop not null, alter column out_at drop not null,
  add column facts_sealed text, add column before_sealed text, add column name_hashes text[] not null default '{}';
alter table corrections add check ((in_at is null) = (out_at is null)), add check (in_at is not null or facts_sealed is not null)`

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of TABLES.split(/;\s*\n/)) await sql.raw(statement).execute(db)
}
