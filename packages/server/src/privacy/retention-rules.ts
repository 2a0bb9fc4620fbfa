import { keptUntil, retentionDaysOf } from '@wangge/core/privacy'
import type { Localized } from '@wangge/core/schema'
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Context } from '../context.ts'
import { eraseOpenings } from '../storage/audit.ts'
import { appendChanges } from '../storage/changes.ts'
import type { Tx } from '../storage/database.ts'
import { tellErasedSteps } from '../storage/erased-steps.ts'
import { deletePhotos } from '../storage/photo-leftovers.ts'
import type { Reference } from '../storage/reference.ts'
import type { Retention } from './data-map-tables.ts'
import { eraseReports, isNamed } from './erase-report.ts'
import type { RowCounts } from './row-counts.ts'

const ANSWER_DAYS = 30
const DRAFT_DAYS = 30
const PHOTO_DAYS = 1
const WAITING_DAYS = 90
const EXPIRED_DAYS = 1
/** Longer than any district lets a check-in that was made offline arrive late. */
const CODE_DAYS = 62
/** A membership or an appointment that ended may be asked about for a while. */
const ENDED_DAYS = 365
const OPENING_DAYS = 3 * 365
/** Where a district has no statement: what its law asks for is not known, so the shortest usual time. */
const DEFAULT_DAYS = 365
const BATCH = 500

export interface JobRun {
  /** Epoch milliseconds. */
  now: number
  reference: Reference
  rows: RowCounts
}

/** @returns whether there may be more */
export type Job = (tx: Tx, context: Context, run: JobRun) => Promise<boolean>

/**
 * Until when data under a purpose was kept for its time, row by row: it came with the days of a version of the statement, and no
 * later one makes them longer.
 * @param row its version, null where nobody had to agree: then the words that held when it came
 */
function keptAsAgreed(
  { now, reference }: JobRun,
  purpose: string,
  { version, at }: { version: RawBuilder<number | null>; at: string },
): RawBuilder<string> {
  const statement = reference.consent[purpose]
  const until = (agreed?: number) => sql`${keptUntil(now, retentionDaysOf(statement, agreed) ?? DEFAULT_DAYS)}::timestamptz`
  const versions = statement ? [...(statement.earlier ?? []), statement] : []
  const earlier = versions.slice(0, -1).map(({ version: agreed }, index) => {
    const over = versions[index + 1]!.since
    const cameThen = over === undefined ? sql`false` : sql`${version} is null and ${sql.ref(at)} < ${over}::timestamptz`
    return sql`when ${version} = ${agreed}::bigint or (${cameThen}) then ${until(agreed)}`
  })
  return earlier.length === 0 ? sql`${until()}` : sql`case ${sql.join(earlier, sql` `)} else ${until()} end`
}

/** Rows of sign-ups whose shift ended long ago lose their person; one tombstone for each, so that nobody's hours add up. */
const signUps: Job = async (tx, { districtId }, run) => {
  const { rows } = run
  const ended = keptAsAgreed(run, 'volunteer-duty', { version: sql.ref('sign_ups.consent_version'), at: 'sign_ups.at' })
  const { numAffectedRows } = await sql`
    update sign_ups set person_id = 'erased-' || sign_ups.id, role = null, roles = null, absence = null from shifts
    where sign_ups.district_id = ${districtId} and shifts.district_id = sign_ups.district_id and shifts.id = sign_ups.shift_id
      and shifts.ends_at <= ${ended} and sign_ups.person_id not like 'erased-%'`.execute(tx)
  rows.add('sign_ups', numAffectedRows)
  const { numAffectedRows: charged } = await sql`
    update attendances set in_charge_id = null where district_id = ${districtId} and in_charge_id is not null
      and ${isNobodys('attendances')}`.execute(tx)
  rows.add('attendances', charged)
  const { numAffectedRows: swaps } = await sql`
    update swaps set taker_id = null, to_person_id = null from shifts, sign_ups
    where swaps.district_id = ${districtId} and shifts.district_id = swaps.district_id and shifts.id = swaps.shift_id
      and sign_ups.district_id = swaps.district_id and sign_ups.id = swaps.sign_up_id and shifts.ends_at <= ${ended} and coalesce(taker_id, to_person_id) is not null`.execute(
    tx,
  )
  rows.add('swaps', swaps)
  return false
}

/** Rows about a sign-up that is nobody's any more. */
const isNobodys = (table: 'attendances' | 'corrections' | 'host_notes') => sql`exists (
  select 1 from sign_ups where sign_ups.district_id = ${sql.ref(`${table}.district_id`)}
    and sign_ups.id = ${sql.ref(`${table}.sign_up_id`)} and sign_ups.person_id like 'erased-%')`

/** What was written about somebody's hours goes with their name. */
const goesWithName =
  (table: 'corrections' | 'host_notes'): Job =>
  async (tx, { districtId }, { rows }) => {
    const { numAffectedRows } = await sql`
      delete from ${sql.table(table)} where district_id = ${districtId} and ${isNobodys(table)}`.execute(tx)
    rows.add(table, numAffectedRows)
    return false
  }
/** What somebody wrote to have them corrected. */
const corrections = goesWithName('corrections')
/** What hosts said to their times. */
const hostNotes = goesWithName('host_notes')

/** A code that was shown so long ago is refused for its age. */
const usedShiftCodes: Job = async (tx, { districtId }, { now, rows }) => {
  const { numAffectedRows } = await sql`
    delete from used_shift_codes where district_id = ${districtId} and at <= ${keptUntil(now, CODE_DAYS)}::timestamptz`.execute(
    tx,
  )
  rows.add('used_shift_codes', numAffectedRows)
  return false
}

/** Asked for under what its holder had agreed to last by then. */
const certificates: Job = async (tx, { districtId }, run) => {
  const { rows } = run
  const agreed = sql<number | null>`(
    select max(version) from consents where consents.district_id = certificates.district_id
      and consents.person_id = certificates.person_id and purpose = 'volunteer-duty' and at <= certificates.issued_at)`
  const { numAffectedRows } = await sql`
    delete from certificates where district_id = ${districtId}
      and issued_at <= ${keptAsAgreed(run, 'volunteer-duty', { version: agreed, at: 'issued_at' })}`.execute(tx)
  rows.add('certificates', numAffectedRows)
  return false
}

/** Employees who are known by their sign-ups only, once none of them is left; a minor waits for their guardian a while. */
const employees: Job = async (tx, { districtId }, { now, rows }) => {
  const asked = keptUntil(now, WAITING_DAYS)
  const isEmployee = sql<boolean>`exists (
    select 1 from employees where employees.district_id = people.district_id and employees.person_id = people.id)
    and (waiting_since is null or waiting_since <= ${asked}::timestamptz)`
  await deleteUnnamed(tx, districtId, { which: isEmployee, rows })
  return false
}

/**
 * What somebody left goes where they are in another organisation. Whoever left all of them is forgotten, their registration too,
 * once nothing they did or hold names them: until then the last membership says that they left.
 */
const members: Job = async (tx, { districtId }, { now, rows }) => {
  const ended = keptUntil(now, ENDED_DAYS)
  const { rows: over } = await sql<{ id: string }>`
    delete from memberships where district_id = ${districtId} and to_at <= ${ended}::timestamptz and (
      exists (select 1 from memberships other where other.district_id = memberships.district_id
        and other.person_id = memberships.person_id and (other.to_at is null or other.to_at > ${ended}::timestamptz))
      or (${unnamedBy('memberships', 'person_id', DUTIES)} and ${isInNoTeam('memberships', 'person_id')}))
    returning person_id as id`.execute(tx)
  rows.add('memberships', over.length)
  const ids = [...new Set(over.map(({ id }) => id))]
  const isLeaver = (id: string) => sql<boolean>`${sql.ref(id)} = any(${ids}::text[]) and not exists (
    select 1 from memberships where memberships.district_id = ${districtId} and memberships.person_id = ${sql.ref(id)})`
  const { numAffectedRows: registered } = await sql`
    delete from registrations where district_id = ${districtId} and ${isLeaver('registrations.person_id')}`.execute(tx)
  rows.add('registrations', registered)
  // Those that an organisation knows by their number are looked at next.
  const isOnlyMember = sql<boolean>`${isLeaver('people.id')} and not exists (
    select 1 from employees where employees.district_id = people.district_id and employees.person_id = people.id)`
  await deleteUnnamed(tx, districtId, { which: isOnlyMember, rows })
  return false
}

/** Who held an appointment that ended long ago; that somebody did stays as a count. */
const appointments: Job = async (tx, { districtId }, { now, rows }) => {
  const ended = keptUntil(now, ENDED_DAYS)
  const { numAffectedRows: held = 0n } = await sql`
    update appointments set person_id = 'erased-' || id, appointed_by = null where district_id = ${districtId}
      and to_at <= ${ended}::timestamptz and person_id not like 'erased-%'`.execute(tx)
  rows.add('appointments', held)
  const { numAffectedRows: roles } = await sql`
    delete from role_appointments where district_id = ${districtId} and to_at <= ${ended}::timestamptz`.execute(tx)
  rows.add('role_appointments', roles)
  // Every process reads appointments again.
  if (held > 0n) {
    await sql`update districts set reference_version = reference_version + 1 where district_id = ${districtId}`.execute(tx)
  }
  return false
}

/** Ways to sign in of somebody who has held nothing for long. */
const identities: Job = async (tx, { districtId }, { now, rows }) => {
  const { numAffectedRows } = await sql`
    delete from identities where district_id = ${districtId} and created_at <= ${keptUntil(now, ENDED_DAYS)}::timestamptz
      and ${unnamedBy('identities', 'person_id', HOLDERS)}`.execute(tx)
  rows.add('identities', numAffectedRows)
  return false
}

type Naming = readonly (readonly [table: string, column: string])[]

const HOLDERS: Naming = [
  ['appointments', 'person_id'],
  ['role_appointments', 'person_id'],
  ['organisations', 'liaison_id'],
]
const DUTIES: Naming = [
  ...HOLDERS,
  ['sign_ups', 'person_id'],
  ['certificates', 'person_id'],
  ['roster_plan_seats', 'person_id'],
  ['identities', 'person_id'],
  ['groups', 'owner_person_id'],
  ['teams', 'leader_id'],
]
const NAMED_BY: Naming = [...DUTIES, ['memberships', 'person_id'], ['registrations', 'person_id']]

const unnamedBy = (table: string, id: string, naming: Naming): RawBuilder<boolean> => {
  const [district, person] = [sql.ref(`${table}.district_id`), sql.ref(`${table}.${id}`)]
  const isNowhere = naming.map(
    ([other, column]) => sql`not exists (select 1 from ${sql.table(other)} named
      where named.district_id = ${district} and named.${sql.ref(column)} = ${person})`,
  )
  return sql<boolean>`(${sql.join(isNowhere, sql` and `)})`
}

const isInNoTeam = (table: string, id: string): RawBuilder<boolean> => sql<boolean>`not exists (
  select 1 from teams where teams.district_id = ${sql.ref(`${table}.district_id`)} and teams.member_ids ? ${sql.ref(`${table}.${id}`)})`

async function deleteUnnamed(
  tx: Tx,
  districtId: string,
  { which, rows }: { which: RawBuilder<boolean>; rows: RowCounts },
): Promise<void> {
  const { rows: gone } = await sql<{ id: string }>`
    delete from people where district_id = ${districtId} and erased_at is null and ${which}
      and ${unnamedBy('people', 'id', NAMED_BY)} and ${isInNoTeam('people', 'id')}
    returning id`.execute(tx)
  rows.add('people', gone.length)
  const ids = gone.map(({ id }) => id)
  for (const table of ['employees', 'staff_numbers', 'consents', 'calendar_addresses', 'volunteer_profiles'] as const) {
    const { numAffectedRows } = await sql`
      delete from ${sql.table(table)} where district_id = ${districtId} and person_id = any(${ids}::text[])`.execute(tx)
    rows.add(table, numAffectedRows)
  }
}

/** Plans with their drafts, published or not: who has a seat is in the roster itself. */
const drafts: Job = async (tx, { districtId }, { now, rows }) => {
  const { rows: old } = await sql<{ id: string }>`
    delete from roster_plans where district_id = ${districtId} and created_at <= ${keptUntil(now, DRAFT_DAYS)}::timestamptz
      and state not in ('queued', 'running') returning id`.execute(tx)
  rows.add('roster_plans', old.length)
  const { numAffectedRows } = await sql`
    delete from roster_plan_seats where district_id = ${districtId} and plan_id = any(${old.map(({ id }) => id)}::text[])`.execute(
    tx,
  )
  rows.add('roster_plan_seats', numAffectedRows)
  return false
}

const reports: Job = async (tx, context, run) => {
  const { now, rows } = run
  const { districtId } = context
  const closed = keptAsAgreed(run, 'issue-report', { version: sql.ref('consent_version'), at: 'created_at' })
  const { rows: old } = await sql<{ id: string }>`
    select id from issues where district_id = ${districtId} and erased_at is null
      and state in ('closed', 'rejected', 'merged') and coalesce(closed_at, updated_at) <= ${closed}
    order by id limit ${BATCH}::int`.execute(tx)
  const at = new Date(now).toISOString()
  const changes = await eraseReports(tx, context, { issueIds: old.map(({ id }) => id), at, rows, whole: true })
  await tellErasedSteps(tx, context, { at, actor: 'retention' })
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

/** Sent ahead of a report that never came. */
const unnamedPhotos: Job = async (tx, { districtId }, { now, rows }) => {
  const where = sql`at <= ${keptUntil(now, PHOTO_DAYS)}::timestamptz and not ${isNamed(districtId)}`
  rows.add('photos', await deletePhotos(tx, districtId, where, new Date(now).toISOString()))
  return false
}

/** Whose connection was cut, and who did not come again; their parts go with them. */
const uploads = expired('photo_uploads', 'begun_at')

/** What acts of long ago tell of whom; the chain says that it was erased. */
const openings: Job = async (tx, context, { now, rows }) => {
  const at = new Date(now).toISOString()
  const where = sql`at <= ${keptUntil(now, OPENING_DAYS)}`
  rows.add('audit_entries', await eraseOpenings(tx, context, { at, actor: 'retention', where }))
  return false
}

/** How long something is kept, as the data map tells it, and what sees to it: neither is there without the other. */
export const RETENTIONS: Readonly<Record<Retention, { told: Localized; jobs: readonly [Job, ...Job[]] }>> = {
  statement: {
    told: { zh: '值守结束后按告知书所写天数', en: 'After the shift for the days that the statement names' },
    jobs: [signUps, corrections, hostNotes, usedShiftCodes],
  },
  certificate: {
    told: { zh: '出具后按告知书所写天数', en: 'After it was issued for the days that the statement names' },
    jobs: [certificates],
  },
  appointment: {
    told: { zh: '任职期间及其后一年', en: 'While the appointment lasts and a year after' },
    jobs: [appointments, identities],
  },
  'until-leaving': {
    told: {
      zh: '直至本人离开满一年、不再有值守记录或要求删除',
      en: 'Until a year after leaving, until no duty names the person, or until they ask for erasure',
    },
    jobs: [members, employees],
  },
  closed: {
    told: { zh: '办结后按告知书所写天数', en: 'After closing for the days that the statement names' },
    jobs: [reports],
  },
  draft: { told: { zh: '排班草案生成后三十天', en: 'Thirty days after the draft was asked for' }, jobs: [drafts] },
  'unnamed-day': {
    told: { zh: '随所属问题；无人引用的一天', en: 'As the issue that names it; unnamed ones a day' },
    jobs: [unnamedPhotos],
  },
  'upload-day': {
    told: { zh: '收齐为止；未收齐的一天', en: 'Until all of it has come; otherwise a day' },
    jobs: [uploads],
  },
  month: {
    told: { zh: '三十天', en: 'Thirty days' },
    jobs: [
      simple(
        'idempotency',
        (districtId, { now }) => sql`
          update idempotency set status = null, answer = null, fingerprint = '', actor = null
          where district_id = ${districtId} and at <= ${keptUntil(now, ANSWER_DAYS)}::timestamptz and status is not null`,
      ),
      simple(
        'notices',
        (districtId, { now }) => sql`
          delete from notices where district_id = ${districtId} and gave_up_at <= ${keptUntil(now, ANSWER_DAYS)}::timestamptz`,
      ),
    ],
  },
  expiry: {
    told: { zh: '失效后一天内', en: 'Until a day after it has run out' },
    jobs: [
      expired('used_tokens', 'expires_at'),
      expired('sign_ins', 'expires_at'),
      expired('sessions', 'expires_at'),
      expired('sessions', 'revoked_at'),
      expired('staff_tokens', 'expires_at'),
      expired('staff_tokens', 'revoked_at'),
      expired('rate_limits', 'window_start'),
    ],
  },
  audit: { told: { zh: '三年；此后只留校验链', en: 'Three years; then the chain alone' }, jobs: [openings] },
}
