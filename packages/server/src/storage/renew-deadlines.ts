import { sql } from 'kysely'
import type { Queries } from './database.ts'

/** What deadlines are reckoned by has changed: all of them are reckoned anew from the commit on. */
export async function renewDeadlines(db: Queries, districtId: string): Promise<void> {
  await db
    .updateTable('districts')
    .set({ deadlines_version: sql`deadlines_version + 1`, reference_version: sql`reference_version + 1` })
    .where('district_id', '=', districtId)
    .execute()
}
