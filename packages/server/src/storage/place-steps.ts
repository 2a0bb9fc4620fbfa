import { commitmentOf, EMPTY_CHAIN, entryHash } from '@wangge/core/audit'
import type { AuditEntry } from '@wangge/core/audit/schema'
import type { HistoryHead } from '@wangge/core/issue/schema'
import { sql } from 'kysely'
import { sha256 } from '../auth/secrets.ts'
import type { Database, Queries, Tx } from './database.ts'

/** What goes into each hash of the order of all steps of a district. */
export const districtChain = (districtId: string): string => `${districtId} issues`

export interface PlacedStep {
  issueId: string
  seq: number
  at: string
  /** In its issue's chain. */
  hash: string
}

/** A step as an entry in the order of all: its hash stands for all that it says, and for its issue's steps before it. */
export function placedEntry({ issueId, seq, at, hash }: PlacedStep, place: number): Omit<AuditEntry, 'hash'> {
  const opening = { salt: hash, actor: issueId, subject: String(seq) }
  return { seq: place, at, action: 'issue-step', commitment: commitmentOf(opening, sha256), opening }
}

/** Where the order of all steps ends. */
export async function placedHead(db: Queries, districtId: string): Promise<HistoryHead> {
  const { rows } = await sql<HistoryHead>`
    select place as seq, place_hash as hash from issue_transitions
    where district_id = ${districtId} and place is not null order by place desc limit 1`.execute(db)
  return rows[0] ?? EMPTY_CHAIN
}

const BATCH = 1_000

/**
 * Puts all steps that have no place yet behind those that have, so that the head stands for every step there is. Apart from the
 * steps' own writing: many write at once and none waits for another, and one process at a time does this.
 * @returns the head, to be kept elsewhere
 */
export async function placeSteps({ db }: Pick<Database, 'db'>, districtId: string): Promise<HistoryHead> {
  for (let count = BATCH; count === BATCH;) count = await db.transaction().execute((tx) => placeBatch(tx, districtId))
  return placedHead(db, districtId)
}

async function placeBatch(tx: Tx, districtId: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`wangge:places:${districtId}`}, 0))`.execute(tx)
  const { rows } = await sql<PlacedStep>`
    select issue_id as "issueId", seq, at, hash from issue_transitions
    where district_id = ${districtId} and place is null and hash is not null
    order by at, issue_id, seq limit ${BATCH}::int`.execute(tx)
  if (rows.length === 0) return 0
  let head = await placedHead(tx, districtId)
  const places = rows.map((step) => {
    const entry = placedEntry(step, head.seq + 1)
    head = { seq: entry.seq, hash: entryHash(districtChain(districtId), entry, head.hash, sha256) }
    return { issue_id: step.issueId, seq: step.seq, place: head.seq, place_hash: head.hash }
  })
  await sql`
    update issue_transitions steps set place = given.place, place_hash = given.place_hash
    from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as given(issue_id text, seq int, place bigint, place_hash text)
    where steps.district_id = ${districtId} and steps.issue_id = given.issue_id and steps.seq = given.seq`.execute(tx)
  return rows.length
}
