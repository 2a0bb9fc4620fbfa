import { attendancePolicy, correctFacts, latenessOf, presenceOf, recordBy, serviceHours } from '@wangge/core/roster'
import type { Absence, AttendedShift } from '@wangge/core/roster'
import type { PostKind, ServiceRecord } from '@wangge/core/roster/schema'
import type { Localized } from '@wangge/core/schema'
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Context } from '../context.ts'
import { ATTENDANCE_COLUMNS, attendanceOf, isPresent, isRecorded } from './attendance.ts'
import type { AttendanceColumns } from './attendance.ts'
import { acceptedFacts } from './corrections.ts'
import type { Queries } from './database.ts'
import { dutyCalendar } from './duty-calendar.ts'
import { findPeople } from './people.ts'
import { activityOf } from './kept-activity.ts'
import type { KeptActivity } from './kept-activity.ts'
import type { Reference } from './reference.ts'

/** A seat at a shift that has begun, before anything is counted. */
interface SeatRow extends AttendanceColumns {
  signUpId: string
  slotId: string
  orgId: string
  personId: string
  startsAt: string
  endsAt: string
  calledOffAt: string | null
  name: Localized
  kind: PostKind
  gridId: string
  absence: Absence | null
  /** As it was written down; null where nothing was. */
  activity: KeptActivity | null
  inChargeId: string | null
  /** False for one that only shares time with those asked for. */
  asked: boolean
}

/** A record and whose it is. */
export type PersonRecord = AttendedShift & Omit<ServiceRecord, 'correction'>

export interface RecordsQuery {
  personId?: string
  orgId?: string
  signUpIds?: readonly string[]
  /** At posts in these. */
  gridIds?: readonly string[] | undefined
  /** Only what is complete. */
  recorded?: true
  /** The shifts that begin in [from, to), instants. */
  from?: string
  to?: string
  now: number
}

/** Where a record stands among others, the newest first. */
export interface RecordPlace {
  startsAt: string
  signUpId: string
}

/** What is done at a post, as a record names it. */
const CONTENTS: Record<PostKind, Localized> = {
  mobile: { zh: '流动文明劝导', en: 'Civility advice on the move' },
  patrol: { zh: '街巷巡查', en: 'Patrol of streets and lanes' },
  intersection: { zh: '路口文明劝导', en: 'Civility advice at a crossing' },
  reportIn: { zh: '社区报到服务', en: 'Service at the community reported to' },
  evaluationPoint: { zh: '测评点位值守', en: 'Keeping an evaluation point' },
}

/**
 * What decree 67 wants to be recorded of each seat at a shift that has begun, the newest first, with the minutes that count: as it
 * was written down when something of it was recorded first, and as it is now while nothing was; what accepted corrections say goes
 * before either.
 * @param reference read before the transaction: the embedded database has one connection
 */
export async function serviceRecords(
  db: Queries,
  context: Context,
  reference: Reference,
  query: RecordsQuery,
): Promise<PersonRecord[]> {
  const { timeZone, policy } = reference
  const rules = attendancePolicy(policy.attendance)
  const rows = await seatsOf(db, context.districtId, query, rules)
  if (rows.length === 0) return []
  const asked = new Set(rows.flatMap((row) => (row.asked ? [row.signUpId] : [])))
  const calendar = await dutyCalendar(db, context.districtId)
  const known = rows.map((row) => {
    const { activity, inChargeId } = row
    const { inChargeId: chiefId, ...live } = activity
      ? { ...activity, inChargeId: inChargeId ?? undefined }
      : activityOf(reference, row)
    return { row, kept: live, chiefId }
  })
  const ids = [...new Set(known.flatMap(({ chiefId }) => chiefId ?? []))]
  const names = new Map((await findPeople(db, context, ids)).map(({ id, name }) => [id, name]))
  // Shifts have many seats, and many shifts end at one time: working days are counted once for each.
  const due = new Map<string, string>()
  const dueOf = (endsAt: string) => {
    const at = due.get(endsAt) ?? recordBy(endsAt, { calendar, timeZone })
    due.set(endsAt, at)
    return at
  }
  const shifts = known.map(({ row, kept, chiefId }) => {
    const attendance = attendanceOf(row)
    const presence = presenceOf(attendance)
    const inCharge = names.get(chiefId ?? '')
    return {
      ...seatOf(row, presence),
      activity: kept.name,
      content: CONTENTS[kept.kind],
      place: kept.place,
      organiser: kept.organiser,
      ...(inCharge !== undefined ? { inCharge } : { lacks: [kept.hadChief ? ('inChargeName' as const) : ('inCharge' as const)] }),
      overrunMinutes: kept.overrunMinutes,
      ...latenessOf(attendance),
      ...(row.absence !== null && presence.in === undefined && presence.out === undefined && { absence: row.absence }),
      recorded: presence.in !== undefined && presence.out !== undefined,
      recordBy: dueOf(row.endsAt),
    }
  })
  const { records } = serviceHours(shifts, rules)
  const facts = await acceptedFacts(db, context, [...asked])
  return records
    .filter(({ signUpId }) => asked.has(signUpId))
    .map((record): PersonRecord => correctFacts<PersonRecord>(record, facts.get(record.signUpId) ?? []))
    .sort(byNewest)
}

/** How many records `serviceRecords` would tell, of how many people, and the minutes that count of them. */
export async function sumRecords(
  db: Queries,
  { districtId }: Context,
  { policy }: Reference,
  query: RecordsQuery,
): Promise<{ records: number; people: number; minutes: number }> {
  const rules = attendancePolicy(policy.attendance)
  const rows = await seatsOf(db, districtId, query, rules)
  const shifts = rows.map((row) => ({
    ...seatOf(row, presenceOf(attendanceOf(row))),
    asked: row.asked,
    overrunMinutes: row.activity?.overrunMinutes,
  }))
  const records = serviceHours(shifts, rules).records.filter(({ asked }) => asked)
  const minutes = records.reduce((sum, one) => sum + one.minutes, 0)
  return { records: records.length, people: new Set(records.map(({ personId }) => personId)).size, minutes }
}

/** Where the records stand that `serviceRecords` would tell, the newest first, up to so many behind a place. */
export async function recordPlaces(
  db: Queries,
  districtId: string,
  { after, limit, ...query }: RecordsQuery & { after?: RecordPlace | undefined; limit: number },
): Promise<RecordPlace[]> {
  const { tables, where } = askedSeats(districtId, query)
  const behind = after
    ? sql`(shifts.starts_at, sign_ups.id) < (${after.startsAt}::timestamptz, ${after.signUpId}::text)`
    : sql`true`
  const { rows } = await sql<RecordPlace>`
    select sign_ups.id as "signUpId", shifts.starts_at as "startsAt" ${tables} where ${where} and ${behind}
    order by shifts.starts_at desc, sign_ups.id desc limit ${limit}::int`.execute(db)
  return rows
}

/** A record as it is told to whoever it is about. */
export const recordOf = ({ personId: _, overrunMinutes: __, ...record }: PersonRecord): ServiceRecord => record

const byNewest = (one: PersonRecord, other: PersonRecord): number =>
  Date.parse(other.startsAt) - Date.parse(one.startsAt) || (one.signUpId < other.signUpId ? 1 : -1)

const seatOf = (row: SeatRow, { in: inAt, out: outAt }: ReturnType<typeof presenceOf>) => ({
  signUpId: row.signUpId,
  slotId: row.slotId,
  orgId: row.orgId,
  personId: row.personId,
  startsAt: row.startsAt,
  endsAt: row.endsAt,
  ...(row.calledOffAt !== null && { calledOffAt: row.calledOffAt }),
  ...(inAt !== undefined && { checkedInAt: inAt }),
  ...(outAt !== undefined && { checkedOutAt: outAt }),
})

/** A seat at a shift that has begun; of what was called off, that of those who had come. */
const hasBegun = (districtId: string, now: number) => sql`sign_ups.district_id = ${districtId} and sign_ups.state = 'seated'
  and case when shifts.cancelled then shifts.called_off_at is not null and ${isPresent(sql`sign_ups`)}
    else shifts.starts_at <= ${new Date(now).toISOString()}::timestamptz end`

/** Tables and condition of the seats that are asked for. */
function askedSeats(districtId: string, query: RecordsQuery): { tables: RawBuilder<unknown>; where: RawBuilder<unknown> } {
  const { personId, orgId, signUpIds, gridIds, recorded, from, to, now } = query
  const wheres: RawBuilder<unknown>[] = [
    hasBegun(districtId, now),
    ...(personId === undefined ? [] : [sql`sign_ups.person_id = ${personId}`]),
    ...(orgId === undefined ? [] : [sql`sign_ups.org_id = ${orgId}`]),
    ...(signUpIds === undefined ? [] : [sql`sign_ups.id = any(${[...signUpIds]}::text[])`]),
    ...(gridIds === undefined
      ? []
      : [
          sql`shifts.post_id in (select id from posts
            where posts.district_id = ${districtId} and posts.grid_id = any(${[...gridIds]}::text[]))`,
        ]),
    ...(recorded ? [isRecorded] : []),
    ...(from === undefined ? [] : [sql`shifts.starts_at >= ${from}::timestamptz`]),
    ...(to === undefined ? [] : [sql`shifts.starts_at < ${to}::timestamptz`]),
  ]
  return {
    tables: sql`from sign_ups
      join shifts on shifts.district_id = sign_ups.district_id and shifts.id = sign_ups.shift_id
      left join attendances on attendances.district_id = sign_ups.district_id and attendances.sign_up_id = sign_ups.id`,
    where: sql.join(wheres, sql` and `),
  }
}

/**
 * The seats that are asked for, and those of the same people that may share time with them, whatever organisation or day they
 * belong to: an hour counts once, and which shift it counts in does not depend on who asks.
 */
async function seatsOf(
  db: Queries,
  districtId: string,
  query: RecordsQuery,
  { overrunMinutes }: { overrunMinutes: number },
): Promise<SeatRow[]> {
  const start = sql`case when shifts.called_off_at is null then shifts.starts_at
    else least(shifts.starts_at, coalesce(attendances.corrected_in_at, attendances.in_at)) end`
  const asked = askedSeats(districtId, query)
  const overrun = sql`coalesce((attendances.activity->>'overrunMinutes')::int, ${overrunMinutes}::int) * interval '1 minute'`
  const { rows } = await sql<SeatRow>`
    with asked as materialized (
      select sign_ups.id, sign_ups.person_id, ${start} as starts_at, shifts.ends_at + ${overrun} as until
      ${asked.tables} where ${asked.where}
    ), near as materialized (
      select sign_ups.id, sign_ups.person_id, ${start} as starts_at, shifts.ends_at + ${overrun} as until
      ${asked.tables} where sign_ups.district_id = ${districtId} and sign_ups.person_id in (select person_id from asked)
        and shifts.ends_at + ${overrun} > (select min(starts_at) from asked)
        and shifts.starts_at < (select max(until) + interval '1 day' from asked)
    )
    select sign_ups.id as "signUpId", sign_ups.id in (select id from asked) as asked, sign_ups.shift_id as "slotId", sign_ups.org_id as "orgId", sign_ups.person_id as "personId",
      shifts.starts_at as "startsAt", shifts.ends_at as "endsAt", shifts.called_off_at as "calledOffAt", posts.name, posts.kind,
      posts.grid_id as "gridId", sign_ups.absence, attendances.activity, attendances.in_charge_id as "inChargeId", ${ATTENDANCE_COLUMNS}
    from sign_ups
    join shifts on shifts.district_id = sign_ups.district_id and shifts.id = sign_ups.shift_id
    join posts on posts.district_id = shifts.district_id and posts.id = shifts.post_id
    left join attendances on attendances.district_id = sign_ups.district_id and attendances.sign_up_id = sign_ups.id
    where ${hasBegun(districtId, query.now)} and sign_ups.id in (
      select near.id from asked join near on near.person_id = asked.person_id
      where near.starts_at < asked.until and asked.starts_at < near.until)`.execute(db)
  return rows
}
