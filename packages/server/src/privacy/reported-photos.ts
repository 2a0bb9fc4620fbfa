import { sql } from 'kysely'
import type { Queries } from '../storage/database.ts'

/**
 * Hashes of the photos that reporters sent of some issues, with the report and with later steps of theirs. Those of staff are
 * about the issue, and are not among them.
 */
export async function reportedPhotos(db: Queries, districtId: string, issueIds: readonly string[]): Promise<string[]> {
  if (issueIds.length === 0) return []
  const { rows } = await sql<{ sha256: string }>`
    select picture->>'sha256' as sha256 from issues, jsonb_array_elements(issues.photos) picture
    where issues.district_id = ${districtId} and issues.id = any(${issueIds}::text[])
    union
    select picture->>'sha256' from issue_transitions, jsonb_array_elements(issue_transitions.evidence) picture
    where issue_transitions.district_id = ${districtId} and issue_transitions.issue_id = any(${issueIds}::text[])
      and issue_transitions.evidence is not null and ${isReporters}`.execute(db)
  return rows.map(({ sha256 }) => sha256)
}

/** Whether a row of `issue_transitions` says what the reporter said. */
export const isReporters = sql<boolean>`(action = 'report' or actor->>'role' = 'resident')`
