import type { KnownPerson } from '@wangge/core/roster'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { birthYearPlace, openSealedPerson } from '../privacy/sealed-fields.ts'
import type { Queries } from './database.ts'
import { withoutNulls } from './without-nulls.ts'

export interface PersonKeys {
  ids: readonly string[]
  phoneHashes: readonly string[]
  staffHashes: readonly string[]
}

/** Everybody whom one of the keys means, with what an import compares; six statements, however many they are. */
export async function knownPeople(
  db: Queries,
  context: Context,
  { ids, phoneHashes, staffHashes }: PersonKeys,
): Promise<KnownPerson[]> {
  const { districtId } = context
  const { rows: people } = await sql<PersonRow>`
    select id, name_hash, named_by_host, phone_hash, party_status_sealed, minor, case when minor then (
        select birth_year_sealed from volunteer_profiles as profile
        where profile.district_id = people.district_id and profile.person_id = people.id) end as birth_year_sealed
    from people where district_id = ${districtId} and erased_at is null and (
      id = any(${ids}::text[]) or phone_hash = any(${phoneHashes}::text[]) or id in (
        select person_id from employees where district_id = ${districtId} and number_hash = any(${staffHashes}::text[])
      )
    ) order by id`.execute(db)
  const found = people.map(({ id }) => id)
  const of = (table: 'employees' | 'memberships' | 'registrations' | 'appointments' | 'consents') =>
    sql`${sql.table(table)} where district_id = ${districtId} and person_id = any(${found}::text[])`
  const [employees, memberships, registrations, appointments, consents] = [
    byPerson(
      (await sql<OfPerson & { number_hash: string }>`select person_id, number_hash from ${of('employees')}`.execute(db)).rows,
    ),
    byPerson(
      (
        await sql<
          OfPerson & Span & { org_id: string }
        >`select person_id, org_id, from_at, to_at from ${of('memberships')}`.execute(db)
      ).rows,
    ),
    byPerson(
      (
        await sql<OfPerson & Registered>`select person_id, community_id, micro_grid_id, kind from ${of('registrations')}`.execute(
          db,
        )
      ).rows,
    ),
    byPerson(
      (
        await sql<
          OfPerson & Span & Appointed
        >`select person_id, role, grid_id, from_at, to_at from ${of('appointments')}`.execute(db)
      ).rows,
    ),
    byPerson(
      (
        await sql<
          OfPerson & Given
        >`select person_id, purpose, version, given_by from ${of('consents')} and withdrawn_at is null`.execute(db)
      ).rows,
    ),
  ]
  return people.map((row) => {
    const { id, name_hash: nameKey, named_by_host: isNamedByHost, phone_hash: phoneKey, party_status_sealed, minor } = row
    const { birth_year_sealed: year } = row
    const { partyStatus } = openSealedPerson(context, { id, name_sealed: null, phone_sealed: null, party_status_sealed })
    return withoutNulls({
      ...{ id, nameKey, isNamedByHost, phoneKey, minor, partyStatus: partyStatus ?? null },
      birthYear: year === null ? null : Number(context.keyring.open(year, birthYearPlace(districtId, id))),
      staffKeys: employees(id).map(({ number_hash }) => number_hash),
      memberships: memberships(id).map(({ org_id: orgId, from_at: from, to_at: to }) => withoutNulls({ orgId, from, to })),
      registrations: registrations(id).map(({ community_id: communityId, micro_grid_id: microGridId, kind }) =>
        withoutNulls({ communityId, microGridId, kind }),
      ),
      appointments: appointments(id).map(({ role, grid_id: gridId, from_at: from, to_at: to }) =>
        withoutNulls({ role, gridId, from, to }),
      ),
      consents: consents(id).map(({ purpose, version, given_by: by }) => ({ purpose, version, by })),
    })
  }) as KnownPerson[]
}

interface PersonRow {
  id: string
  name_hash: string | null
  named_by_host: boolean
  phone_hash: string | null
  party_status_sealed: string | null
  minor: boolean
  /** Of minors. */
  birth_year_sealed: string | null
}
interface OfPerson {
  person_id: string
}
interface Span {
  from_at: string
  to_at: string | null
}
interface Registered {
  community_id: string
  micro_grid_id: string | null
  kind: string
}
interface Appointed {
  role: string
  grid_id: string
}
interface Given {
  purpose: string
  version: number
  given_by: 'self' | 'guardian'
}

function byPerson<Row extends OfPerson>(rows: readonly Row[]): (personId: string) => readonly Row[] {
  const lists = new Map<string, Row[]>()
  for (const row of rows) {
    const list = lists.get(row.person_id)
    if (list) list.push(row)
    else lists.set(row.person_id, [row])
  }
  return (personId) => lists.get(personId) ?? []
}
