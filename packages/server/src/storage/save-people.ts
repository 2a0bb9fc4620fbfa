import { createUlid } from '@wangge/core'
import type { PersonPlan } from '@wangge/core/roster'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { guardianPlace, sealPerson, sealStaffNumber } from '../privacy/sealed-fields.ts'
import { bulkInsert } from '../seed/bulk-insert.ts'
import type { Tx } from './database.ts'

/** Records a statement. */
const BATCH = 2_000

export interface Saving {
  /** Who appoints: the id of a person, with whom it is erased. @defaultValue nobody that is known by one */
  by?: string | null | undefined
  /** Epoch milliseconds. */
  now: number
  onProgress?: Written | undefined
}

/** How many rows are written of how many. */
export type Written = (done: number, total: number) => void

/** Writes what an import planned, in statements of thousands of rows. */
export async function savePeople(
  tx: Tx,
  context: Context,
  plans: readonly PersonPlan[],
  { by = null, now, onProgress = () => {} }: Saving,
): Promise<void> {
  const { districtId, keyring, random } = context
  const at = new Date(now).toISOString()
  const named = plans.filter(isNamed)
  const sum = (count: (plan: PersonPlan) => number) => plans.reduce((all, plan) => all + count(plan), named.length)
  const total = sum(
    ({ staffNumbers, membership, registration, appointments, consents }) =>
      staffNumbers.length + (membership ? 1 : 0) + (registration ? 1 : 0) + appointments.length + consents.length,
  )
  let done = 0
  const written = (count: number) => onProgress((done += count), total)
  /** Rows whose fields are named as their columns. */
  const insert = (table: string, types: Record<string, string>, rows: object[]) => {
    const columns = Object.fromEntries(Object.entries(types).map(([name, type]) => [name, [type, name] as const]))
    return bulkInsert(tx, districtId, { file: table, table, columns }, rows, written)
  }
  await savePersons(tx, context, named, written)
  await insert(
    'employees',
    { org_id: TEXT, number_hash: TEXT, number_sealed: TEXT, person_id: TEXT },
    plans.flatMap(({ id, staffNumbers }) =>
      staffNumbers.map(({ orgId, staffNumber }) => ({
        org_id: orgId,
        ...sealStaffNumber(context, orgId, staffNumber),
        person_id: id,
      })),
    ),
  )
  await endMemberships(tx, districtId, plans, at)
  await insert(
    'memberships',
    { person_id: TEXT, org_id: TEXT, from_at: TIME, to_at: TIME },
    plans.flatMap(({ id, membership }) => {
      if (!membership) return []
      const { orgId, from, to = null } = membership
      return [{ person_id: id, org_id: orgId, from_at: from, to_at: to }]
    }),
  )
  await saveRegistrations(tx, districtId, plans, written)
  await insert(
    'appointments',
    { id: TEXT, role: TEXT, person_id: TEXT, grid_id: TEXT, from_at: TIME, appointed_by: TEXT },
    plans.flatMap(({ id, appointments }) =>
      appointments.map(({ role, gridId, from }) => ({
        ...{ id: createUlid(now, random), role, person_id: id, grid_id: gridId, from_at: from, appointed_by: by },
      })),
    ),
  )
  await insert(
    'consents',
    { id: TEXT, person_id: TEXT, purpose: TEXT, version: 'int', given_by: TEXT, guardian_sealed: TEXT, at: TIME },
    plans.flatMap(({ id, consents }) =>
      consents.map(({ purpose, version, by, guardian }) => {
        const consentId = createUlid(now, random)
        const sealed = guardian === undefined ? null : keyring.seal(guardian, guardianPlace(districtId, consentId))
        return { id: consentId, person_id: id, purpose, version, given_by: by, guardian_sealed: sealed, at }
      }),
    ),
  )
}

const TEXT = 'text'
const TIME = 'timestamptz'

/** Whether anything of the person's own is to be written. */
const isNamed = ({ isNew, name, phone, partyStatus, minor }: PersonPlan): boolean =>
  isNew || [name, phone, partyStatus, minor].some((one) => one !== undefined)

async function savePersons(
  tx: Tx,
  context: Context,
  plans: readonly PersonPlan[],
  written: (count: number) => void,
): Promise<void> {
  for (let start = 0; start < plans.length; start += BATCH) {
    // Sealed as they are written: sealing takes longer than writing, and nobody is to wait for either without a word.
    const rows = plans.slice(start, start + BATCH).map(({ id, name, phone, partyStatus, minor = false }) => ({
      id,
      minor,
      ...sealPerson(context, { id, name, phone, partyStatus }),
    }))
    // What is not told stays as it is; somebody whom only their employer had named gets the district's own name.
    await sql`
      insert into people (district_id, id, name_sealed, name_hash, phone_sealed, phone_hash, party_status_sealed, minor)
      select ${context.districtId}, id, name_sealed, name_hash, phone_sealed, phone_hash, party_status_sealed, minor
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as record(
        id text, name_sealed text, name_hash text, phone_sealed text, phone_hash text, party_status_sealed text, minor boolean)
      on conflict (district_id, id) do update set
        name_sealed = coalesce(excluded.name_sealed, people.name_sealed),
        name_hash = coalesce(excluded.name_hash, people.name_hash),
        named_by_host = people.named_by_host and excluded.name_sealed is null,
        phone_sealed = coalesce(excluded.phone_sealed, people.phone_sealed),
        phone_hash = coalesce(excluded.phone_hash, people.phone_hash),
        party_status_sealed = coalesce(excluded.party_status_sealed, people.party_status_sealed),
        minor = people.minor or excluded.minor`.execute(tx)
    written(rows.length)
  }
  // A word that somebody is one is kept beside what is there, so that the end of it is written apart.
  const grown = plans.filter(({ isNew, minor }) => !isNew && minor === false).map(({ id }) => id)
  if (grown.length === 0) return
  await sql`update people set minor = false where district_id = ${context.districtId} and id = any(${grown}::text[])`.execute(tx)
}

async function endMemberships(tx: Tx, districtId: string, plans: readonly PersonPlan[], at: string): Promise<void> {
  const ends = plans.flatMap(({ id, membershipEnds }) => membershipEnds.map((end) => ({ id, ...end })))
  if (ends.length > 0) {
    await sql`
      update memberships set to_at = ending.to_at
      from (select id, "orgId", "to" as to_at
        from jsonb_to_recordset(${JSON.stringify(ends)}::jsonb) as record(id text, "orgId" text, "to" timestamptz)) as ending
      where district_id = ${districtId} and person_id = ending.id and org_id = ending."orgId"
        and (memberships.to_at is null or memberships.to_at > ${at}::timestamptz)`.execute(tx)
  }
  const left = plans.flatMap(({ id, membership }) =>
    membership && membership.leaves.length > 0 ? [{ id, at: membership.from }] : [],
  )
  if (left.length === 0) return
  await sql`
    update memberships set to_at = leaving.at from jsonb_to_recordset(${JSON.stringify(left)}::jsonb) as leaving(id text, at timestamptz)
    where district_id = ${districtId} and person_id = leaving.id and from_at < leaving.at
      and (to_at is null or to_at > leaving.at)`.execute(tx)
}

async function saveRegistrations(
  tx: Tx,
  districtId: string,
  plans: readonly PersonPlan[],
  written: (count: number) => void,
): Promise<void> {
  const planned = plans.flatMap(({ id, registration }) => (registration ? [{ id, ...registration }] : []))
  const left = planned.flatMap(({ id, leaves }) => leaves.map((communityId) => ({ id, communityId })))
  if (left.length > 0) {
    await sql`
      delete from registrations using jsonb_to_recordset(${JSON.stringify(left)}::jsonb) as leaving(id text, "communityId" text)
      where district_id = ${districtId} and person_id = leaving.id and community_id = leaving."communityId" and kind = 'dual'`.execute(
      tx,
    )
  }
  for (let start = 0; start < planned.length; start += BATCH) {
    const rows = planned.slice(start, start + BATCH)
    await sql`
      insert into registrations (district_id, person_id, community_id, micro_grid_id, kind)
      select ${districtId}, id, "communityId", "microGridId", 'dual'
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as record(id text, "communityId" text, "microGridId" text)
      on conflict (district_id, person_id, community_id, kind) do update set
        micro_grid_id = coalesce(excluded.micro_grid_id, registrations.micro_grid_id)`.execute(tx)
    written(rows.length)
  }
}
