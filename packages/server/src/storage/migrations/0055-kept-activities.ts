import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** All at once: one attendance after another, each looking through all chiefs, is a second for every few thousand. */
const KEEP = `
with recursive roots as (
  select distinct on (district_id) district_id, id from grids
  where parent_id is null order by district_id, valid_to desc nulls first
), above as (
  -- A post whose grid is nowhere any more is the street's.
  select post.district_id, post.grid_id as bottom, grids.id, grids.level, grids.name, grids.parent_id, 0 as depth
  from (select distinct district_id, grid_id from posts) post
  join roots on roots.district_id = post.district_id
  left join grids own on own.district_id = post.district_id and own.id = post.grid_id
  join grids on grids.district_id = post.district_id and grids.id = coalesce(own.id, roots.id)
  union all
  select grids.district_id, above.bottom, grids.id, grids.level, grids.name, grids.parent_id, above.depth + 1 from above
  join grids on grids.district_id = above.district_id and grids.id = above.parent_id
  where above.depth < 9
), places as materialized (
  select district_id, bottom, (array_agg(name order by depth))[1] as place,
    coalesce((array_agg(name order by depth) filter (where level = 'community'))[1], (array_agg(name order by depth desc))[1]) as unit
  from above group by district_id, bottom
), chiefs as materialized (
  select above.district_id, above.bottom, above.depth, appointments.id, appointments.person_id, appointments.from_at, appointments.to_at from above
  join appointments on appointments.district_id = above.district_id and appointments.grid_id = above.id
    and appointments.role = 'gridChief'
), held as materialized (
  select distinct shifts.district_id, shifts.id, shifts.starts_at, posts.grid_id from attendances
  join sign_ups on sign_ups.district_id = attendances.district_id and sign_ups.id = attendances.sign_up_id
  join shifts on shifts.district_id = sign_ups.district_id and shifts.id = sign_ups.shift_id
  join posts on posts.district_id = shifts.district_id and posts.id = shifts.post_id
), charge as materialized (
  select distinct on (held.district_id, held.id) held.district_id, held.id, chiefs.person_id from held
  join chiefs on chiefs.district_id = held.district_id and chiefs.bottom = held.grid_id
    and chiefs.from_at <= held.starts_at and (chiefs.to_at is null or held.starts_at < chiefs.to_at)
  order by held.district_id, held.id, chiefs.depth, chiefs.id
)
update attendances set
  activity = jsonb_build_object(
    'name', posts.name, 'kind', posts.kind,
    'place', places.place, 'organiser', places.unit,
    'overrunMinutes', coalesce((districts.sign_up_policy->'attendance'->>'overrunMinutes')::int, 30),
    'hadChief', charge.person_id is not null),
  -- Somebody answered for it, though it may not be said any more who.
  in_charge_id = case when charge.person_id like 'erased-%' then null else charge.person_id end
from sign_ups
join shifts on shifts.district_id = sign_ups.district_id and shifts.id = sign_ups.shift_id
join posts on posts.district_id = shifts.district_id and posts.id = shifts.post_id
join districts on districts.district_id = sign_ups.district_id
join places on places.district_id = posts.district_id and places.bottom = posts.grid_id
left join charge on charge.district_id = shifts.district_id and charge.id = shifts.id
where attendances.district_id = sign_ups.district_id and attendances.sign_up_id = sign_ups.id`

/**
 * What an activity was is written down with the attendance, so that no later name, grid, chief or rule changes a record. Of what
 * was recorded before, what can be read today is written down.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table attendances add column activity jsonb, add column in_charge_id text`.execute(db)
  await sql`create index attendances_by_charge on attendances (district_id, in_charge_id)`.execute(db)
  // All rows are joined, and how many the parts of it have nobody can foretell: one by one, thousands of them would take minutes.
  await joinOneByOne(db, 'off')
  await sql.raw(KEEP).execute(db)
  await joinOneByOne(db, 'on')
}

/** In this transaction. */
const joinOneByOne = async (db: Kysely<unknown>, is: 'on' | 'off') => {
  await sql`select set_config('enable_nestloop', ${is}, true), set_config('enable_mergejoin', ${is}, true)`.execute(db)
}
