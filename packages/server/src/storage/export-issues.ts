import type { Issue } from '@wangge/core/issue/schema'
import type { Position } from '@wangge/core/schema'
import { sql } from 'kysely'
import type { Queries } from './database.ts'
import { issueCondition } from './issue-condition.ts'
import type { IssueCondition } from './issue-condition.ts'

/** So many go into one file: what is more is asked for in parts. */
export const MOST_EXPORTED = 20_000

export interface ExportedIssue extends Pick<
  Issue,
  'id' | 'categoryId' | 'categorySet' | 'gridPath' | 'state' | 'createdAt' | 'updatedAt' | 'source'
> {
  closedAt: string | null
  severity: Issue['severity'] | null
  position: Position | null
  description: string
  placeText: string | null
  /** The last one of the last closing. */
  rating: number | null
  timesReopened: number
}

export interface ExportQuery {
  asked: IssueCondition
  /** Reported from then on. */
  from?: string | undefined
  /** And before then. */
  to?: string | undefined
}

/** Issues, oldest first; one more than a file takes where there are too many. */
export async function exportIssues(db: Queries, districtId: string, { asked, from, to }: ExportQuery): Promise<ExportedIssue[]> {
  const { rows } = await sql<ExportedIssue>`
    select id, category_id as "categoryId", category_set as "categorySet", grid_path as "gridPath", state, created_at as "createdAt", updated_at as "updatedAt",
      closed_at as "closedAt", source, severity, position, description, place_text as "placeText",
      (select (details->>'rating')::int from issue_transitions steps where steps.district_id = issues.district_id
        and steps.issue_id = issues.id and steps.action = 'rate' and steps.seq > (select max(seq) from issue_transitions closings
          where closings.district_id = issues.district_id and closings.issue_id = issues.id and closings.action = 'close')
        order by seq desc limit 1) as rating,
      (select count(*)::int from issue_transitions steps where steps.district_id = issues.district_id
        and steps.issue_id = issues.id and steps.action = 'reopen') as "timesReopened"
    from issues where district_id = ${districtId} and ${issueCondition(asked)}
      and (${from ?? null}::timestamptz is null or created_at >= ${from ?? null}::timestamptz)
      and (${to ?? null}::timestamptz is null or created_at < ${to ?? null}::timestamptz)
    order by created_at, id limit ${MOST_EXPORTED + 1}::int`.execute(db)
  return rows
}
