import type { Duty } from '@wangge/core/roster'
import type { SignUpView, VolunteerInput } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { Queries, Tx } from './database.ts'

export interface NewSignUp {
  id: string
  slotId: string
  orgId: string
  personId: string
  state: 'seated' | 'waitlisted'
  consentVersion: number
  at: string
}

export interface StoredSignUp {
  id: string
  slotId: string
  orgId: string
  personId: string
}

/**
 * The organisation's employee with this number, made where it is new. Its row stays locked until the transaction ends, so
 * that one person's sign-ups for two slots at once see each other.
 */
export async function personOf(
  tx: Tx,
  districtId: string,
  { orgId, volunteer, newId }: { orgId: string; volunteer: VolunteerInput; newId: string },
): Promise<string> {
  const { rows } = await sql<{ person_id: string }>`
    insert into staff_numbers (district_id, org_id, staff_number, person_id)
    values (${districtId}, ${orgId}, ${volunteer.staffNumber}, ${newId})
    on conflict (district_id, org_id, staff_number) do update set person_id = staff_numbers.person_id
    returning person_id`.execute(tx)
  const personId = rows[0]!.person_id
  if (personId !== newId) return personId
  await tx
    .insertInto('people')
    .values({ district_id: districtId, id: newId, display_name: volunteer.name, party_status: null, affiliation: null })
    .execute()
  return personId
}

/** What the person is signed up for elsewhere, waitlists included: any of them may become a duty. */
export async function dutiesOf(tx: Tx, districtId: string, personId: string, exceptSlotId: string): Promise<Duty[]> {
  const rows = await tx
    .selectFrom('sign_ups')
    .innerJoin('shifts', (join) =>
      join.onRef('shifts.district_id', '=', 'sign_ups.district_id').onRef('shifts.id', '=', 'sign_ups.shift_id'),
    )
    .select(['shifts.id', 'shifts.starts_at', 'shifts.ends_at'])
    .where('sign_ups.district_id', '=', districtId)
    .where('sign_ups.person_id', '=', personId)
    .where('sign_ups.state', '<>', 'cancelled')
    .where('shifts.id', '<>', exceptSlotId)
    .where('shifts.cancelled', '=', false)
    .orderBy('shifts.starts_at')
    .execute()
  return rows.map(({ id, starts_at: startsAt, ends_at: endsAt }) => ({ slotId: id, startsAt, endsAt }))
}

/** @returns false where the id is taken. Only under the slot's lock. */
export async function insertSignUp(tx: Tx, districtId: string, signUp: NewSignUp): Promise<boolean> {
  const { slotId } = signUp
  const { numAffectedRows } = await sql`
    insert into sign_ups (district_id, id, shift_id, org_id, person_id, state, ordinal, consent_version, at)
    select ${districtId}, ${signUp.id}, ${slotId}, ${signUp.orgId}, ${signUp.personId}, ${signUp.state},
      coalesce(max(ordinal), 0) + 1, ${signUp.consentVersion}::bigint, ${signUp.at}::timestamptz
    from sign_ups where district_id = ${districtId} and shift_id = ${slotId}
    on conflict (district_id, id) do nothing`.execute(tx)
  return numAffectedRows === 1n
}

export async function findSignUp(db: Queries, districtId: string, id: string): Promise<StoredSignUp | undefined> {
  const row = await db
    .selectFrom('sign_ups')
    .select(['id', 'shift_id as slotId', 'org_id as orgId', 'person_id as personId'])
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row
}

/** The person's own sign-up for the slot that still counts. */
export async function setState(
  tx: Tx,
  districtId: string,
  { slotId, personId, state }: { slotId: string; personId: string; state: SignUpView['state'] },
): Promise<string | undefined> {
  const row = await tx
    .updateTable('sign_ups')
    .set({ state })
    .where('district_id', '=', districtId)
    .where('shift_id', '=', slotId)
    .where('person_id', '=', personId)
    .where('state', '<>', 'cancelled')
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

export async function findSignUpView(db: Queries, districtId: string, id: string): Promise<SignUpView | undefined> {
  const { rows } = await sql<SignUpView & { position: number | null }>`
    select id, shift_id as "slotId", org_id as "orgId", state, at,
      case when state = 'waitlisted' then (
        select count(*) from sign_ups ahead
        where ahead.district_id = own.district_id and ahead.shift_id = own.shift_id
          and ahead.state = 'waitlisted' and ahead.ordinal <= own.ordinal
      ) end as position
    from sign_ups own where district_id = ${districtId} and id = ${id}`.execute(db)
  const [row] = rows
  if (!row) return undefined
  const { position, ...view } = row
  return position === null ? view : { ...view, position }
}
