import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/**
 * Templates of posts' weeks, the calendar that they follow, and what a shift asks for; why a shift was called off; the secret
 * addresses of people's duties.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create table week_templates (
    district_id text not null,
    id text not null,
    post_id text not null,
    from_date text not null,
    to_date text,
    lines jsonb not null,
    primary key (district_id, id)
  )`,
  `create table duty_calendars (
    district_id text not null,
    year int not null,
    source text not null,
    days jsonb not null,
    at timestamptz not null,
    primary key (district_id, year)
  )`,
  `create table calendar_addresses (
    district_id text not null,
    person_id text not null,
    secret_hash text not null,
    lang text not null,
    created_at timestamptz not null,
    read_on text,
    primary key (district_id, person_id)
  )`,
  'create unique index calendar_addresses_secret on calendar_addresses (district_id, secret_hash)',
  `alter table shifts
    add column template_id text,
    add column mix jsonb,
    add column skills jsonb,
    add column min_age int,
    add column campaign text,
    add column cancel_reason text`,
  'create index shifts_made on shifts (district_id, starts_at) where template_id is not null',
]
