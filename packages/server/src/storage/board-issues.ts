import { columnOf } from '@wangge/core/issue'
import type { BoardCounts, Issue, IssueState } from '@wangge/core/issue/schema'
import { sql } from 'kysely'
import type { Queries } from './database.ts'
import { issueCondition, OPEN_STATES } from './issue-condition.ts'
import type { IssueCondition } from './issue-condition.ts'
import { withHistory } from './issues.ts'

export interface BoardQuery {
  asked: IssueCondition
  /** How many of each are told at most. */
  most: { open: number; ended: number }
  /** Epoch milliseconds. */
  now: number
}

/**
 * What is open, the one that is due first before the others, as far as deadlines are reckoned (reckonDeadlines); then what has
 * ended, the latest first. Where there are more than are told, how many there are.
 */
export async function boardIssues(
  db: Queries,
  districtId: string,
  { asked, most, now }: BoardQuery,
): Promise<{ issues: Issue[]; counts?: BoardCounts }> {
  const rows = db.selectFrom('issues').selectAll().where('district_id', '=', districtId).where(issueCondition(asked))
  const open = await rows
    .where('state', 'in', OPEN_STATES)
    .orderBy('due_at', (order) => order.asc().nullsLast())
    .orderBy('created_at')
    .orderBy('id')
    .limit(most.open + 1)
    .execute()
  const ended = await rows
    .where('state', 'not in', OPEN_STATES)
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc')
    .limit(most.ended + 1)
    .execute()
  const issues = await withHistory(db, districtId, [...open.slice(0, most.open), ...ended.slice(0, most.ended)])
  if (open.length <= most.open && ended.length <= most.ended) return { issues }
  return { issues, counts: await countBoard(db, districtId, asked, now) }
}

async function countBoard(db: Queries, districtId: string, asked: IssueCondition, now: number): Promise<BoardCounts> {
  const { rows } = await sql<{ state: IssueState; all: number; overdue: number; to_publish: number }>`
    select state, count(*)::int as all, count(*) filter (where to_publish)::int as to_publish,
      count(*) filter (where due_at <= ${new Date(now).toISOString()}::timestamptz)::int as overdue
    from issues where district_id = ${districtId} and ${issueCondition(asked)} group by state`.execute(db)
  const counts = { waiting: 0, working: 0, checking: 0, done: 0, overdue: 0, toPublish: 0 }
  for (const row of rows) {
    counts[columnOf(row.state)] += row.all
    counts.overdue += row.overdue
    counts.toPublish += row.to_publish
  }
  return counts
}
