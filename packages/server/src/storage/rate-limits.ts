import { sql } from 'kysely'
import type { Queries } from './database.ts'

export interface LeaseRequest {
  /** What is limited, and a keyed hash of who. */
  bucket: string
  /** Start of the window, epoch milliseconds. */
  windowStart: number
  limit: number
  /** How much of the window's limit is wanted. */
  wanted: number
}

export interface Lease {
  /** What the caller alone may use: at most what was wanted. */
  granted: number
  /** What nobody has yet. */
  left: number
}

/**
 * Takes a part of what a window still allows. Whoever asks gets the next stretch of the count, and of it what lies within the
 * limit: all processes together never get more.
 */
export async function lease(
  db: Queries,
  districtId: string,
  { bucket, windowStart, limit, wanted }: LeaseRequest,
): Promise<Lease> {
  const start = new Date(windowStart).toISOString()
  const { rows } = await sql<{ used: number }>`
    insert into rate_limits (district_id, bucket, window_start, used)
    values (${districtId}, ${bucket}, ${start}::timestamptz, ${wanted}::int)
    on conflict (district_id, bucket, window_start)
      do update set used = least(rate_limits.used::bigint + ${wanted}::int, ${CEILING}::int)
    returning used`.execute(db)
  const used = rows[0]!.used
  // At the ceiling nobody knows any more whose stretch is whose; it is far beyond every limit.
  const granted = used === CEILING ? 0 : Math.min(wanted, Math.max(0, limit - (used - wanted)))
  return { granted, left: Math.max(0, limit - used) }
}

/** Beyond every limit and every lease, below what a column can hold. */
const CEILING = 2_000_000_000

/** Windows that began before an instant count no more. */
export async function forgetWindows(db: Queries, districtId: string, before: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('rate_limits')
    .where('district_id', '=', districtId)
    .where('window_start', '<', new Date(before).toISOString())
    .executeTakeFirst()
  return Number(numDeletedRows)
}
