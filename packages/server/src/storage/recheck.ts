import { sql } from 'kysely'
import { COMMIT_CHANNEL } from './commit-channel.ts'
import type { Tx } from './database.ts'

/**
 * Tells other processes, at the commit, that every open event stream is to look at its credentials again. No change: the feed
 * has no entry for it, and its cursor stays where it is.
 * @returns the cursor
 */
export async function announceRecheck(tx: Tx, districtId: string): Promise<number> {
  const { rows } = await sql<{ seq: number }>`
    with known as (
      select coalesce((select seq from change_counters where district_id = ${districtId}), 0) as seq
    )
    select seq, pg_notify(${COMMIT_CHANNEL}, ${`${districtId}:`} || seq || '!') from known`.execute(tx)
  return rows[0]!.seq
}
