import type { Context } from '../context.ts'
import type { Answer } from '../operation.ts'
import { ProblemError } from '../problem.ts'
import { appendAudit } from './audit.ts'
import { appendChanges } from './changes.ts'
import type { NewChange } from './changes.ts'
import type { Tx } from './database.ts'
import { retryConflicts } from './retry-conflicts.ts'

export interface WriteRequest {
  /** The command's ULID. */
  key: string
  /** Keyed hash over who, which call and which body. */
  fingerprint: string
  /** For the audit: never a person's name. */
  actor: string
  now: number
  /**
   * What a command seen before is told now; it refuses whoever may not know any more.
   * @defaultValue the first answer
   */
  tellAgain?: (tx: Tx, first: unknown) => Promise<unknown>
}

export interface Written {
  status: number
  /** Kept for when the command comes again: nobody's words. */
  answer: unknown
  /** Told now. @defaultValue `answer` */
  body?: unknown
  audit: { action: string; subject: string }
  changes: NewChange[]
}

/**
 * One transaction for the domain's write, the audit entry, the idempotency record and, last, the change entries.
 * A key seen before gives its first answer again. A refusal thrown by `work` leaves nothing behind, not even the key.
 * @throws ProblemError 422 `idempotency-key-reused` where the key was used for something else.
 */
export async function write(context: Context, request: WriteRequest, work: (tx: Tx) => Promise<Written>): Promise<Answer> {
  const { db, districtId, database } = context
  const { key, fingerprint, actor } = request
  const at = new Date(request.now).toISOString()
  const transaction = async (tx: Tx) => {
    // The claim makes a second request under the same key wait here until the first has committed or given up.
    const claim = await tx
      .insertInto('idempotency')
      .values({ district_id: districtId, key, fingerprint, status: null, answer: null, at, actor })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (claim.numInsertedOrUpdatedRows === 0n) {
      const first = await firstAnswer(tx, districtId, request)
      return { ...first, replayed: true, cursor: 0 }
    }

    const { status, answer, body = answer, audit, changes } = await work(tx)
    await tx
      .updateTable('idempotency')
      .set({ status, answer: JSON.stringify(answer) })
      .where('district_id', '=', districtId)
      .where('key', '=', key)
      .execute()
    await appendAudit(tx, context, { at, actor, ...audit })
    const cursor = changes.length > 0 ? await appendChanges(tx, districtId, at, changes) : 0
    return { status, body, replayed: false, cursor }
  }
  const { cursor, ...result } = await retryConflicts(() => db.transaction().execute(transaction))
  if (cursor > 0) database.signal.emit({ districtId, cursor })
  return result
}

async function firstAnswer(tx: Tx, districtId: string, { key, fingerprint, tellAgain }: WriteRequest) {
  const first = await tx
    .selectFrom('idempotency')
    .selectAll()
    .where('district_id', '=', districtId)
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  if (first.fingerprint !== fingerprint || first.status === null) {
    throw new ProblemError(422, 'idempotency-key-reused', 'This Idempotency-Key was used for another call or another body')
  }
  return { status: first.status, body: tellAgain ? await tellAgain(tx, first.answer) : first.answer }
}
