import { randomBytes } from 'node:crypto'
import { commitmentOf, entryHash, FIRST_HASH } from '@wangge/core/audit'
import { CHAIN_VERSION, chainedStep, committedText, STEP_PARTS, tellsOpening } from '@wangge/core/issue'
import type { ChainVersion, OpenedWith, ReportContent, StepPart } from '@wangge/core/issue'
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
  version: ChainVersion
}

/** The end of a chain, which the next step follows. */
export interface ChainEnd {
  hash: string
  /** Of the last step; undefined before the first. */
  version?: ChainVersion
}

interface Unlinked {
  transition: Transition
  /** With the first step. */
  report?: ReportContent | undefined
  opened: OpenedWith
  previous: ChainEnd
}

/** Ties a step to the one before it. The salts are random and kept beside it; without them a commitment tells nothing. */
export function linkOf(districtId: string, { transition, report, opened, previous }: Unlinked): Link {
  const entries = STEP_PARTS.map((part) => [part, randomBytes(16).toString('hex')] as const)
  const salts = Object.fromEntries(entries) as Record<StepPart, string>
  const committed = entries.map(([part, salt]) => [part, sha256(committedText(part, { salt, transition, report }))] as const)
  const commitments = Object.fromEntries(committed) as Record<StepPart, string>
  const version = CHAIN_VERSION
  const told = tellsOpening(version, previous.version) ? { opened } : {}
  const { opening, ...step } = chainedStep(transition, commitments, { version, ...told })
  const entry = { ...step, commitment: commitmentOf(opening, sha256) }
  const hash = entryHash(issueChain(districtId, transition.issueId), entry, previous.hash, sha256)
  return { salts, commitments, hash, version }
}

/** What the next step follows. The issue's row is locked, or new. */
export async function chainEnd(
  tx: Tx,
  districtId: string,
  { issueId, seq }: Pick<Transition, 'issueId' | 'seq'>,
): Promise<ChainEnd> {
  if (seq === 1) return { hash: FIRST_HASH }
  const before = () =>
    tx
      .selectFrom('issue_transitions')
      .select(['hash', 'chain_version as version'])
      .where('district_id', '=', districtId)
      .where('issue_id', '=', issueId)
      .where('seq', '=', seq - 1)
      .executeTakeFirstOrThrow()
  const last = await before()
  if (last.hash !== null) return { ...last, hash: last.hash }
  await chainIssues(tx, districtId, [issueId])
  const { hash, version } = await before()
  return { hash: hash!, version }
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
  for (const { issueId, report, opened, steps } of await stepsOf(tx, districtId, issueIds)) {
    let previous: ChainEnd = { hash: FIRST_HASH }
    for (const { transition, hash, version } of steps) {
      const of = { transition, opened, previous, ...(transition.seq === 1 && { report }) }
      const link = hash === null ? linkOf(districtId, of) : undefined
      if (link) links.push({ issue_id: issueId, seq: transition.seq, ...link })
      previous = link ?? { hash: hash!, version }
    }
  }
  await writeLinks(tx, districtId, links)
}

async function writeLinks(db: Queries, districtId: string, links: readonly object[]): Promise<void> {
  if (links.length === 0) return
  await sql`
    update issue_transitions steps set salts = link.salts, commitments = link.commitments, hash = link.hash,
      chain_version = link.version
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb)
      as link(issue_id text, seq int, salts jsonb, commitments jsonb, hash text, version smallint)
    where steps.district_id = ${districtId} and steps.issue_id = link.issue_id and steps.seq = link.seq
      and steps.hash is null`.execute(db)
}
