import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/**
 * Sign-ups that are offered, invited, confirmed, ended for a reason, or not carried out; swaps; what a person has said of
 * themselves as a volunteer. Earlier sign-ups were all made by the person, and whoever cancelled them is not known any more.
 */
const STATEMENTS = `
alter table sign_ups drop constraint sign_ups_state_check;
alter table sign_ups
  add check (state in ('invited', 'waitlisted', 'offered', 'seated', 'cancelled')),
  alter column consent_version drop not null,
  add column made_by text not null default 'self' check (made_by in ('self', 'liaison', 'invitation')),
  add column role text,
  add column roles text[],
  add column confirm_by timestamptz,
  add column confirmed_at timestamptz,
  add column reminded_at timestamptz,
  add column ended text,
  add column ended_at timestamptz,
  add column absence text check (absence in ('no-show', 'excused')),
  add column vacated text,
  add column is_relief boolean not null default false;
create index sign_ups_to_confirm on sign_ups (district_id, confirm_by)
  where confirm_by is not null and confirmed_at is null and state in ('offered', 'seated');
create index sign_ups_pending on sign_ups (district_id, shift_id) where state in ('invited', 'waitlisted');
create index sign_ups_to_remind on sign_ups (district_id, shift_id) where state = 'seated' and reminded_at is null;
create table swaps (
  district_id text not null, id text not null,
  org_id text not null, sign_up_id text not null, shift_id text not null, state text not null,
  to_person_id text, wants text[], taker_id text, given_sign_up_id text, at timestamptz not null,
  primary key (district_id, id),
  check (state in ('open', 'accepted', 'done', 'refused', 'withdrawn', 'lapsed'))
);
create unique index swaps_once on swaps (district_id, sign_up_id) where state in ('open', 'accepted');
create index swaps_by_organisation on swaps (district_id, org_id, at);
create table volunteer_profiles (
  district_id text not null, person_id text not null,
  skills text[] not null, birth_year_sealed text, at timestamptz not null,
  primary key (district_id, person_id)
)`

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS.split(/;\s*\n/)) await sql.raw(statement).execute(db)
}
