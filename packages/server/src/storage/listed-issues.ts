import { isListed, open311Status } from '@wangge/core/issue'
import { issueStateSchema } from '@wangge/core/issue/schema'
import type { Open311Status } from '@wangge/core/issue/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { currentCursor } from './changes.ts'
import type { Queries } from './database.ts'
import { hasIssueNews } from './issue-counts.ts'

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

export interface ListedCountsStore {
  /** How many there are of all time, by community and status. @param now epoch milliseconds */
  current(now: number): Promise<ListedCount[]>
}

/** What is deleted after its time tells nobody: the counts are never older. */
const MOST_AGE_MS = 60_000

/** Counted again once an issue has changed: whoever reads a list without a key must not make the database count each time. */
export function createListedCounts({ db, districtId }: Pick<Context, 'db' | 'districtId'>): ListedCountsStore {
  let known: { cursor: number; until: number; value: Promise<ListedCount[]> } | undefined
  return {
    async current(now) {
      const cursor = await currentCursor(db, districtId)
      const isFresh = known !== undefined && now < known.until && now >= known.until - MOST_AGE_MS
      if (known && isFresh && !(await hasIssueNews(db, districtId, known.cursor, cursor))) {
        known.cursor = Math.max(known.cursor, cursor)
        return known.value
      }
      const entry = { cursor, until: now + MOST_AGE_MS, value: listedCounts(db, districtId) }
      known = entry
      entry.value.catch(() => {
        // Whoever asked hears of it; the next one asks anew.
        if (known === entry) known = undefined
      })
      return entry.value
    },
  }
}

async function listedCounts(db: Queries, districtId: string): Promise<ListedCount[]> {
  const { rows } = await sql<{ communityId: string | null; isOpen: boolean; count: number }>`
    select grid_path[2] as "communityId", state = any(${statesOf('open')}::text[]) as "isOpen", count(*) as count
    from issues where district_id = ${districtId} and state = any(${LISTED}::text[]) group by 1, 2`.execute(db)
  return rows.map(({ isOpen, ...row }) => ({ ...row, status: isOpen ? 'open' : 'closed' }))
}
