import { sql } from 'kysely'
import type { Tx } from './database.ts'

/** One change of the grids at a time; the district's row may not be there yet. */
export async function lockGrids(tx: Tx, districtId: string): Promise<void> {
  await sql`insert into change_counters (district_id, seq) values (${districtId}, 0) on conflict do nothing`.execute(tx)
  await sql`select pg_advisory_xact_lock(hashtextextended(${`import-grids ${districtId}`}, 0))`.execute(tx)
}
