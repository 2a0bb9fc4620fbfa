import { randomBytes } from 'node:crypto'
import { commitmentOf, entryHash, FIRST_HASH } from '@wangge/core/audit'
import { chainedStep, committedText, STEP_PARTS } from '@wangge/core/issue'
import type { ReportContent, StepPart } from '@wangge/core/issue'
import type { Transition } from '@wangge/core/issue/schema'
import { sql } from 'kysely'
import { sha256 } from '../auth/secrets.ts'
import type { Database, Queries, Tx } from './database.ts'
import { stepsOf } from './issues.ts'

/** What goes into each hash of an issue's chain: steps of another issue, or another district, do not fit. */
export const issueChain = (districtId: string, issueId: string): string => `${districtId} issue ${issueId}`

export interface Link {
  salts: Record<StepPart, string>
  commitments: Record<StepPart, string>
  hash: string
}

/** Ties a step to the one before it. The salts are random and kept beside it; without them a commitment tells nothing. */
export function linkOf(
  districtId: string,
  { transition, report, previous }: { transition: Transition; report?: ReportContent | undefined; previous: string },
): Link {
  const entries = STEP_PARTS.map((part) => [part, randomBytes(16).toString('hex')] as const)
  const salts = Object.fromEntries(entries) as Record<StepPart, string>
  const committed = entries.map(([part, salt]) => [part, sha256(committedText(part, { salt, transition, report }))] as const)
  const commitments = Object.fromEntries(committed) as Record<StepPart, string>
  const { opening, ...step } = chainedStep(transition, commitments)
  const entry = { ...step, commitment: commitmentOf(opening, sha256) }
  return { salts, commitments, hash: entryHash(issueChain(districtId, transition.issueId), entry, previous, sha256) }
}

/** The hash that the next step follows. The issue's row is locked, or new. */
export async function lastHash(
  tx: Tx,
  districtId: string,
  { issueId, seq }: Pick<Transition, 'issueId' | 'seq'>,
): Promise<string> {
  if (seq === 1) return FIRST_HASH
  const before = () =>
    tx
      .selectFrom('issue_transitions')
      .select('hash')
      .where('district_id', '=', districtId)
      .where('issue_id', '=', issueId)
      .where('seq', '=', seq - 1)
      .executeTakeFirstOrThrow()
  const { hash } = await before()
  if (hash !== null) return hash
  await chainIssues(tx, districtId, [issueId])
  return (await before()).hash!
}

const BATCH = 500

/** Chains what an import or an earlier version left. In batches, each by itself. @returns issues */
export async function chainLeftovers({ db }: Pick<Database, 'db'>, districtId: string): Promise<number> {
  let chained = 0
  for (let count = BATCH; count === BATCH;) {
    count = await db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ id: string }>`
        select id from issues where district_id = ${districtId} and id in (
          select issue_id from issue_transitions where district_id = ${districtId} and hash is null)
        order by id limit ${BATCH}::int for update`.execute(tx)
      await chainIssues(
        tx,
        districtId,
        rows.map(({ id }) => id),
      )
      return rows.length
    })
    chained += count
  }
  return chained
}

async function chainIssues(tx: Tx, districtId: string, issueIds: readonly string[]): Promise<void> {
  const links: object[] = []
  for (const { issueId, report, steps } of await stepsOf(tx, districtId, issueIds)) {
    let previous = FIRST_HASH
    for (const { transition, hash } of steps) {
      const of = { transition, previous, ...(transition.seq === 1 && { report }) }
      const link = hash === null ? linkOf(districtId, of) : undefined
      if (link) links.push({ issue_id: issueId, seq: transition.seq, ...link })
      previous = link?.hash ?? hash!
    }
  }
  await writeLinks(tx, districtId, links)
}

async function writeLinks(db: Queries, districtId: string, links: readonly object[]): Promise<void> {
  if (links.length === 0) return
  await sql`
    update issue_transitions steps set salts = link.salts, commitments = link.commitments, hash = link.hash
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb)
      as link(issue_id text, seq int, salts jsonb, commitments jsonb, hash text)
    where steps.district_id = ${districtId} and steps.issue_id = link.issue_id and steps.seq = link.seq
      and steps.hash is null`.execute(db)
}
