import { sql } from 'kysely'
import { COMMIT_CHANNEL } from './commit-channel.ts'
import type { Tx } from './database.ts'

/**
 * Tells every open event stream, of all processes, to look at its credentials again: as a commit without changes, so that
 * one that missed it learns of it like of any other commit. Locks the change counter: call it last.
 * @returns the new cursor; 0 where the district has no data yet
 */
export async function announceRecheck(tx: Tx, districtId: string): Promise<number> {
  const { rows } = await sql<{ seq: number }>`
    with counter as (update change_counters set seq = seq + 1 where district_id = ${districtId} returning seq)
    select seq, pg_notify(${COMMIT_CHANNEL}, ${`${districtId}:`} || seq) from counter`.execute(tx)
  return rows[0]?.seq ?? 0
}
