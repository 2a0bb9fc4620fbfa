import type { Building } from '@wangge/core/grid/schema'
import type { Queries } from './database.ts'
import { withoutNulls } from './without-nulls.ts'

/** By id. */
export async function listBuildings(db: Queries, districtId: string): Promise<Building[]> {
  const rows = await db
    .selectFrom('buildings')
    .select(['id', 'grid_id as gridId', 'address', 'position'])
    .where('district_id', '=', districtId)
    .orderBy('id')
    .execute()
  return rows.map(withoutNulls)
}
