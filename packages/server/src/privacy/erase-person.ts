import { createUlid } from '@wangge/core'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { cancelStored } from '../storage/cancel-sign-up.ts'
import { eraseOpenings } from '../storage/audit.ts'
import type { NewChange } from '../storage/changes.ts'
import type { Tx } from '../storage/database.ts'
import { forgetInCharge } from '../storage/corrections.ts'
import { eraseCommand } from '../storage/erased-commands.ts'
import { tellErasedSteps } from '../storage/erased-steps.ts'
import { lockKeptNames } from '../storage/kept-names.ts'
import type { Reference } from '../storage/reference.ts'
import { lapseSwapsOf } from '../storage/swaps.ts'
import { ERASED_ACTOR, erasePhotos, eraseReports, forgetAnswers } from './erase-report.ts'
import { tracesOf } from './person-traces.ts'
import type { PersonTraces } from './person-traces.ts'
import { createRowCounts } from './row-counts.ts'
import type { RowCounts } from './row-counts.ts'

export interface ErasePerson {
  /** Absent for an employee who never wrote anything. */
  personId?: string | undefined
  /** The key under which the caller acts now. */
  personKey?: string | undefined
  /** Epoch milliseconds. */
  now: number
  /** Read before the transaction: the embedded database has one connection. */
  reference: Pick<Reference, 'policy' | 'tree'>
}

export interface PersonErasure {
  /** Stands for the person wherever a row is kept for its count. It is nobody's, and leads nowhere. */
  tombstone: string
  rows: Record<string, number>
  changes: NewChange[]
}

/**
 * Takes a person out of every table, as the data map says: what is only about them is deleted; what counts for others keeps
 * its row under a tombstone; what they were to do is given back.
 */
export async function erasePerson(
  tx: Tx,
  context: Context,
  { personId, personKey, now, reference }: ErasePerson,
): Promise<PersonErasure> {
  const { districtId } = context
  const at = new Date(now).toISOString()
  const rows = createRowCounts()
  const tombstone = `erased-${createUlid(now, context.random)}`
  await lockKeptNames(tx, districtId)
  const traces = await tracesOf(tx, context, { personId, personKey })
  await eraseAttendance(tx, districtId, { traces, personId, rows })
  const changes = await eraseReports(tx, context, { issueIds: traces.issueIds, at, rows })
  await erasePhotos(tx, districtId, { photos: traces.photos, at, rows })
  await forgetAnswers(tx, districtId, { keys: traces.keys, actors: traces.actors, rows })
  const erasure: Erasure = { tombstone, at, now, rows, reference }
  if (personId !== undefined) {
    changes.push(...(await eraseSignUps(tx, context, { ...erasure, personId })))
    changes.push(...(await eraseDuties(tx, districtId, { ...erasure, personId })))
    await eraseCredentials(tx, districtId, { ...erasure, personId })
    await eraseRecords(tx, context, { ...erasure, personId, formerIds: traces.formerIds })
  }
  await eraseActs(tx, context, traces, erasure)
  // Any change makes open event streams look at their credentials again: the person's sessions are gone.
  if (changes.length === 0) changes.push(staffingChange(reference.tree.root.id))
  return { tombstone, rows: rows.all(), changes }
}

/** What the person wrote about their hours, what hosts did, and what certifies them. That somebody was there stays, as a count. */
async function eraseAttendance(
  tx: Tx,
  districtId: string,
  { traces, personId = '', rows }: { traces: PersonTraces; personId?: string | undefined; rows: RowCounts },
): Promise<void> {
  const steps: [string, ReturnType<typeof sql>][] = [
    [
      'corrections',
      sql`delete from corrections where district_id = ${districtId} and sign_up_id = any(${traces.signUpIds}::text[])`,
    ],
    [
      'host_notes',
      sql`delete from host_notes where district_id = ${districtId} and sign_up_id = any(${traces.signUpIds}::text[])`,
    ],
    [
      'corrections',
      sql`update corrections set requested_by = null where district_id = ${districtId} and requested_by = any(${traces.actors}::text[])`,
    ],
    [
      'corrections',
      sql`update corrections set decided_by = null where district_id = ${districtId} and decided_by = any(${traces.actors}::text[])`,
    ],
    ['certificates', sql`delete from certificates where district_id = ${districtId} and person_id = ${personId}`],
  ]
  for (const [table, step] of steps) rows.add(table, (await step.execute(tx)).numAffectedRows)
}

interface Erasure extends Pick<ErasePerson, 'reference'> {
  tombstone: string
  at: string
  now: number
  rows: RowCounts
}
type OfPerson = Erasure & { personId: string }

/** What is to come is cancelled, and the first who waits moves up; what has been stays as a count. */
async function eraseSignUps(
  tx: Tx,
  { districtId }: Context,
  { personId, tombstone, now, rows, reference }: OfPerson,
): Promise<NewChange[]> {
  const open = await tx
    .selectFrom('sign_ups')
    .innerJoin('shifts', (join) =>
      join.onRef('shifts.district_id', '=', 'sign_ups.district_id').onRef('shifts.id', '=', 'sign_ups.shift_id'),
    )
    .select(['sign_ups.id', 'sign_ups.shift_id as slotId', 'sign_ups.org_id as orgId', 'sign_ups.person_id as personId'])
    .where('sign_ups.district_id', '=', districtId)
    .where('sign_ups.person_id', '=', personId)
    .where('sign_ups.state', '<>', 'cancelled')
    .where('shifts.starts_at', '>', new Date(now).toISOString())
    .orderBy('sign_ups.shift_id')
    .execute()
  const changes: NewChange[] = []
  for (const signUp of open) {
    const result = await cancelStored(tx, districtId, signUp, { ...reference, now })
    if (result.ok) changes.push(...result.changes)
  }
  const { numUpdatedRows } = await tx
    .updateTable('sign_ups')
    .set({ person_id: tombstone, role: null, roles: null, absence: null })
    .where('district_id', '=', districtId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  rows.add('sign_ups', numUpdatedRows)
  await lapseSwapsOf(tx, districtId, personId)
  const { numAffectedRows } = await sql`
    update swaps set taker_id = nullif(taker_id, ${personId}), to_person_id = nullif(to_person_id, ${personId})
    where district_id = ${districtId} and ${personId} in (taker_id, to_person_id)`.execute(tx)
  rows.add('swaps', numAffectedRows)
  return changes
}

/** Appointments end now and stand as a count; whatever else names the person as holder names nobody. */
async function eraseDuties(tx: Tx, districtId: string, { personId, tombstone, at, rows }: OfPerson): Promise<NewChange[]> {
  const { rows: ended } = await sql<{ gridId: string }>`
    update appointments set person_id = ${tombstone}, from_at = least(from_at, ${at}::timestamptz),
      to_at = least(coalesce(to_at, ${at}::timestamptz), ${at}::timestamptz)
    where district_id = ${districtId} and person_id = ${personId} returning grid_id as "gridId"`.execute(tx)
  rows.add('appointments', ended.length)
  const steps: [string, ReturnType<typeof sql>][] = [
    [
      'appointments',
      sql`update appointments set appointed_by = null where district_id = ${districtId} and appointed_by = ${personId}`,
    ],
    [
      'organisations',
      sql`update organisations set liaison_id = null where district_id = ${districtId} and liaison_id = ${personId}`,
    ],
    // A record keeps that somebody answered for it only as long as it may be said who.
    [
      'attendances',
      sql`update attendances set in_charge_id = null where district_id = ${districtId} and in_charge_id = ${personId}`,
    ],
    ['groups', sql`update groups set owner_person_id = null where district_id = ${districtId} and owner_person_id = ${personId}`],
    [
      'teams',
      sql`update teams set leader_id = nullif(leader_id, ${personId}), member_ids = member_ids - ${personId}::text
        where district_id = ${districtId} and (leader_id = ${personId} or member_ids ? ${personId})`,
    ],
    ['role_appointments', sql`delete from role_appointments where district_id = ${districtId} and person_id = ${personId}`],
  ]
  for (const [table, step] of steps) rows.add(table, (await step.execute(tx)).numAffectedRows)
  // Every process reads appointments again.
  await sql`update districts set reference_version = reference_version + 1 where district_id = ${districtId}`.execute(tx)
  return [...new Set(ended.map(({ gridId }) => gridId))].map(staffingChange)
}

const staffingChange = (id: string): NewChange => ({ topic: 'grid', id, gridPath: [id], data: { op: 'staffing' } })

/** No way in is left. */
async function eraseCredentials(tx: Tx, districtId: string, { personId, at, rows }: OfPerson): Promise<void> {
  for (const table of ['identities', 'sessions', 'sign_ins', 'calendar_addresses'] as const) {
    const { numAffectedRows } = await sql`
      delete from ${sql.table(table)} where district_id = ${districtId} and person_id = ${personId}`.execute(tx)
    rows.add(table, numAffectedRows)
  }
  const { numAffectedRows } = await sql`
    update staff_tokens set person_id = null, revoked_at = coalesce(revoked_at, ${at}::timestamptz)
    where district_id = ${districtId} and person_id = ${personId}`.execute(tx)
  rows.add('staff_tokens', numAffectedRows)
}

/** What is about the person only. In the end nothing but an empty row says that there was somebody. */
async function eraseRecords(
  tx: Tx,
  context: Context,
  { personId, formerIds, tombstone, at, rows }: OfPerson & Pick<PersonTraces, 'formerIds'>,
): Promise<void> {
  const { districtId } = context
  const known = await tx
    .selectFrom('people')
    .select('name_hash')
    .where('district_id', '=', districtId)
    .where('id', '=', personId)
    .executeTakeFirst()
  if (known?.name_hash) rows.add('corrections', await forgetInCharge(tx, context, known.name_hash))
  const own = [
    'employees',
    'staff_numbers',
    'memberships',
    'registrations',
    'consents',
    'volunteer_profiles',
    'roster_plan_seats',
  ] as const
  for (const table of own) {
    const { numAffectedRows } = await sql`
      delete from ${sql.table(table)} where district_id = ${districtId} and person_id = ${personId}`.execute(tx)
    rows.add(table, numAffectedRows)
  }
  const ids = sql`any(${[personId, ...formerIds]}::text[])`
  const { numAffectedRows: merges } = await sql`
    delete from merged_people where district_id = ${districtId} and (person_id = ${ids} or gone_id = ${ids})`.execute(tx)
  rows.add('merged_people', merges)
  // The command that entered the person has their id as its key.
  for (const id of [personId, ...formerIds]) rows.add('idempotency', await eraseCommand(tx, context, id))
  const { numAffectedRows } = await sql`
    update people set id = ${tombstone}, plain_name = null, name_sealed = null, name_hash = null, phone_sealed = null,
      phone_hash = null, plain_party_status = null, party_status_sealed = null, affiliation = null, minor = false, waiting_since = null,
      erased_at = ${at}::timestamptz
    where district_id = ${districtId} and id = ${personId}`.execute(tx)
  rows.add('people', numAffectedRows)
}

/** What the person did stays done; that it was them, and what they wrote about it, goes. The audit's chain holds without. */
async function eraseActs(
  tx: Tx,
  context: Context,
  { actors, subjects, staffIds }: PersonTraces,
  { at, rows }: Erasure,
): Promise<void> {
  const { districtId } = context
  const { numAffectedRows: steps } = await sql`
    update issue_transitions set actor = jsonb_set(actor, '{id}', ${JSON.stringify(ERASED_ACTOR)}::jsonb), reason = null,
      salts = salts - array['actor', 'reason'], erasure_told = false
    where district_id = ${districtId} and actor->>'id' = any(${staffIds}::text[])`.execute(tx)
  rows.add('issue_transitions', steps)
  await tellErasedSteps(tx, context, { at, actor: 'erasure' })
  const where = sql`actor = any(${actors}::text[]) or subject = any(${subjects}::text[])`
  rows.add('audit_entries', await eraseOpenings(tx, context, { at, actor: 'erasure', where }))
}
