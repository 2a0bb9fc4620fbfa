import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/**
 * What an issue's history comes to for rates, kept beside it: reckoned by whoever counts first, for those that there are too. And each
 * version of the district's categories as it was: the one that there is becomes the first, under which all issues so far were made.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table issues add column facts jsonb, add column facts_version bigint not null default 0,
      add column category_set int not null default 1, add column place_class text`.execute(db)
  await sql`create index issues_facts on issues (district_id, facts_version)`.execute(db)
  await sql`alter table categories add column place_classes jsonb, add column retired boolean not null default false`.execute(db)
  await sql`
    create table category_sets (
      district_id text not null, version int not null,
      at timestamptz not null, categories jsonb not null, place_classes jsonb not null,
      primary key (district_id, version)
    )`.execute(db)
  await sql`
    insert into category_sets (district_id, version, at, categories, place_classes)
    select district_id, 1, now(), jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', id, 'parentId', parent_id, 'name', name,
      'version', version, 'attributes', attributes, 'severity', severity, 'terms', terms)) order by ordinal, id), '[]'
    from categories group by district_id`.execute(db)
}
