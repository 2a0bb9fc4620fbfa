import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { erasedLately, overwriteDeleted } from '../storage/overwrite-deleted.ts'
import { appendAudit } from '../storage/audit.ts'
import { clearPhotoLeftovers } from '../storage/photo-leftovers.ts'
import { RETENTIONS } from './retention-rules.ts'
import { createRowCounts } from './row-counts.ts'

export interface RetentionRun {
  /** Epoch milliseconds. */
  now: number
  /** Counts only, and changes nothing. */
  dryRun: boolean
}

const JOBS = Object.values(RETENTIONS).flatMap(({ jobs }) => jobs)

/** Undoes a run that was to count only. */
class DryRun extends Error {}

/**
 * Deletes what has been kept for its time, kind by kind and in batches, each in a transaction of its own: the next run does
 * what an interrupted one has left. A dry run does all of it in one transaction, which it takes back.
 * @returns rows deleted or emptied, by table
 */
export async function runRetention(context: Context, run: RetentionRun): Promise<Record<string, number>> {
  const { db } = context
  const reference = await context.reference.current()
  const rows = createRowCounts()
  const step = { ...run, reference, rows }
  if (run.dryRun) {
    await taken(
      db.transaction().execute(async (tx) => {
        for (const job of JOBS) while (await job(tx, context, step));
        throw new DryRun()
      }),
    )
    return rows.all()
  }
  for (const job of JOBS) while (await db.transaction().execute((tx) => job(tx, context, step)));
  const counts = rows.all()
  if (Object.keys(counts).length > 0) {
    const act = { at: new Date(run.now).toISOString(), actor: 'retention', action: 'retention', subject: context.districtId }
    await db.transaction().execute((tx) => appendAudit(tx, context, act))
  }
  return counts
}

async function taken(dryRun: Promise<void>): Promise<void> {
  await dryRun.catch((error: unknown) => {
    if (!(error instanceof DryRun)) throw error
  })
}

/**
 * Of all processes that serve the district one runs it at a time; undefined where another one does. The embedded database has
 * one process and one connection.
 * @throws PhotoStoreError where all rows are deleted, but not all pictures beside the database
 */
export async function runRetentionAlone(context: Context, run: RetentionRun): Promise<Record<string, number> | undefined> {
  const rows = await runAlone(context, run)
  if (rows && !run.dryRun) await clearPhotoLeftovers(context)
  return rows
}

async function runAlone(context: Context, run: RetentionRun): Promise<Record<string, number> | undefined> {
  if (context.database.kind === 'pglite') {
    const rows = await runRetention(context, run)
    const photos = rows.photos !== undefined || (await erasedLately(context, run.now))
    if (!run.dryRun) await overwriteDeleted(context.database, { photos })
    return rows
  }
  return context.db.connection().execute(async (connection) => {
    const name = `wangge:retention:${context.districtId}`
    const { rows } = await sql<{ got: boolean }>`select pg_try_advisory_lock(hashtextextended(${name}, 0)) as got`.execute(
      connection,
    )
    if (!rows[0]!.got) return undefined
    try {
      return await runRetention(context, run)
    } finally {
      await sql`select pg_advisory_unlock(hashtextextended(${name}, 0))`.execute(connection)
    }
  })
}
