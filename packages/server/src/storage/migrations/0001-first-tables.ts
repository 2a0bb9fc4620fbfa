import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** Every primary key begins with `district_id`, so that districts can be spread over several databases by it. */
const TABLES = `
create table districts (
  district_id text primary key,
  code text not null,
  name jsonb not null,
  time_zone text not null,
  sign_up_policy jsonb not null,
  targets jsonb not null,
  consent jsonb not null,
  reference_version bigint not null default 1,
  reference_at timestamptz not null
);
create table grids (
  district_id text not null, id text not null,
  level text not null, parent_id text, name jsonb not null, pinyin text, codes jsonb not null, place_classes jsonb,
  households int, resident_pop int, service_pop int, valid_from timestamptz, valid_to timestamptz, geometry jsonb, crs text,
  primary key (district_id, id)
);
create table buildings (
  district_id text not null, id text not null,
  grid_id text not null, address jsonb not null, position jsonb, units jsonb not null, door_count int not null,
  primary key (district_id, id)
);
create table places (
  district_id text not null, id text not null,
  class text not null, name jsonb not null, position jsonb, grid_ids jsonb not null,
  primary key (district_id, id)
);
create table organisations (
  district_id text not null, id text not null,
  kind text not null, name jsonb not null, superior_id text, grid_id text, registered int not null, liaison_id text, allied boolean,
  primary key (district_id, id)
);
create table people (
  district_id text not null, id text not null,
  display_name text not null, party_status text, affiliation text,
  primary key (district_id, id)
);
create table staff_numbers (
  district_id text not null, org_id text not null, staff_number text not null, person_id text not null,
  primary key (district_id, org_id, staff_number)
);
create table memberships (
  district_id text not null, person_id text not null, org_id text not null, from_at timestamptz not null, to_at timestamptz,
  primary key (district_id, person_id, org_id, from_at)
);
create table registrations (
  district_id text not null, person_id text not null, community_id text not null, kind text not null, micro_grid_id text,
  primary key (district_id, person_id, community_id, kind)
);
create table appointments (
  district_id text not null, id text not null,
  role text not null, person_id text not null, grid_id text not null,
  from_at timestamptz not null, to_at timestamptz, appointed_by text,
  primary key (district_id, id)
);
create table teams (
  district_id text not null, id text not null,
  kind text not null, name jsonb not null, leader_id text, member_ids jsonb not null, point_ids jsonb not null, org_id text,
  primary key (district_id, id)
);
create table evaluation_points (
  district_id text not null, id text not null,
  place_id text not null, name jsonb not null, grid_id text not null,
  standard_ids jsonb not null, owner_team_ids jsonb not null, status text not null, last_score double precision,
  primary key (district_id, id)
);
create table intersection_duties (
  district_id text not null, intersection_id text not null, org_id text not null,
  from_at timestamptz not null, to_at timestamptz,
  primary key (district_id, intersection_id, from_at)
);
create table posts (
  district_id text not null, id text not null,
  kind text not null, name jsonb not null, grid_id text not null, place_id text, position jsonb, capacity jsonb not null,
  primary key (district_id, id)
);
create table shifts (
  district_id text not null, id text not null,
  post_id text not null, starts_at timestamptz not null, ends_at timestamptz not null, need int not null,
  cancelled boolean not null default false,
  primary key (district_id, id)
);
create index shifts_by_start on shifts (district_id, starts_at);
create table sign_ups (
  district_id text not null, id text not null,
  shift_id text not null, org_id text not null, person_id text not null,
  state text not null check (state in ('seated', 'waitlisted', 'cancelled')),
  ordinal int not null, consent_version bigint not null, at timestamptz not null,
  primary key (district_id, id),
  unique (district_id, shift_id, ordinal)
);
create unique index sign_ups_once on sign_ups (district_id, shift_id, person_id) where state <> 'cancelled';
create index sign_ups_by_person on sign_ups (district_id, person_id);
create table groups (
  district_id text not null, id text not null,
  kind text not null, grid_id text not null, provider text not null, owner_person_id text, member_count int not null,
  cap int not null, state text not null,
  primary key (district_id, id)
);
create table categories (
  district_id text not null, id text not null,
  parent_id text, name jsonb not null, version int not null, attributes jsonb not null, ordinal int not null default 0,
  primary key (district_id, id)
);
create table issues (
  district_id text not null, id text not null,
  category_id text not null, grid_path text[] not null, state text not null,
  created_at timestamptz not null, updated_at timestamptz not null, closed_at timestamptz, version int not null,
  source text not null, attributes jsonb not null, description text not null, position jsonb, place_text text,
  photos jsonb not null, receipt text not null, consent_purpose text, consent_version bigint,
  primary key (district_id, id),
  unique (district_id, receipt)
);
create index issues_by_grid on issues using gin (grid_path);
create index issues_newest on issues (district_id, created_at desc, id desc);
create table issue_transitions (
  district_id text not null, issue_id text not null, seq int not null,
  action text not null, from_state text, to_state text not null, actor jsonb not null, at timestamptz not null,
  reason text, evidence jsonb,
  primary key (district_id, issue_id, seq)
);
create table photos (
  district_id text not null, sha256 text not null,
  type text not null, size int not null, bytes bytea not null, at timestamptz not null,
  primary key (district_id, sha256)
);
alter table photos alter column bytes set storage external;
create table changes (
  district_id text not null, seq bigint not null,
  topic text not null, id text not null, at timestamptz not null, grid_path text[] not null, data jsonb not null,
  primary key (district_id, seq)
);
create table change_counters (district_id text primary key, seq bigint not null);
create table idempotency (
  district_id text not null, key text not null,
  fingerprint text not null, status int, answer jsonb, at timestamptz not null,
  primary key (district_id, key)
);
create table audit (
  district_id text not null, id text not null,
  at timestamptz not null, actor text not null, action text not null, subject text not null,
  primary key (district_id, id)
);
create table site_keys (
  district_id text not null, key text not null,
  origins text[] not null, audience text not null, created_at timestamptz not null, revoked_at timestamptz,
  primary key (district_id, key)
);
create table staff_tokens (
  district_id text not null, id text not null,
  sha256 text not null, role text not null, grid_id text not null, person_id text,
  created_at timestamptz not null, expires_at timestamptz, revoked_at timestamptz,
  primary key (district_id, id),
  unique (district_id, sha256)
)`

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of TABLES.split(/;\s*\n/)) await sql.raw(statement).execute(db)
}
