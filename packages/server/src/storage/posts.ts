import { sponsorRefusal } from '@wangge/core/roster'
import type { IntersectionDuty, Slot, SponsorRefusal } from '@wangge/core/roster'
import type { PostKind } from '@wangge/core/roster/schema'
import type { Queries } from './database.ts'
import { withoutNulls } from './without-nulls.ts'

/** The post of a shift, as far as it decides whose the shift is. */
export async function postOf(db: Queries, districtId: string, shiftId: string): Promise<{ kind: PostKind; placeId?: string }> {
  const row = await db
    .selectFrom('posts')
    .innerJoin('shifts', (join) =>
      join.onRef('shifts.district_id', '=', 'posts.district_id').onRef('shifts.post_id', '=', 'posts.id'),
    )
    .select(['posts.kind', 'posts.place_id as placeId'])
    .where('shifts.district_id', '=', districtId)
    .where('shifts.id', '=', shiftId)
    .executeTakeFirstOrThrow()
  return withoutNulls(row)
}

/** Which branch each intersection belongs to, and when: some dozens in a district. */
export async function intersectionDuties(db: Queries, districtId: string): Promise<IntersectionDuty[]> {
  const rows = await db.selectFrom('intersection_duties').selectAll().where('district_id', '=', districtId).execute()
  return rows.map((row) =>
    withoutNulls({ intersectionId: row.intersection_id, orgId: row.org_id, from: row.from_at, to: row.to_at }),
  )
}

/** Why an organisation cannot fill a slot, from what is stored of its post. */
export async function sponsorRefusalOf(
  db: Queries,
  districtId: string,
  slot: Pick<Slot, 'id' | 'startsAt'>,
  orgId: string,
): Promise<SponsorRefusal | undefined> {
  const post = await postOf(db, districtId, slot.id)
  // Duties matter to intersections only.
  return post.kind === 'intersection' ? sponsorRefusal(post, slot, orgId, await intersectionDuties(db, districtId)) : undefined
}
