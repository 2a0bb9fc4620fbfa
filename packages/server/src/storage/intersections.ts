import type { Localized } from '@wangge/core/schema'
import { sql } from 'kysely'
import type { Queries } from './database.ts'

export interface Intersection {
  id: string
  name: Localized
  gridIds: string[]
}

/**
 * Intersections that lie in some of the grids, by id: places of that class, and whatever a post of that kind stands at. One
 * lies where its place does and where its posts do; one without a name is called by its id.
 */
export async function listIntersections(db: Queries, districtId: string, gridIds: readonly string[]): Promise<Intersection[]> {
  const { rows } = await sql<Intersection>`
    with known as (
      select id, name, array(select jsonb_array_elements_text(grid_ids)) as grids from places
      where district_id = ${districtId} and class = 'intersection'
      union all
      select place_id, null, array[grid_id] from posts
      where district_id = ${districtId} and kind = 'intersection' and place_id is not null
    )
    select known.id, coalesce((array_agg(known.name) filter (where known.name is not null))[1],
        jsonb_build_object('zh', known.id, 'en', known.id)) as name,
      array(select distinct grid from known own, unnest(own.grids) grid where own.id = known.id order by grid) as "gridIds"
    from known group by known.id
    having bool_or(known.grids && ${[...gridIds]}::text[])
    order by known.id`.execute(db)
  return rows
}

/** By intersection: when a post there is on duty in [from, to). */
export async function dutyHours(
  db: Queries,
  districtId: string,
  { from, to }: { from: string; to: string },
): Promise<Map<string, { from: string; to: string }[]>> {
  const rows = await db
    .selectFrom('shifts')
    .innerJoin('posts', (join) =>
      join.onRef('posts.district_id', '=', 'shifts.district_id').onRef('posts.id', '=', 'shifts.post_id'),
    )
    .select(['posts.place_id', 'shifts.starts_at', 'shifts.ends_at'])
    .where('shifts.district_id', '=', districtId)
    .where('posts.kind', '=', 'intersection')
    .where('shifts.cancelled', '=', false)
    .where('shifts.starts_at', '<', to)
    .where('shifts.ends_at', '>', from)
    .execute()
  const hours = new Map<string, { from: string; to: string }[]>()
  for (const { place_id: placeId, starts_at: startsAt, ends_at: endsAt } of rows) {
    if (placeId !== null) hours.set(placeId, [...(hours.get(placeId) ?? []), { from: startsAt, to: endsAt }])
  }
  return hours
}
