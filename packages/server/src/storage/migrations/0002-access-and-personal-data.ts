import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/**
 * Access and personal data. Names, staff numbers and party status that an earlier version kept as plain text are sealed at
 * the next start, which has the keys.
 */
const STATEMENTS = `
alter table districts add column small_count int not null default 3;
alter table people rename column display_name to plain_name;
alter table people alter column plain_name drop not null;
alter table people rename column party_status to plain_party_status;
alter table people add column name_sealed text, add column name_hash text,
  add column phone_sealed text, add column phone_hash text, add column party_status_sealed text,
  add column minor boolean not null default false, add column erased_at timestamptz,
  add column named_by_host boolean not null default false, add column waiting_since timestamptz;
create index people_by_name on people (district_id, name_hash);
create index people_by_phone on people (district_id, phone_hash);
create table employees (
  district_id text not null, org_id text not null, number_hash text not null,
  number_sealed text not null, person_id text not null,
  primary key (district_id, org_id, number_hash)
);
create index employees_by_person on employees (district_id, person_id);
create table role_appointments (
  district_id text not null, id text not null,
  person_id text not null, role text not null, grid_id text, org_id text,
  from_at timestamptz not null, to_at timestamptz,
  primary key (district_id, id),
  check ((grid_id is null) <> (org_id is null))
);
create index role_appointments_by_person on role_appointments (district_id, person_id);
create index appointments_by_person on appointments (district_id, person_id);
create index organisations_by_liaison on organisations (district_id, liaison_id);
create table consents (
  district_id text not null, id text not null,
  person_id text not null, purpose text not null, version int not null,
  given_by text not null check (given_by in ('self', 'guardian')), guardian_sealed text,
  at timestamptz not null, withdrawn_at timestamptz,
  primary key (district_id, id)
);
create index consents_by_person on consents (district_id, person_id, purpose);
alter table issues add column reporter_id text, add column erased_at timestamptz;
alter table issues alter column receipt drop not null;
create index issues_by_reporter on issues (district_id, reporter_id) where reporter_id is not null;
create index issues_by_state on issues (district_id, state);
create index issues_by_closing on issues (district_id, closed_at) where closed_at is not null;
create table audit_entries (
  district_id text not null, seq bigint not null,
  at text not null, action text not null, commitment text not null, hash text not null,
  salt text, actor text, subject text,
  primary key (district_id, seq)
);
create table audit_heads (district_id text primary key, seq bigint not null, hash text not null);
alter table idempotency add column actor text;
alter table site_keys add column calls text[], add column expires_at timestamptz;
alter table staff_tokens alter column grid_id drop not null;
alter table staff_tokens add column org_id text;
create table host_issuers (
  district_id text not null, id text not null,
  org_id text not null, issuer text not null, jwks_url text, secret_sealed text,
  created_at timestamptz not null, revoked_at timestamptz,
  primary key (district_id, id),
  check ((jwks_url is null) <> (secret_sealed is null))
);
create unique index host_issuers_active on host_issuers (district_id, issuer) where revoked_at is null;
create table used_tokens (
  district_id text not null, digest text not null, expires_at timestamptz not null,
  primary key (district_id, digest)
);
create table identities (
  district_id text not null, issuer text not null, subject_hash text not null,
  person_id text not null, created_at timestamptz not null,
  primary key (district_id, issuer, subject_hash)
);
create table sign_ins (
  district_id text not null, state_hash text not null,
  nonce text not null, verifier_sealed text not null, redirect_uri text not null, page_state text not null,
  page_challenge text not null, code_hash text, person_id text, expires_at timestamptz not null,
  primary key (district_id, state_hash)
);
create table sessions (
  district_id text not null, id text not null,
  sha256 text not null, person_id text not null,
  created_at timestamptz not null, seen_at timestamptz not null, expires_at timestamptz not null, revoked_at timestamptz,
  primary key (district_id, id),
  unique (district_id, sha256)
);
create table rate_limits (
  district_id text not null, bucket text not null, window_start timestamptz not null, used int not null,
  primary key (district_id, bucket, window_start)
);
create table field_keys (
  district_id text not null, kid text not null, check_value text not null, created_at timestamptz not null,
  primary key (district_id, kid)
)`

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS.split(/;\s*\n/)) await sql.raw(statement).execute(db)
}
