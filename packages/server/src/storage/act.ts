import type { Context } from '../context.ts'
import { appendAudit } from './audit.ts'
import type { Tx } from './database.ts'
import { announceRecheck } from './recheck.ts'
import { retryConflicts } from './retry-conflicts.ts'

export interface ActOptions {
  action: string
  /** For the audit: never a person's name. */
  actor: string
  /** Whether whoever listens may have lost their right to. @defaultValue false */
  recheck?: boolean
}

/** As the context, inside a transaction. */
export interface ActContext extends Context {
  db: Tx
}

/**
 * One transaction for a write that tells nobody of a change, and its audit entry; `work` gives the id of the record that it
 * wrote. A refusal thrown by it leaves nothing behind.
 */
export async function act<T>(
  context: Context,
  { action, actor, recheck = false }: ActOptions,
  work: (inside: ActContext) => Promise<{ subject: string; result: T }>,
): Promise<T> {
  const { db, districtId, database, clock } = context
  const { result, cursor } = await retryConflicts(() =>
    db.transaction().execute(async (tx) => {
      const done = await work({ ...context, db: tx })
      await appendAudit(tx, context, { at: new Date(clock()).toISOString(), actor, action, subject: done.subject })
      return { result: done.result, cursor: recheck ? await announceRecheck(tx, districtId) : undefined }
    }),
  )
  if (cursor !== undefined) database.signal.emit({ districtId, cursor, recheck: true })
  return result
}
