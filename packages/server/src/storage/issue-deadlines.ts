import { clocks, dueEscalations, isOpen } from '@wangge/core/issue'
import { issueStateSchema } from '@wangge/core/issue/schema'
import type { Clock, Issue } from '@wangge/core/issue/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { escalationContext } from './escalation-context.ts'
import { findIssues } from './issues.ts'
import type { Reference } from './reference.ts'

const BATCH = 500
const OPEN_STATES = issueStateSchema.options.filter(isOpen)

/**
 * Reckons when time is up, and when the next level is told, for all open issues that moved on since or whose calendar has changed:
 * whoever asks for issues by either asks for this first. Done by several at once it is the same.
 */
export async function reckonDeadlines(
  { db, districtId }: Pick<Context, 'db' | 'districtId'>,
  reference: Reference,
  now: number,
): Promise<void> {
  const { calendar, deadlinesVersion } = reference
  const ever = escalationContext(reference, Infinity)
  for (;;) {
    const rows = await db
      .selectFrom('issues')
      .select('id')
      .where('district_id', '=', districtId)
      .where('state', 'in', OPEN_STATES)
      .where('reckoned_version', '<', deadlinesVersion)
      .limit(BATCH)
      .execute()
    if (rows.length === 0) return
    const issues = await findIssues(
      db,
      districtId,
      rows.map(({ id }) => id),
    )
    const reckoned = issues.map((issue) => ({
      id: issue.id,
      version: issue.version,
      due: dueAt(issue, clocks(issue, calendar, now)),
      climb: dueEscalations([issue], ever)[0]?.dueAt ?? null,
    }))
    // One that moved on meanwhile stays as it is, for the next round.
    await sql`
      update issues set due_at = reckoned.due, climb_at = reckoned.climb, reckoned_version = ${deadlinesVersion}::bigint
      from jsonb_to_recordset(${JSON.stringify(reckoned)}::jsonb) as reckoned(id text, version int, due timestamptz, climb timestamptz)
      where issues.district_id = ${districtId} and issues.id = reckoned.id and issues.version = reckoned.version
        and issues.reckoned_version < ${deadlinesVersion}::bigint`.execute(db)
  }
}

/** When the first of the clocks that run is or was up. */
function dueAt({ state }: Pick<Issue, 'state'>, all: readonly Clock[]): string | null {
  if (!isOpen(state)) return null
  const running = all.filter(({ stoppedAt, state: stands }) => stoppedAt === undefined && stands !== 'paused')
  return running.flatMap(({ dueAt: due }) => due ?? []).sort()[0] ?? null
}
