import type { Absence, Duty, ExpectedAt } from '@wangge/core/roster'
import type { Roster, SignUpView } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { ATTENDANCE_COLUMNS, isPresent, viewOfAttendance } from './attendance.ts'
import type { AttendanceViewColumns } from './attendance.ts'
import type { Queries, Tx } from './database.ts'
import { revised } from './revised.ts'
import { withoutNulls } from './without-nulls.ts'

export interface StoredSignUp {
  id: string
  slotId: string
  orgId: string
  personId: string
}

/** What the person is signed up for elsewhere, waitlists included: any of them may become a duty. */
export async function dutiesOf(tx: Queries, districtId: string, personId: string, ...exceptSlotIds: string[]): Promise<Duty[]> {
  const all = (await dutiesByPerson(tx, districtId, [personId])).get(personId) ?? []
  return all.filter(({ slotId }) => !exceptSlotIds.includes(slotId))
}

/** The same of many people at once, whoever is bound to something. */
export async function dutiesByPerson(
  tx: Queries,
  districtId: string,
  personIds: readonly string[],
): Promise<Map<string, Duty[]>> {
  const rows = await tx
    .selectFrom('sign_ups')
    .innerJoin('shifts', (join) =>
      join.onRef('shifts.district_id', '=', 'sign_ups.district_id').onRef('shifts.id', '=', 'sign_ups.shift_id'),
    )
    .select(['sign_ups.person_id', 'shifts.id', 'shifts.starts_at', 'shifts.ends_at'])
    .where('sign_ups.district_id', '=', districtId)
    .where('sign_ups.person_id', '=', sql<string>`any(${[...personIds]}::text[])`)
    .where('sign_ups.state', 'in', ['waitlisted', 'offered', 'seated'])
    .where('sign_ups.absence', 'is', null)
    .where('shifts.cancelled', '=', false)
    .orderBy('shifts.starts_at')
    .execute()
  return new Map(
    [...Map.groupBy(rows, (row) => row.person_id)].map(([personId, own]) => [
      personId,
      own.map(({ id, starts_at: startsAt, ends_at: endsAt }) => ({ slotId: id, startsAt, endsAt })),
    ]),
  )
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

/**
 * The person's own sign-up for a slot that still counts; the newest of those that do not where there is none. `wasCalledOff`: it was a seat
 * until the shift was called off, and the shift is off still.
 */
export async function signUpAt(
  db: Queries,
  districtId: string,
  { slotId, personId }: { slotId: string; personId: string },
): Promise<(StoredSignUp & { state: SignUpView['state']; wasCalledOff: boolean }) | undefined> {
  return db
    .selectFrom('sign_ups')
    .innerJoin('shifts', (join) =>
      join.onRef('shifts.district_id', '=', 'sign_ups.district_id').onRef('shifts.id', '=', 'sign_ups.shift_id'),
    )
    .select(['sign_ups.id', 'sign_ups.shift_id as slotId', 'sign_ups.org_id as orgId', 'sign_ups.person_id as personId'])
    .select(['sign_ups.state', sql<boolean>`sign_ups.seat_called_off and shifts.cancelled`.as('wasCalledOff')])
    .where('sign_ups.district_id', '=', districtId)
    .where('sign_ups.shift_id', '=', slotId)
    .where('sign_ups.person_id', '=', personId)
    .orderBy(sql`sign_ups.state = 'cancelled'`)
    .orderBy('sign_ups.ordinal', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Who of an organisation has a seat in some shifts and is to come, by shift; whoever has checked in keeps theirs. */
export async function seatedOf(
  db: Queries,
  districtId: string,
  { orgId, slotIds }: { orgId: string; slotIds: readonly string[] },
): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ slotId: string; personId: string }>`
    select shift_id as "slotId", person_id as "personId" from sign_ups where district_id = ${districtId} and org_id = ${orgId}
      and shift_id = any(${[...slotIds]}::text[]) and state = 'seated' and absence is null
      and not ${isPresent(sql`sign_ups`)}`.execute(db)
  const ofSlot = Map.groupBy(rows, ({ slotId }) => slotId)
  return new Map([...ofSlot].map(([slotId, seats]) => [slotId, seats.map(({ personId }) => personId)]))
}

/** Those of some shifts at which a person has checked in or out. */
export async function presentAt(
  db: Queries,
  districtId: string,
  { personId, slotIds }: { personId: string; slotIds: readonly string[] },
): Promise<Set<string>> {
  const { rows } = await sql<{ slotId: string }>`
    select shift_id as "slotId" from sign_ups where district_id = ${districtId} and person_id = ${personId}
      and shift_id = any(${[...slotIds]}::text[]) and state = 'seated' and ${isPresent(sql`sign_ups`)}`.execute(db)
  return new Set(rows.map(({ slotId }) => slotId))
}

/** The next shifts, so many at most, in which somebody else of the organisation has a seat. */
export async function shiftsOfColleagues(
  db: Queries,
  districtId: string,
  { orgId, personId = '', now, most }: { orgId: string; personId?: string | undefined; now: number; most: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select shifts.id from shifts
    where shifts.district_id = ${districtId} and not shifts.cancelled and shifts.starts_at > ${new Date(now).toISOString()}::timestamptz
      and exists (select 1 from sign_ups where sign_ups.district_id = shifts.district_id and sign_ups.shift_id = shifts.id
        and sign_ups.org_id = ${orgId} and sign_ups.person_id <> ${personId} and sign_ups.state = 'seated' and absence is null
        and not ${isPresent(sql`sign_ups`)})
    order by shifts.starts_at, shifts.id limit ${most}::int`.execute(db)
  return rows.map(({ id }) => id)
}

/** Whether somebody of these organisations has a seat at the slot. */
export async function hasSeatOf(
  db: Queries,
  districtId: string,
  { slotId, orgIds }: { slotId: string; orgIds: string[] },
): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`
    select exists (
      select 1 from sign_ups where district_id = ${districtId} and shift_id = ${slotId} and state = 'seated'
        and org_id = any(${orgIds}::text[])) as has`.execute(db)
  return rows[0]!.has
}

/** The shifts at which a person has a seat and may check in or out at an instant: what is not over first, then by start. */
export async function seatsAt(
  db: Queries,
  districtId: string,
  { personId, at, opensBeforeMinutes, closesAfterMinutes }: SeatsAt,
): Promise<(ExpectedAt & { orgId: string })[]> {
  const { rows } = await sql<ExpectedAt & { orgId: string }>`
    select shifts.id as "slotId", posts.name as post, shifts.starts_at as "startsAt", shifts.ends_at as "endsAt",
      sign_ups.org_id as "orgId"
    from sign_ups
    join shifts on shifts.district_id = sign_ups.district_id and shifts.id = sign_ups.shift_id
    join posts on posts.district_id = shifts.district_id and posts.id = shifts.post_id
    where sign_ups.district_id = ${districtId} and sign_ups.person_id = ${personId} and sign_ups.state = 'seated'
      and not shifts.cancelled and shifts.starts_at <= ${at}::timestamptz + ${opensBeforeMinutes}::int * interval '1 minute'
      and shifts.ends_at >= ${at}::timestamptz - ${closesAfterMinutes}::int * interval '1 minute'
    order by shifts.ends_at < ${at}::timestamptz, shifts.starts_at, shifts.id`.execute(db)
  return rows
}

interface SeatsAt {
  personId: string
  at: string
  opensBeforeMinutes: number
  closesAfterMinutes: number
}

/** Gives a seat back that ended with its shift's call-off: its person had come before. */
export async function keepSeat(tx: Tx, districtId: string, { id, at }: { id: string; at: string }): Promise<void> {
  await sql`update sign_ups set state = 'seated', ended = null, ended_at = null, seat_called_off = false, ${revised(at)}
    where district_id = ${districtId} and id = ${id}`.execute(tx)
}

/** What a person is signed up for that has not begun, in the order in which slots are locked. */
export const signUpsToCome = (tx: Tx, districtId: string, personId: string, at: string): Promise<StoredSignUp[]> =>
  tx
    .selectFrom('sign_ups')
    .innerJoin('shifts', (join) =>
      join.onRef('shifts.district_id', '=', 'sign_ups.district_id').onRef('shifts.id', '=', 'sign_ups.shift_id'),
    )
    .select(['sign_ups.id', 'sign_ups.shift_id as slotId', 'sign_ups.org_id as orgId', 'sign_ups.person_id as personId'])
    .where('sign_ups.district_id', '=', districtId)
    .where('sign_ups.person_id', '=', personId)
    .where('sign_ups.state', '<>', 'cancelled')
    .where('shifts.starts_at', '>', at)
    .orderBy('sign_ups.shift_id')
    .execute()

export async function findSignUpView(db: Queries, districtId: string, id: string): Promise<SignUpView | undefined> {
  const [view] = await views(db, districtId, sql<boolean>`own.id = ${id}`)
  return view
}

export const findSignUpViews = (db: Queries, districtId: string, ids: readonly string[]): Promise<SignUpView[]> =>
  views(db, districtId, sql<boolean>`own.id = any(${[...ids]}::text[])`, ids.length)

/**
 * A person's own for an organisation, newest first. It vouches for whoever asks: what they do for another one is none of its
 * business.
 */
export const signUpsOf = (
  db: Queries,
  districtId: string,
  { personId, orgId }: { personId: string; orgId: string },
): Promise<SignUpView[]> => views(db, districtId, sql<boolean>`own.person_id = ${personId} and own.org_id = ${orgId}`)

async function views(db: Queries, districtId: string, which: RawBuilder<boolean>, most = 200): Promise<SignUpView[]> {
  const { rows } = await sql<ViewRow>`
    select own.id, own.shift_id as "slotId", own.org_id as "orgId", own.state, own.at, own.made_by as by, own.role,
      own.confirm_by as "confirmBy", own.confirmed_at as "confirmedAt", own.reminded_at as "remindedAt", own.ended, own.absence,
      case when own.state = 'waitlisted' then (
        select count(*) from sign_ups ahead
        where ahead.district_id = own.district_id and ahead.shift_id = own.shift_id
          and ahead.state = 'waitlisted' and ahead.ordinal <= own.ordinal
      ) end as position,
      (select swaps.id from swaps where swaps.district_id = own.district_id and swaps.sign_up_id = own.id
        and swaps.state in ('open', 'accepted')) as "swapId",
      shifts.starts_at as "startsAt", shifts.ends_at as "endsAt", shifts.called_off_at as "calledOffAt", districts.sign_up_policy->'attendance' as rules,
      (attendances.activity->>'overrunMinutes')::int as "keptOverrun",
      ${ATTENDANCE_COLUMNS}
    from sign_ups own
    join shifts on shifts.district_id = own.district_id and shifts.id = own.shift_id
    join districts on districts.district_id = own.district_id
    left join attendances on attendances.district_id = own.district_id and attendances.sign_up_id = own.id
    where own.district_id = ${districtId} and ${which}
    order by own.at desc, own.id desc limit ${most}::int`.execute(db)
  return rows.map((row) => {
    const { id, slotId, orgId, state, at, by, position, role, confirmBy, confirmedAt, remindedAt, ended, swapId } = row
    const told = { position, role, confirmBy, confirmedAt, remindedAt, ended, swapId }
    return {
      id,
      slotId,
      orgId,
      state,
      at,
      by,
      ...withoutNulls(told),
      attendance: viewOfAttendance(row, row.absence ?? undefined),
    }
  })
}

type Told = 'position' | 'role' | 'confirmBy' | 'confirmedAt' | 'remindedAt' | 'ended' | 'swapId'
type ViewRow = Pick<SignUpView, 'id' | 'slotId' | 'orgId' | 'state' | 'at' | 'by'> &
  AttendanceViewColumns & { [Field in Told]-?: NonNullable<SignUpView[Field]> | null } & { absence: Absence | null }

/** A row of an organisation's roster, before names are opened. */
export type RosterRow = Omit<Roster['entries'][number], 'name' | 'staffNumber'> & {
  numberHash: string | null
  numberSealed: string | null
}

/** Who of an organisation comes to the shifts that begin in [from, to), instants. */
export async function rosterRows(
  db: Queries,
  districtId: string,
  { orgId, from, to }: { orgId: string; from: string; to: string },
): Promise<RosterRow[]> {
  const { rows } = await sql<RosterRow>`
    select sign_ups.id as "signUpId", sign_ups.state, shifts.id as "slotId", posts.name as post,
      shifts.starts_at as "startsAt", shifts.ends_at as "endsAt", sign_ups.person_id as "personId",
      employees.number_hash as "numberHash", employees.number_sealed as "numberSealed"
    from sign_ups
    join shifts on shifts.district_id = sign_ups.district_id and shifts.id = sign_ups.shift_id
    join posts on posts.district_id = shifts.district_id and posts.id = shifts.post_id
    left join employees on employees.district_id = sign_ups.district_id and employees.org_id = sign_ups.org_id
      and employees.person_id = sign_ups.person_id
    where sign_ups.district_id = ${districtId} and sign_ups.org_id = ${orgId}
      and shifts.starts_at >= ${from}::timestamptz and shifts.starts_at < ${to}::timestamptz
    order by shifts.starts_at, shifts.id, sign_ups.ordinal`.execute(db)
  return rows
}
