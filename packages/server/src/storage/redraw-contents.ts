import type { RedrawContents } from '@wangge/core/grid'
import { isOpen } from '@wangge/core/issue'
import { issueStateSchema } from '@wangge/core/issue/schema'
import type { Position } from '@wangge/core/schema'
import { sql } from 'kysely'
import type { Queries } from './database.ts'
import { loadAppointments, loadGroups } from './load-reference.ts'
import { withoutNulls } from './without-nulls.ts'

const OPEN_STATES = issueStateSchema.options.filter(isOpen)

/** What lies in the district's grids and may have to move with them. */
export async function loadRedrawContents(db: Queries, districtId: string): Promise<Omit<RedrawContents, 'at' | 'crs'>> {
  const issues = await db
    .selectFrom('issues')
    .select(['id', 'grid_path as gridPath', 'position'])
    .where('district_id', '=', districtId)
    .where('state', 'in', OPEN_STATES)
    .orderBy('id')
    .execute()
  const registrations = await db
    .selectFrom('registrations')
    .select(['person_id as personId', 'community_id as communityId', 'micro_grid_id as microGridId'])
    .where('district_id', '=', districtId)
    .orderBy('person_id')
    .execute()
  const buildings = await sql<{ id: string; gridId: string; position: Position | null; doorCount: number }>`
    select id, grid_id as "gridId", position, door_count as "doorCount"
    from buildings where district_id = ${districtId} order by id`.execute(db)
  const posts = await db
    .selectFrom('posts')
    .select(['id', 'grid_id as gridId', 'position'])
    .where('district_id', '=', districtId)
    .orderBy('id')
    .execute()
  return {
    issues: issues.map(withoutNulls),
    appointments: await loadAppointments(db, districtId),
    registrations: registrations.map(withoutNulls),
    groups: await loadGroups(db, districtId),
    buildings: buildings.rows.map(withoutNulls),
    posts: posts.map(withoutNulls),
  }
}
