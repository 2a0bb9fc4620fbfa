import { commitmentOf, seqRangesOf, seqRangesText } from '@wangge/core/audit'
import { sql } from 'kysely'
import { sha256 } from '../auth/secrets.ts'
import type { Context } from '../context.ts'
import { appendAudit, STEPS_ERASED } from './audit.ts'
import type { Queries, Tx } from './database.ts'

/** So many issues in one act. */
const MANY = 200

/**
 * Says in the audit of which steps something was erased since the last time: what is gone without it, somebody took out by
 * hand. To be called after all other writes of the erasure: the audit's head is locked from here on.
 */
export async function tellErasedSteps(
  tx: Tx,
  context: Pick<Context, 'districtId' | 'randomBytes'>,
  { at, actor }: { at: string; actor: 'erasure' | 'retention' },
): Promise<void> {
  const { rows } = await sql<{ issueId: string; seq: number }>`
    update issue_transitions set erasure_told = true where district_id = ${context.districtId} and not erasure_told
    returning issue_id as "issueId", seq`.execute(tx)
  const issues = [...Map.groupBy(rows, ({ issueId }) => issueId)].map(
    ([issueId, steps]) => `${issueId} ${seqRangesText(steps.map(({ seq }) => seq))}`,
  )
  for (let start = 0; start < issues.length; start += MANY) {
    const subject = issues.slice(start, start + MANY).join(';')
    await appendAudit(tx, context, { at, actor, action: STEPS_ERASED, subject })
  }
}

/** Of which steps of which issues the audit says that something was erased. */
export async function erasedSteps(db: Queries, districtId: string): Promise<(issueId: string, seq: number) => boolean> {
  const rows = await db
    .selectFrom('audit_entries')
    .select(['salt', 'actor', 'subject', 'commitment'])
    .where('district_id', '=', districtId)
    .where('action', '=', STEPS_ERASED)
    .execute()
  const known = new Map<string, { first: number; last: number }[]>()
  for (const { salt, actor, subject, commitment } of rows) {
    if (salt === null || actor === null || subject === null) continue
    // An act that was changed tells of nothing.
    if (commitmentOf({ salt, actor, subject }, sha256) !== commitment) continue
    for (const part of subject.split(';')) {
      const [issueId, ranges] = part.split(' ')
      known.set(issueId!, [...(known.get(issueId!) ?? []), ...seqRangesOf(ranges ?? '')])
    }
  }
  return (issueId, seq) => known.get(issueId)?.some(({ first, last }) => first <= seq && seq <= last) ?? false
}
