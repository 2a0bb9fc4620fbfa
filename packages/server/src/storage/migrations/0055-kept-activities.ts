import { sql } from 'kysely'
import type { Kysely, QueryExecutorProvider } from 'kysely'

/**
 * What an activity was is written down with the attendance, so that no later name, grid, chief or rule changes a record. Of what
 * was recorded before, what can be read today is written down.
 */
const KEEP = `
with recursive above as (
  select grids.district_id, grids.id as bottom, grids.id, grids.level, grids.name, grids.parent_id, 0 as depth from grids
  where exists (select from posts where posts.district_id = grids.district_id and posts.grid_id = grids.id)
  union all
  select grids.district_id, above.bottom, grids.id, grids.level, grids.name, grids.parent_id, above.depth + 1 from above
  join grids on grids.district_id = above.district_id and grids.id = above.parent_id
  where above.depth < 9
), places as materialized (
  select district_id, bottom, (array_agg(name order by depth))[1] as place,
    coalesce((array_agg(name order by depth) filter (where level = 'community'))[1], (array_agg(name order by depth desc))[1]) as unit
  from above group by district_id, bottom
), roots as (
  select distinct on (district_id) district_id, name from grids
  where parent_id is null order by district_id, valid_to desc nulls first
), chiefs as materialized (
  select above.district_id, above.bottom, above.depth, appointments.id, appointments.person_id, appointments.from_at, appointments.to_at from above
  join appointments on appointments.district_id = above.district_id and appointments.grid_id = above.id
    and appointments.role = 'gridChief'
)
update attendances set
  activity = jsonb_build_object(
    'name', posts.name, 'kind', posts.kind,
    'place', coalesce(places.place, roots.name), 'organiser', coalesce(places.unit, roots.name),
    'overrunMinutes', coalesce((districts.sign_up_policy->'attendance'->>'overrunMinutes')::int, 30)),
  in_charge_id = (
    select person_id from chiefs
    where chiefs.district_id = posts.district_id and chiefs.bottom = posts.grid_id
      and chiefs.from_at <= shifts.starts_at and (chiefs.to_at is null or shifts.starts_at < chiefs.to_at)
    order by depth, id limit 1)
from sign_ups
join shifts on shifts.district_id = sign_ups.district_id and shifts.id = sign_ups.shift_id
join posts on posts.district_id = shifts.district_id and posts.id = shifts.post_id
join districts on districts.district_id = sign_ups.district_id
join roots on roots.district_id = sign_ups.district_id
left join places on places.district_id = posts.district_id and places.bottom = posts.grid_id
where attendances.district_id = sign_ups.district_id and attendances.sign_up_id = sign_ups.id and attendances.activity is null`

/** Somebody answered for it, though it may not be said any more who. */
const TELL_CHIEFS = `
update attendances set activity = activity || jsonb_build_object('hadChief', in_charge_id is not null),
  in_charge_id = case when in_charge_id like 'erased-%' then null else in_charge_id end
where activity is not null and not activity ? 'hadChief'`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table attendances add column activity jsonb, add column in_charge_id text`.execute(db)
  await sql`create index attendances_by_charge on attendances (district_id, in_charge_id)`.execute(db)
  await keepActivities(db)
}

/** Of attendances that were written without: a seed's, for one. */
export const keepActivities = async (db: QueryExecutorProvider): Promise<void> => {
  // Rows that were just written have no statistics: without them the embedded database joins thousands of rows one by one.
  await sql`analyze attendances, sign_ups, shifts, posts, grids, appointments, districts`.execute(db)
  await sql.raw(KEEP).execute(db)
  await sql.raw(TELL_CHIEFS).execute(db)
}
