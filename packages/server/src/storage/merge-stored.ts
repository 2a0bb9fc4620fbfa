import { mergePeople } from '@wangge/core/roster'
import type { HeldRole, MergeClash, MergedPerson, PersonRecord } from '@wangge/core/roster'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { openSealedPerson, sealPerson } from '../privacy/sealed-fields.ts'
import { createRowCounts } from '../privacy/row-counts.ts'
import type { RowCounts } from '../privacy/row-counts.ts'
import { lockPerson } from '../privacy/person-traces.ts'
import { notFound, refused } from '../problem.ts'
import { supersedeCertificates } from './certificates.ts'
import type { NewChange } from './changes.ts'
import type { Tx } from './database.ts'
import { dropDoubles } from './drop-doubles.ts'
import { lockSlots } from './lock-slot.ts'
import { mergedInto } from './merged-people.ts'
import { moveTraces } from './move-traces.ts'
import { listOrganisations } from './organisations.ts'
import { personRecord } from './person-record.ts'
import { recordRolls } from './quota.ts'
import type { Reference } from './reference.ts'
import { rosterChanges } from './roster-changes.ts'
import { saveProfile } from './volunteer-profiles.ts'
import { lockPeople } from './volunteers.ts'

export interface Merging {
  /** Who stays. */
  keepId: string
  /** Whose records become theirs. */
  goneId: string
  /** Epoch milliseconds. */
  now: number
  /** Read before the transaction: the embedded database has one connection. */
  reference: Reference
}

export type StoredMerge = { ok: true; rows: Record<string, number>; changes: NewChange[] } | { ok: false; clashes: MergeClash[] }

/**
 * Makes two people one, by core's rule: every row that names who is gone names who stays. What others did or said under the
 * id that is gone stays as it was said, because it is chained; the id leads on.
 * @throws ProblemError 404 `unknown-person`; 409 refused `person-merged` where one of them is part of another already
 */
export async function mergeStored(tx: Tx, context: Context, merging: Merging): Promise<StoredMerge> {
  const { keepId, goneId, now, reference } = merging
  const { districtId } = context
  await lockPeople(tx, districtId, [keepId, goneId])
  for (const id of [keepId, goneId].sort()) await lockPerson(tx, districtId, id)
  // Whoever reads a shift's list under its lock must not write it back with the id that is gone.
  const slotIds = await slotsOf(tx, districtId, [keepId, goneId])
  await lockSlots(tx, districtId, slotIds)
  const [keep, gone] = [await recordOf(tx, context, keepId), await recordOf(tx, context, goneId)]
  const organisations = await listOrganisations(tx, districtId)
  const result = mergePeople(keep, gone, { now, tree: reference.tree, organisations })
  if (!result.ok) return result
  const { merged } = result
  const at = new Date(now).toISOString()
  const rows = createRowCounts()
  const { doubles } = merged
  await dropDoubles(tx, districtId, { doubles, at })
  rows.add('sign_ups', doubles.length)
  await savePerson(tx, context, { keepId, goneId, merged, rows })
  await saveSpans(tx, districtId, { keepId, goneId, merged, records: [keep, gone], rows })
  await dropConsents(tx, districtId, { merged, records: [keep, gone], rows })
  await tx.deleteFrom('volunteer_profiles').where('district_id', '=', districtId).where('person_id', '=', goneId).execute()
  if (merged.profile) await saveProfile(tx, context, { personId: keepId, ...merged.profile })
  await moveTraces(tx, districtId, { keepId, goneId, rows })
  await tx.insertInto('merged_people').values({ district_id: districtId, gone_id: goneId, person_id: keepId, at }).execute()
  await supersedeCertificates(tx, context, reference, { personId: keepId, now })
  await recordRolls(tx, districtId, { now, timeZone: reference.timeZone })
  // Every process reads appointments again.
  await sql`update districts set reference_version = reference_version + 1, reference_at = ${at}::timestamptz
    where district_id = ${districtId}`.execute(tx)
  return { ok: true, rows: rows.all(), changes: await changesOf(tx, districtId, { gone, reference, slotIds }) }
}

async function recordOf(tx: Tx, context: Context, id: string): Promise<PersonRecord> {
  const record = await personRecord(tx, context, id)
  if (record) return record
  const into = await mergedInto(tx, context.districtId, id)
  if (into !== undefined) throw refused('person-merged', { id, personId: into })
  throw notFound('unknown-person', 'There is no such person')
}

async function slotsOf(tx: Tx, districtId: string, personIds: readonly string[]): Promise<string[]> {
  const rows = await tx
    .selectFrom('sign_ups')
    .select('shift_id')
    .distinct()
    .where('district_id', '=', districtId)
    .where('person_id', 'in', [...personIds])
    .where('state', '<>', 'cancelled')
    .execute()
  return rows.map(({ shift_id: id }) => id).sort()
}

interface Saved {
  keepId: string
  goneId: string
  merged: MergedPerson
  rows: RowCounts
}

/** The name and the number that stand, sealed anew: a sealed text opens under its own row's id alone. */
async function savePerson(tx: Tx, context: Context, { keepId, goneId, merged, rows }: Saved): Promise<void> {
  const { districtId } = context
  const { rows: people } = await sql<{
    id: string
    name_sealed: string | null
    phone_sealed: string | null
    party_status_sealed: string | null
    affiliation: string | null
    waiting_since: string | null
  }>`select id, name_sealed, phone_sealed, party_status_sealed, affiliation, waiting_since from people
    where district_id = ${districtId} and id = any(${[keepId, goneId]}::text[])`.execute(tx)
  const of = (id: string | undefined) => people.find((one) => one.id === id)
  const opened = (id: string | undefined) => {
    const row = of(id)
    return row && openSealedPerson(context, row)
  }
  const [keep, gone] = [of(keepId)!, of(goneId)!]
  const waiting = [keep, gone].flatMap(({ waiting_since: since }) => since ?? []).sort((a, b) => Date.parse(b) - Date.parse(a))
  const sealed = sealPerson(context, {
    ...{ id: keepId, name: opened(merged.nameOf)?.name, phone: opened(merged.phoneOf)?.phone },
    partyStatus: merged.partyStatus,
  })
  await tx.deleteFrom('people').where('district_id', '=', districtId).where('id', '=', goneId).execute()
  await tx
    .updateTable('people')
    .set({
      ...sealed,
      ...{ minor: merged.minor, named_by_host: merged.isNamedByHost, waiting_since: waiting[0] ?? null },
      affiliation: keep.affiliation ?? gone.affiliation,
    })
    .where('district_id', '=', districtId)
    .where('id', '=', keepId)
    .execute()
  rows.add('people', 2)
}

interface Spans extends Saved {
  records: readonly PersonRecord[]
}

async function saveSpans(tx: Tx, districtId: string, { keepId, goneId, merged, records, rows }: Spans): Promise<void> {
  for (const table of ['memberships', 'registrations'] as const) {
    const { numDeletedRows } = await tx
      .deleteFrom(table)
      .where('district_id', '=', districtId)
      .where('person_id', 'in', [keepId, goneId])
      .executeTakeFirst()
    rows.add(table, numDeletedRows)
  }
  const common = { district_id: districtId, person_id: keepId }
  for (const { orgId, from, to = null } of merged.memberships) {
    await tx
      .insertInto('memberships')
      .values({ ...common, org_id: orgId, from_at: from, to_at: to })
      .execute()
  }
  for (const { communityId, microGridId = null, kind } of merged.registrations) {
    const values = { ...common, community_id: communityId, micro_grid_id: microGridId, kind }
    await tx.insertInto('registrations').values(values).execute()
  }
  for (const [table, list] of [
    ['appointments', 'appointments'],
    ['role_appointments', 'roles'],
  ] as const) {
    await saveHeld(tx, districtId, { table, before: records.flatMap((one) => one[list]), after: merged[list] })
  }
}

async function saveHeld(
  tx: Tx,
  districtId: string,
  {
    table,
    before,
    after,
  }: { table: 'appointments' | 'role_appointments'; before: readonly HeldRole[]; after: readonly HeldRole[] },
): Promise<void> {
  const stays = new Map(after.map((one) => [one.id, one]))
  const dropped = before.flatMap(({ id }) => (stays.has(id) ? [] : [id]))
  await sql`delete from ${sql.table(table)} where district_id = ${districtId} and id = any(${dropped}::text[])`.execute(tx)
  for (const { id, to } of before.filter((one) => stays.has(one.id) && stays.get(one.id)!.to !== one.to)) {
    const until = stays.get(id)!.to ?? null
    if (until === (to ?? null)) continue
    await sql`update ${sql.table(table)} set to_at = ${until}::timestamptz where district_id = ${districtId} and id = ${id}`.execute(
      tx,
    )
  }
}

async function dropConsents(
  tx: Tx,
  districtId: string,
  { merged, records, rows }: Omit<Spans, 'keepId' | 'goneId'>,
): Promise<void> {
  const stays = new Set(merged.consents.map(({ id }) => id))
  const dropped = records.flatMap(({ consents }) => consents.flatMap(({ id }) => (stays.has(id) ? [] : [id])))
  if (dropped.length === 0) return
  await tx.deleteFrom('consents').where('district_id', '=', districtId).where('id', 'in', dropped).execute()
  rows.add('consents', dropped.length)
}

/** Whoever sees the shifts and the grids that the person who is gone stood at; open streams look at their credentials again. */
async function changesOf(
  tx: Tx,
  districtId: string,
  { gone, reference, slotIds }: { gone: PersonRecord; reference: Reference; slotIds: readonly string[] },
): Promise<NewChange[]> {
  const ofSlot = new Map(gone.places.map(({ slotId, signUpId }) => [slotId, signUpId]))
  const changes: NewChange[] = []
  for (const slotId of slotIds) {
    const signUpId = ofSlot.get(slotId)
    if (signUpId === undefined) continue
    changes.push(...(await rosterChanges(tx, districtId, reference.tree, { slotId, signUpIds: [signUpId] })))
  }
  const grids = new Set([reference.tree.root.id, ...gone.appointments.flatMap(({ gridId }) => gridId ?? [])])
  return [...changes, ...[...grids].map((id): NewChange => ({ topic: 'grid', id, gridPath: [id], data: { op: 'staffing' } }))]
}
