import { convert } from '@wangge/core/grid'
import type { StandingPlace } from '@wangge/core/roster'
import type { Crs, Localized, Position } from '@wangge/core/schema'
import { sql } from 'kysely'
import type { Queries, Tx } from './database.ts'
import { withoutNulls } from './without-nulls.ts'

interface PlaceRow {
  id: string
  class: string
  name: Localized
  position: Position | null
  gridIds: string[] | null
}

/** Places of a district by id; also what posts stand at without there being more to say of it. */
export async function knownPlaces(db: Queries, districtId: string): Promise<StandingPlace[]> {
  const { rows } = await sql<PlaceRow>`
    select id, class, name, position, grid_ids as "gridIds" from places where district_id = ${districtId}
    union all
    select place_id, 'intersection', jsonb_build_object('zh', place_id, 'en', place_id), null::jsonb, jsonb_agg(distinct grid_id)
    from posts
    where district_id = ${districtId} and kind = 'intersection' and place_id is not null
      and not exists (select from places where places.district_id = posts.district_id and places.id = posts.place_id)
    group by place_id
    order by id`.execute(db)
  return rows.map(withoutNulls)
}

/** Keeps places that are new or told otherwise. */
export async function savePlaces(tx: Tx, districtId: string, places: readonly StandingPlace[]): Promise<void> {
  await sql`
    insert into places (district_id, id, class, name, position, grid_ids)
    select ${districtId}, id, class, name, position, coalesce("gridIds", '[]'::jsonb)
    from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as record(
      id text, class text, name jsonb, position jsonb, "gridIds" jsonb)
    on conflict (district_id, id) do update set
      class = excluded.class, name = excluded.name, position = excluded.position, grid_ids = excluded.grid_ids`.execute(tx)
}

/** A point of a table; undefined where there is none such on earth. */
export function pointInWgs84({ position, crs }: { position: Position; crs: Crs }): Position | undefined {
  const [longitude, latitude] = position
  if (Math.abs(longitude) > 180 || Math.abs(latitude) > 90) return undefined
  return convert(position, { from: crs, to: 'wgs84' })
}
