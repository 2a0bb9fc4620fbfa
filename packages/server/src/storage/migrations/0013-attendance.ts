import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/**
 * Who came, what shows it, what was corrected, what was certified. An attendance names nobody but its sign-up; a position is
 * never kept, the distance to the post is.
 */
const TABLES = `
create table attendances (
  district_id text not null, sign_up_id text not null,
  in_at timestamptz, in_by text check (in_by in ('code', 'place', 'host')), in_distance int, in_late boolean,
  out_at timestamptz, out_by text check (out_by in ('code', 'place', 'host')), out_distance int, out_late boolean,
  corrected_in_at timestamptz, corrected_out_at timestamptz, recorded_at timestamptz,
  primary key (district_id, sign_up_id),
  check ((in_at is null) = (in_by is null)), check ((out_at is null) = (out_by is null)),
  check ((corrected_in_at is null) = (corrected_out_at is null))
);
create table used_shift_codes (
  district_id text not null, shift_id text not null, nonce text not null,
  sign_up_id text not null, at timestamptz not null,
  primary key (district_id, shift_id, nonce)
);
create index used_shift_codes_by_time on used_shift_codes (district_id, at);
create table corrections (
  district_id text not null, id text not null,
  sign_up_id text not null, state text not null, in_at timestamptz not null, out_at timestamptz not null,
  reason_sealed text not null, note_sealed text, requested_by text, requested_at timestamptz not null, stepped_at timestamptz,
  primary key (district_id, id),
  check (state in ('requested', 'accepted', 'refused', 'disputed', 'upheld', 'withdrawn'))
);
create index corrections_by_sign_up on corrections (district_id, sign_up_id);
create unique index corrections_one_open on corrections (district_id, sign_up_id) where state in ('requested', 'disputed');
create table certificates (
  district_id text not null, id text not null,
  code text not null, print_key text not null, person_id text not null, org_id text not null, from_date text not null, to_date text not null,
  minutes int not null, disclose text[] not null, recording_unit jsonb not null, lines jsonb not null,
  issued_at timestamptz not null, superseded_at timestamptz, revoked_at timestamptz,
  primary key (district_id, id),
  unique (district_id, code),
  unique (district_id, print_key)
);
create index certificates_by_person on certificates (district_id, person_id);
create index sign_ups_by_organisation on sign_ups (district_id, org_id)`

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of TABLES.split(/;\s*\n/)) await sql.raw(statement).execute(db)
}
