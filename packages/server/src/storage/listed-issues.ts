import { isListed, open311Status } from '@wangge/core/issue'
import { issueStateSchema } from '@wangge/core/issue/schema'
import type { Open311Status } from '@wangge/core/issue/schema'
import { sql } from 'kysely'
import type { Queries } from './database.ts'

const LISTED = issueStateSchema.options.filter(isListed)
const statesOf = (status: Open311Status) => LISTED.filter((state) => open311Status(state) === status)

export interface ListedQuery {
  /** RFC 3339, both included. */
  from: string
  to: string
  /** @defaultValue all */
  categoryIds?: readonly string[] | undefined
  statuses: readonly Open311Status[]
  limit: number
  offset: number
}

/** How many of a status lie in a community, by the path that they came with; null where a path has none. */
export interface ListedCount {
  communityId: string | null
  status: Open311Status
  count: number
}

/** Ids of the issues that a list for everybody may have, by when they were reported, the newest first. */
export async function listedIds(
  db: Queries,
  districtId: string,
  { from, to, categoryIds, statuses, limit, offset }: ListedQuery,
): Promise<string[]> {
  const states = statuses.flatMap(statesOf)
  if (states.length === 0) return []
  let query = db
    .selectFrom('issues')
    .select('id')
    .where('district_id', '=', districtId)
    .where('state', 'in', states)
    .where('created_at', '>=', from)
    .where('created_at', '<=', to)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
  if (categoryIds) query = query.where('category_id', 'in', categoryIds)
  return (await query.execute()).map(({ id }) => id)
}

/** How many there are of all time, by community and status. */
export async function listedCounts(db: Queries, districtId: string): Promise<ListedCount[]> {
  const { rows } = await sql<{ communityId: string | null; isOpen: boolean; count: number }>`
    select grid_path[2] as "communityId", state = any(${statesOf('open')}::text[]) as "isOpen", count(*) as count
    from issues where district_id = ${districtId} and state = any(${LISTED}::text[]) group by 1, 2`.execute(db)
  return rows.map(({ isOpen, ...row }) => ({ ...row, status: isOpen ? 'open' : 'closed' }))
}
