import { keptUntil } from '@wangge/core/privacy'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { appendAudit, eraseOpenings } from '../storage/audit.ts'
import { appendChanges } from '../storage/changes.ts'
import type { Tx } from '../storage/database.ts'
import type { Reference } from '../storage/reference.ts'
import { eraseReports, isNamed } from './erase-report.ts'
import { createRowCounts } from './row-counts.ts'
import type { RowCounts } from './row-counts.ts'

export interface RetentionRun {
  /** Epoch milliseconds. */
  now: number
  /** Counts only, and changes nothing. */
  dryRun: boolean
}

const ANSWER_DAYS = 30
const PHOTO_DAYS = 1
const WAITING_DAYS = 90
const EXPIRED_DAYS = 1
const OPENING_DAYS = 3 * 365
/** Where a district has no statement: what its law asks for is not known, so the shortest usual time. */
const DEFAULT_DAYS = 365
const BATCH = 500

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

interface JobRun extends RetentionRun {
  reference: Reference
  rows: RowCounts
}

/** @returns whether there may be more */
type Job = (tx: Tx, context: Context, run: JobRun) => Promise<boolean>

async function taken(dryRun: Promise<void>): Promise<void> {
  await dryRun.catch((error: unknown) => {
    if (!(error instanceof DryRun)) throw error
  })
}

const days = (reference: Reference, purpose: string): number => reference.consent[purpose]?.retentionDays ?? DEFAULT_DAYS

/** Rows of sign-ups whose shift ended long ago lose their person; one tombstone for each, so that nobody's hours add up. */
const signUps: Job = async (tx, { districtId }, { now, reference, rows }) => {
  const ended = keptUntil(now, days(reference, 'volunteer-duty'))
  const { numAffectedRows } = await sql`
    update sign_ups set person_id = 'erased-' || sign_ups.id from shifts
    where sign_ups.district_id = ${districtId} and shifts.district_id = sign_ups.district_id and shifts.id = sign_ups.shift_id
      and shifts.ends_at <= ${ended}::timestamptz and sign_ups.person_id not like 'erased-%'`.execute(tx)
  rows.add('sign_ups', numAffectedRows)
  return false
}

/** Employees who are known by their sign-ups only, once none of them is left; a minor waits for their guardian a while. */
const employees: Job = async (tx, { districtId }, { now, rows }) => {
  const asked = keptUntil(now, WAITING_DAYS)
  const { rows: gone } = await sql<{ id: string }>`
    delete from people where district_id = ${districtId} and erased_at is null
      and (waiting_since is null or waiting_since <= ${asked}::timestamptz) and ${onlyEmployed()} returning id`.execute(tx)
  rows.add('people', gone.length)
  const ids = gone.map(({ id }) => id)
  for (const table of ['employees', 'consents'] as const) {
    const { numAffectedRows } = await sql`
      delete from ${sql.table(table)} where district_id = ${districtId} and person_id = any(${ids}::text[])`.execute(tx)
    rows.add(table, numAffectedRows)
  }
  return false
}

const onlyEmployed = () => sql<boolean>`(
  exists (select 1 from employees where employees.district_id = people.district_id and employees.person_id = people.id)
  and ${sql.join(
    [
      ['sign_ups', 'person_id'],
      ['memberships', 'person_id'],
      ['registrations', 'person_id'],
      ['appointments', 'person_id'],
      ['role_appointments', 'person_id'],
      ['organisations', 'liaison_id'],
      ['identities', 'person_id'],
      ['groups', 'owner_person_id'],
      ['teams', 'leader_id'],
    ].map(
      ([table, column]) =>
        sql`not exists (select 1 from ${sql.table(table!)} named where named.district_id = people.district_id
          and named.${sql.ref(column!)} = people.id)`,
    ),
    sql` and `,
  )}
  and not exists (select 1 from teams where teams.district_id = people.district_id and teams.member_ids ? people.id)
)`

const reports: Job = async (tx, context, { now, reference, rows }) => {
  const { districtId } = context
  const closed = keptUntil(now, days(reference, 'issue-report'))
  const { rows: old } = await sql<{ id: string }>`
    select id from issues where district_id = ${districtId} and erased_at is null
      and state in ('closed', 'rejected', 'merged') and coalesce(closed_at, updated_at) <= ${closed}::timestamptz
    order by id limit ${BATCH}::int`.execute(tx)
  const at = new Date(now).toISOString()
  const changes = await eraseReports(tx, context, { issueIds: old.map(({ id }) => id), at, rows, whole: true })
  if (changes.length > 0) await appendChanges(tx, districtId, at, changes)
  return old.length === BATCH
}

const simple =
  (table: string, step: (districtId: string, run: JobRun) => ReturnType<typeof sql>): Job =>
  async (tx, { districtId }, run) => {
    const { numAffectedRows } = await step(districtId, run).execute(tx)
    run.rows.add(table, numAffectedRows)
    return false
  }

const expired = (table: string, column: string): Job =>
  simple(
    table,
    (districtId, { now }) => sql`
      delete from ${sql.table(table)} where district_id = ${districtId}
        and ${sql.ref(column)} <= ${keptUntil(now, EXPIRED_DAYS)}::timestamptz`,
  )

/** What acts of long ago tell of whom; the chain says that it was erased. */
const openings: Job = async (tx, context, { now, rows }) => {
  const at = new Date(now).toISOString()
  const where = sql`at <= ${keptUntil(now, OPENING_DAYS)}`
  rows.add('audit_entries', await eraseOpenings(tx, context, { at, actor: 'retention', where }))
  return false
}

const JOBS: readonly Job[] = [
  signUps,
  employees,
  reports,
  simple(
    'photos',
    (districtId, { now }) => sql`
      delete from photos where district_id = ${districtId} and at <= ${keptUntil(now, PHOTO_DAYS)}::timestamptz and not ${isNamed(districtId)}`,
  ),
  simple(
    'idempotency',
    (districtId, { now }) => sql`
      update idempotency set status = null, answer = null, fingerprint = '', actor = null
      where district_id = ${districtId} and at <= ${keptUntil(now, ANSWER_DAYS)}::timestamptz and status is not null`,
  ),
  expired('used_tokens', 'expires_at'),
  expired('sign_ins', 'expires_at'),
  expired('sessions', 'expires_at'),
  expired('rate_limits', 'window_start'),
  openings,
]

/**
 * Of all processes that serve the district one runs it at a time; undefined where another one does. The embedded database has
 * one process and one connection.
 */
export async function runRetentionAlone(context: Context, run: RetentionRun): Promise<Record<string, number> | undefined> {
  if (context.database.kind === 'pglite') return runRetention(context, run)
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
