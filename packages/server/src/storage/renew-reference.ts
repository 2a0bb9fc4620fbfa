import { sql } from 'kysely'
import type { Tx } from './database.ts'

/** What processes remember of grids and appointments is outdated from the commit on. */
export async function renewReference(tx: Tx, districtId: string, at: string): Promise<void> {
  await tx
    .updateTable('districts')
    .set({ reference_version: sql`reference_version + 1`, reference_at: at })
    .where('district_id', '=', districtId)
    .execute()
}
