import { presenceOf } from '@wangge/core/roster'
import type { Absence, HeldRole, PersonRecord } from '@wangge/core/roster'
import type { SignUpView } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { birthYearPlace, openSealedPerson } from '../privacy/sealed-fields.ts'
import { ATTENDANCE_COLUMNS, attendanceOf } from './attendance.ts'
import type { AttendanceColumns } from './attendance.ts'
import { consentsOf } from './consents.ts'
import type { Tx } from './database.ts'
import { roleOf } from './role-appointments.ts'
import { withoutNulls } from './without-nulls.ts'

/** What of a person a merge is decided by (core's `mergePeople`); undefined where there is nobody. */
export async function personRecord(tx: Tx, context: Context, id: string): Promise<PersonRecord | undefined> {
  const { districtId } = context
  const row = await tx
    .selectFrom('people')
    .select(['id', 'name_sealed', 'name_hash', 'named_by_host', 'phone_sealed', 'phone_hash', 'party_status_sealed', 'minor'])
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .where('erased_at', 'is', null)
    .executeTakeFirst()
  if (!row) return undefined
  const of = (table: 'memberships' | 'registrations' | 'appointments' | 'role_appointments') =>
    sql`${sql.table(table)} where district_id = ${districtId} and person_id = ${id}`
  const { rows: memberships } = await sql<{ orgId: string; from: string; to: string | null }>`
    select org_id as "orgId", from_at as "from", to_at as "to" from ${of('memberships')} order by from_at`.execute(tx)
  const { rows: registrations } = await sql<{ communityId: string; microGridId: string | null; kind: string }>`
    select community_id as "communityId", micro_grid_id as "microGridId", kind from ${of('registrations')} order by 1, 3`.execute(
    tx,
  )
  const { rows: appointments } = await sql<HeldRole & { to: string | null }>`
    select id, role, grid_id as "gridId", from_at as "from", to_at as "to" from ${of('appointments')} order by id`.execute(tx)
  const roles = await tx
    .selectFrom('role_appointments')
    .selectAll()
    .where('district_id', '=', districtId)
    .where('person_id', '=', id)
    .orderBy('id')
    .execute()
  const { partyStatus } = openSealedPerson(context, row)
  const profile = await profileOf(tx, context, id)
  return {
    ...withoutNulls({ id, nameKey: row.name_hash, phoneKey: row.phone_hash }),
    ...{ isNamedByHost: row.named_by_host, minor: row.minor },
    ...(partyStatus !== undefined && { partyStatus }),
    memberships: memberships.map(withoutNulls),
    registrations: registrations.map(withoutNulls),
    appointments: appointments.map(withoutNulls),
    roles: roles.map(roleOf),
    consents: await consentsOf(tx, districtId, id),
    places: await placesOf(tx, districtId, id),
    ...(profile && { profile }),
  } as PersonRecord
}

interface PlaceRow extends AttendanceColumns {
  signUpId: string
  slotId: string
  startsAt: string
  endsAt: string
  state: Exclude<SignUpView['state'], 'cancelled'>
  isCalledOff: boolean
  absence: Absence | null
}

async function placesOf(tx: Tx, districtId: string, id: string): Promise<PersonRecord['places']> {
  const { rows } = await sql<PlaceRow>`
    select sign_ups.id as "signUpId", sign_ups.shift_id as "slotId", shifts.starts_at as "startsAt", shifts.ends_at as "endsAt",
      sign_ups.state, shifts.cancelled as "isCalledOff", sign_ups.absence, ${ATTENDANCE_COLUMNS}
    from sign_ups
    join shifts on shifts.district_id = sign_ups.district_id and shifts.id = sign_ups.shift_id
    left join attendances on attendances.district_id = sign_ups.district_id and attendances.sign_up_id = sign_ups.id
    where sign_ups.district_id = ${districtId} and sign_ups.person_id = ${id} and sign_ups.state <> 'cancelled'
    order by sign_ups.id`.execute(tx)
  return rows.map((row) => {
    const { signUpId, slotId, startsAt, endsAt, state, isCalledOff, absence } = row
    const presence = presenceOf(attendanceOf(row))
    return {
      ...{ signUpId, slotId, startsAt, endsAt, state, isCalledOff, isAbsent: absence !== null },
      ...{ checkedInAt: presence.in, checkedOutAt: presence.out },
    }
  })
}

async function profileOf(tx: Tx, { districtId, keyring }: Context, id: string): Promise<PersonRecord['profile']> {
  const row = await tx
    .selectFrom('volunteer_profiles')
    .select(['skills', 'birth_year_sealed', 'at'])
    .where('district_id', '=', districtId)
    .where('person_id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  const { skills, birth_year_sealed: sealed, at } = row
  return { skills, at, ...(sealed !== null && { birthYear: Number(keyring.open(sealed, birthYearPlace(districtId, id))) }) }
}
