import { issueFacts } from '@wangge/core/issue'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { findIssues } from './issues.ts'
import type { Reference } from './reference.ts'

const BATCH = 500

/**
 * Reckons what the histories come to for rates, of all issues that moved on since or whose calendar has changed: whoever counts asks
 * for this first, and a job does it beforehand. Done by several at once it is the same.
 * @returns how many were reckoned
 */
export async function reckonFacts(
  { db, districtId }: Pick<Context, 'db' | 'districtId'>,
  { calendar, deadlinesVersion }: Pick<Reference, 'calendar' | 'deadlinesVersion'>,
): Promise<number> {
  for (let count = 0; ;) {
    const rows = await db
      .selectFrom('issues')
      .select('id')
      .where('district_id', '=', districtId)
      .where('facts_version', '<', deadlinesVersion)
      .limit(BATCH)
      .execute()
    if (rows.length === 0) return count
    const issues = await findIssues(
      db,
      districtId,
      rows.map(({ id }) => id),
    )
    const reckoned = issues.map((issue) => ({ id: issue.id, version: issue.version, facts: issueFacts(issue, calendar) }))
    // One that moved on meanwhile stays as it is, for the next round.
    await sql`
      update issues set facts = reckoned.facts, facts_version = ${deadlinesVersion}::bigint
      from jsonb_to_recordset(${JSON.stringify(reckoned)}::jsonb) as reckoned(id text, version int, facts jsonb)
      where issues.district_id = ${districtId} and issues.id = reckoned.id and issues.version = reckoned.version
        and issues.facts_version < ${deadlinesVersion}::bigint`.execute(db)
    count += issues.length
  }
}
