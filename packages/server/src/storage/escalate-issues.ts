import type { Context } from '../context.ts'
import { appendChanges } from './changes.ts'
import { climbDue } from './climb-due.ts'
import { issueChange } from './issue-change.ts'
import { reckonDeadlines } from './issue-deadlines.ts'
import { findIssue } from './issues.ts'
import type { Reference } from './reference.ts'
import { retryConflicts } from './retry-conflicts.ts'
import { isUnavailable } from './unavailable.ts'

/** Issues that failed to climb, each with its cause; all others that were due are told. */
export class UntoldIssuesError extends Error {
  override readonly name = 'UntoldIssuesError'
  readonly failures: readonly { issueId: string; error: unknown }[]

  constructor(failures: UntoldIssuesError['failures']) {
    super(`Expected all overdue issues to be told, ${failures.length} failed`, { cause: failures[0]?.error })
    this.failures = failures
  }
}

/**
 * Tells the next level of all open issues whose time is up (core's `dueEscalations`). What is due follows from their histories, so
 * that there is no list of jobs to lose: each issue by itself and under its lock, in one transaction with its audit and change
 * entries. Several processes at once tell each level once, one that died is followed by whoever comes next, and a late run writes
 * what a timely one would have.
 * @returns levels told
 */
export async function escalateIssues(context: Context, now: number): Promise<number> {
  const reference = await context.reference.current()
  await reckonDeadlines(context, reference, now)
  const failures: { issueId: string; error: unknown }[] = []
  let count = 0
  for (const issueId of await climbing(context, now)) {
    try {
      count += await escalateOne(context, issueId, { reference, now })
    } catch (error) {
      // It would fail for each of thousands.
      if (isUnavailable(error)) throw error
      failures.push({ issueId, error })
    }
  }
  if (failures.length > 0) throw new UntoldIssuesError(failures)
  return count
}

/** All of them, the longest overdue first. */
async function climbing({ db, districtId }: Context, now: number): Promise<string[]> {
  const rows = await db
    .selectFrom('issues')
    .select('id')
    .where('district_id', '=', districtId)
    .where('climb_at', '<=', new Date(now).toISOString())
    .orderBy('climb_at')
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

async function escalateOne(context: Context, id: string, run: { reference: Reference; now: number }): Promise<number> {
  const { db, districtId, database } = context
  const { count, cursor } = await retryConflicts(() =>
    db.transaction().execute(async (tx) => {
      const found = await findIssue(tx, districtId, id, true)
      if (!found) return { count: 0, cursor: 0 }
      const { issue, climbs, audit } = await climbDue(tx, context, found, run)
      if (climbs === 0) return { count: 0, cursor: 0 }
      await audit()
      const at = new Date(run.now).toISOString()
      return { count: climbs, cursor: await appendChanges(tx, districtId, at, [issueChange(issue)]) }
    }),
  )
  if (cursor > 0) database.signal.emit({ districtId, cursor })
  return count
}
