import type { GridTree } from '@wangge/core/grid'
import type { Context } from '../context.ts'
import { appendAudit } from './audit.ts'
import { appendChanges } from './changes.ts'
import type { Queries, Tx } from './database.ts'
import { retryConflicts } from './retry-conflicts.ts'
import { slotChangeOf } from './roster-changes.ts'
import { findSlotViews } from './slots.ts'

export interface ActOnRosterOptions {
  action: string
  /** For the audit: never a person's name. */
  actor: string
  tree: GridTree
}

export interface ActedOnRoster<T> {
  /** Absent where nothing was done: there is nothing to tell. */
  subject?: string
  /** Posts of which something is otherwise now: whoever looks at their shifts is told. */
  touched?: readonly string[]
  result: T
}

/** One transaction for a write to what shifts are of, its audit entry, and the news of those that are not over. */
export async function actOnRoster<T>(
  context: Context,
  { action, actor, tree }: ActOnRosterOptions,
  work: (tx: Tx) => Promise<ActedOnRoster<T>>,
): Promise<T> {
  const { db, districtId, database, clock } = context
  const { result, cursor } = await retryConflicts(() =>
    db.transaction().execute(async (tx) => {
      const { subject, touched = [], result } = await work(tx)
      if (subject === undefined) return { result, cursor: undefined }
      const at = new Date(clock()).toISOString()
      await appendAudit(tx, context, { at, actor, action, subject })
      const slots = await findSlotViews(tx, districtId, await shiftsToCome(tx, districtId, { postIds: touched, at }))
      if (slots.length === 0) return { result, cursor: undefined }
      const changes = slots.map((slot) => slotChangeOf(slot, tree))
      return { result, cursor: await appendChanges(tx, districtId, at, changes) }
    }),
  )
  if (cursor !== undefined) database.signal.emit({ districtId, cursor })
  return result
}

async function shiftsToCome(
  db: Queries,
  districtId: string,
  { postIds, at }: { postIds: readonly string[]; at: string },
): Promise<string[]> {
  if (postIds.length === 0) return []
  const rows = await db
    .selectFrom('shifts')
    .select('id')
    .where('district_id', '=', districtId)
    .where('post_id', 'in', postIds)
    .where('cancelled', '=', false)
    .where('ends_at', '>', at)
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}
