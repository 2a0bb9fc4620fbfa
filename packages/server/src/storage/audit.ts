import { commitmentOf, EMPTY_CHAIN, entryHash, FIRST_HASH, OPENINGS_ERASED, seqRangesText } from '@wangge/core/audit'
import type { AuditEntry, AuditHead, AuditPage } from '@wangge/core/audit/schema'
import { sql } from 'kysely'
import type { RawBuilder, Selectable } from 'kysely'
import { sha256 } from '../auth/secrets.ts'
import type { Context } from '../context.ts'
import type { Queries, Tx } from './database.ts'
import type { AuditEntryTable } from './tables.ts'

export interface Act {
  /** UTC with milliseconds: the text itself goes into the hash. */
  at: string
  /** A name for the actor (principalName), never a person's own. */
  actor: string
  /** What was done, in the district's own words: no value of anybody's goes here. */
  action: string
  /** Id of the record that it was done to. */
  subject: string
}

/**
 * Puts an act at the end of the chain. Its head's row stays locked until the commit: call it after the domain's own locks and
 * always before the change counter's.
 */
export async function appendAudit(tx: Tx, { districtId, randomBytes }: Pick<Context, 'districtId' | 'randomBytes'>, act: Act) {
  const { at, actor, action, subject } = act
  const salt = Buffer.from(randomBytes(16)).toString('hex')
  const commitment = commitmentOf({ salt, actor, subject }, sha256)
  const first = entryHash(districtId, { seq: 1, at, action, commitment }, FIRST_HASH, sha256)
  // Core's JSON text, put together around the number and the hash that only the locked row knows: one round trip.
  const before = `[${JSON.stringify(districtId)},`
  const between = `,${JSON.stringify(at)},${JSON.stringify(action)},${JSON.stringify(commitment)},"`
  await sql`
    with head as (
      insert into audit_heads (district_id, seq, hash) values (${districtId}, 1, ${first})
      on conflict (district_id) do update set seq = audit_heads.seq + 1, hash = encode(sha256(convert_to(
        ${before}::text || (audit_heads.seq + 1)::text || ${between}::text || audit_heads.hash || '"]', 'UTF8')), 'hex')
      returning seq, hash
    )
    insert into audit_entries (district_id, seq, at, action, commitment, hash, salt, actor, subject)
    select ${districtId}, seq, ${at}, ${action}, ${commitment}, hash, ${salt}, ${actor}, ${subject} from head`.execute(tx)
}

/** Keeps an act that changes nothing: a reading, a refusal. */
export async function recordAct(context: Context, { now, ...act }: Omit<Act, 'at'> & { now: number }): Promise<void> {
  const at = new Date(now).toISOString()
  await context.db.transaction().execute((tx) => appendAudit(tx, context, { at, ...act }))
}

/** The act of erasing what steps of issues said; its subject names the steps and nobody, and stays open. */
export const STEPS_ERASED = 'issue-words-erased'

export interface OpeningErasure {
  at: string
  /** What erases them: `erasure` or `retention`, never who. */
  actor: string
  /** Which entries. */
  where: RawBuilder<unknown>
}

/**
 * Erases openings and puts an act of it at the end of the chain that names their numbers: what is gone without one, somebody
 * took out by hand. Such an act tells of nobody and stays open.
 * @returns how many
 */
export async function eraseOpenings(
  tx: Tx,
  context: Pick<Context, 'districtId' | 'randomBytes'>,
  { at, actor, where }: OpeningErasure,
): Promise<number> {
  const { rows } = await sql<{ seq: number }>`
    update audit_entries set salt = null, actor = null, subject = null
    where district_id = ${context.districtId} and salt is not null and action not in (${OPENINGS_ERASED}, ${STEPS_ERASED}) and (${where})
    returning seq`.execute(tx)
  if (rows.length === 0) return 0
  const subject = seqRangesText(rows.map(({ seq }) => seq))
  await appendAudit(tx, context, { at, actor, action: OPENINGS_ERASED, subject })
  return rows.length
}

/** Where the chain ends, as its own row has it. */
export async function auditHead(db: Queries, districtId: string): Promise<AuditHead> {
  const row = await db.selectFrom('audit_heads').select(['seq', 'hash']).where('district_id', '=', districtId).executeTakeFirst()
  return row ?? EMPTY_CHAIN
}

export interface AuditQuery {
  /** Number of the entry before the first wanted. */
  after: number
  limit: number
}

export async function listAudit(db: Queries, districtId: string, { after, limit }: AuditQuery): Promise<AuditPage> {
  const rows = await entriesAfter(db, districtId, after, limit + 1)
  const entries = rows.slice(0, limit)
  const last = entries.at(-1)
  return { entries, ...(rows.length > limit && last && { next: last.seq }) }
}

const PAGE = 2_000

/** All entries, read in pages: a chain may be longer than memory. */
export async function* auditEntries(db: Queries, districtId: string): AsyncGenerator<AuditEntry> {
  // From far below: an entry that was put before the first one is to be seen too.
  let after = Number.MIN_SAFE_INTEGER
  for (;;) {
    const entries = await entriesAfter(db, districtId, after, PAGE)
    yield* entries
    const last = entries.at(-1)
    if (!last || entries.length < PAGE) return
    after = last.seq
  }
}

async function entriesAfter(db: Queries, districtId: string, after: number, limit: number): Promise<AuditEntry[]> {
  const rows = await db
    .selectFrom('audit_entries')
    .selectAll()
    .where('district_id', '=', districtId)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute()
  return rows.map(entryOf)
}

function entryOf({ seq, at, action, commitment, hash, salt, actor, subject }: Selectable<AuditEntryTable>): AuditEntry {
  const isOpen = salt !== null && actor !== null && subject !== null
  return { seq, at, action, commitment, hash, ...(isOpen && { opening: { salt, actor, subject } }) }
}
