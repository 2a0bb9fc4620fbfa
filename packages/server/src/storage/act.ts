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

export interface Acted<T> {
  /** Absent where nothing was done: there is nothing to tell. */
  subject?: string
  /** Where only the record says whose it was. @defaultValue that of the options */
  actor?: string
  result: T
}

/** As the context, inside a transaction. */
export interface ActContext extends Context {
  db: Tx
}

/**
 * One transaction for a write that tells nobody of a change, and its audit entry; `work` gives the id of the record that it
 * wrote, or nothing where there was nothing to do. A refusal thrown by it leaves nothing behind.
 */
export async function act<T>(
  context: Context,
  { action, actor, recheck = false }: ActOptions,
  work: (inside: ActContext) => Promise<Acted<T>>,
): Promise<T> {
  const { db, districtId, database, clock } = context
  const { result, cursor } = await retryConflicts(() =>
    db.transaction().execute(async (tx) => {
      const done = await work({ ...context, db: tx })
      if (done.subject === undefined) return { result: done.result, cursor: undefined }
      const by = done.actor ?? actor
      await appendAudit(tx, context, { at: new Date(clock()).toISOString(), actor: by, action, subject: done.subject })
      return { result: done.result, cursor: recheck ? await announceRecheck(tx, districtId) : undefined }
    }),
  )
  if (cursor !== undefined) database.signal.emit({ districtId, cursor, recheck: true })
  return result
}
