import type { GridStatus } from '@wangge/core/grid/schema'
import type { IssueState } from '@wangge/core/issue/schema'
import { sql } from 'kysely'
import type { Queries } from './database.ts'

type IssueCounts = GridStatus['issues']

export interface IssueCountsQuery {
  gridId: string
  /** Levels above the grid, 0 for the root. */
  depth: number
  openStates: IssueState[]
  /** Start of today in the district, epoch milliseconds. */
  midnight: number
  /** Epoch milliseconds. */
  now: number
}

const WEEK_MS = 7 * 86_400_000

/** Counts of the whole subtree, and of each child's that has any issue. */
export async function countIssues(
  db: Queries,
  districtId: string,
  { gridId, depth, openStates, midnight, now }: IssueCountsQuery,
): Promise<{ total: IssueCounts; byChild: Map<string, IssueCounts> }> {
  const { rows } = await sql<IssueCounts & { child: string | null }>`
    select grid_path[${depth + 2}::int] as child,
      count(*) filter (where state = any(${openStates}::text[])) as open,
      count(*) filter (where created_at >= ${new Date(midnight).toISOString()}::timestamptz) as "reportedToday",
      count(*) filter (where closed_at > ${new Date(now - WEEK_MS).toISOString()}::timestamptz) as "closedWithin7Days"
    from issues
    where district_id = ${districtId} and grid_path @> array[${gridId}::text]
    group by 1`.execute(db)
  const total: IssueCounts = { open: 0, reportedToday: 0, closedWithin7Days: 0 }
  const byChild = new Map<string, IssueCounts>()
  for (const { child, ...counts } of rows) {
    total.open += counts.open
    total.reportedToday += counts.reportedToday
    total.closedWithin7Days += counts.closedWithin7Days
    if (child !== null) byChild.set(child, counts)
  }
  return { total, byChild }
}
