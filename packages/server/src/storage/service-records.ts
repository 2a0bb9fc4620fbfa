import { attendancePolicy, latenessOf, presenceOf, recordBy, recordingUnit, serviceHours } from '@wangge/core/roster'
import type { Absence, AttendedShift } from '@wangge/core/roster'
import type { PostKind, ServiceRecord } from '@wangge/core/roster/schema'
import type { Localized } from '@wangge/core/schema'
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Context } from '../context.ts'
import { ATTENDANCE_COLUMNS, attendanceOf } from './attendance.ts'
import type { AttendanceColumns } from './attendance.ts'
import type { Queries } from './database.ts'
import { dutyCalendar } from './duty-calendar.ts'
import { findPeople } from './people.ts'
import type { Reference } from './reference.ts'

/** A seat at a shift that has begun, before anything is counted. */
interface SeatRow extends AttendanceColumns {
  signUpId: string
  slotId: string
  orgId: string
  personId: string
  startsAt: string
  endsAt: string
  post: Localized
  kind: PostKind
  gridId: string
  absence: Absence | null
  /** False for one that only shares time with those asked for. */
  asked: boolean
}

/** A record and whose it is. */
export type PersonRecord = AttendedShift & Omit<ServiceRecord, 'correction'>

export interface RecordsQuery {
  personId?: string
  orgId?: string
  signUpId?: string
  /** The shifts that begin in [from, to), instants. */
  from?: string
  to?: string
  now: number
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
 * What decree 67 wants to be recorded of each seat at a shift that has begun, the newest first, with the minutes that count.
 * @param reference read before the transaction: the embedded database has one connection
 */
export async function serviceRecords(
  db: Queries,
  context: Context,
  reference: Reference,
  query: RecordsQuery,
): Promise<PersonRecord[]> {
  const { tree, timeZone, policy } = reference
  const rules = attendancePolicy(policy.attendance)
  const rows = await seatsOf(db, context.districtId, { ...query, ...rules })
  if (rows.length === 0) return []
  const asked = new Set(rows.flatMap((row) => (row.asked ? [row.signUpId] : [])))
  const calendar = await dutyCalendar(db, context.districtId)
  const chiefs = new Map(rows.map((row) => [row, chiefOf(reference, row)]))
  const ids = [...new Set([...chiefs.values()].flatMap((id) => (id === undefined ? [] : [id])))]
  const names = new Map((await findPeople(db, context, ids)).map(({ id, name }) => [id, name]))
  const shifts = rows.map((row) => {
    const attendance = attendanceOf(row)
    const presence = presenceOf(attendance)
    const path = tree.get(row.gridId) ? tree.path(row.gridId) : [tree.root]
    const inCharge = names.get(chiefs.get(row) ?? '')
    return {
      signUpId: row.signUpId,
      slotId: row.slotId,
      orgId: row.orgId,
      personId: row.personId,
      activity: row.post,
      content: CONTENTS[row.kind],
      place: path.at(-1)!.name,
      organiser: recordingUnit(row.gridId, tree).name,
      ...(inCharge !== undefined && { inCharge }),
      startsAt: row.startsAt,
      endsAt: row.endsAt,
      ...(presence.in !== undefined && { checkedInAt: presence.in }),
      ...(presence.out !== undefined && { checkedOutAt: presence.out }),
      ...latenessOf(attendance),
      ...(row.absence !== null && presence.in === undefined && presence.out === undefined && { absence: row.absence }),
      recorded: presence.in !== undefined && presence.out !== undefined,
      recordBy: recordBy(row.endsAt, { calendar, timeZone }),
    }
  })
  const { records } = serviceHours(shifts, rules)
  return records.filter(({ signUpId }) => asked.has(signUpId)).sort(byNewest)
}

/** A record as it is told to whoever it is about. */
export const recordOf = ({ personId: _, ...record }: PersonRecord): ServiceRecord => record

const byNewest = (one: PersonRecord, other: PersonRecord): number =>
  Date.parse(other.startsAt) - Date.parse(one.startsAt) || (one.signUpId < other.signUpId ? 1 : -1)

/** Who answered for the post's grid when the shift began: the chief nearest above it. */
function chiefOf({ appointments, tree }: Reference, { gridId, startsAt }: SeatRow): string | undefined {
  if (!tree.get(gridId)) return undefined
  const start = Date.parse(startsAt)
  for (const { id } of tree.path(gridId).toReversed()) {
    const chief = appointments.find(
      (one) =>
        one.role === 'gridChief' &&
        one.gridId === id &&
        Date.parse(one.from) <= start &&
        (one.to === undefined || start < Date.parse(one.to)),
    )
    if (chief) return chief.personId
  }
  return undefined
}

/**
 * The seats that are asked for, and those of the same people that may share time with them, whatever organisation or day they
 * belong to: an hour counts once, and which shift it counts in does not depend on who asks.
 */
async function seatsOf(db: Queries, districtId: string, query: RecordsQuery & { overrunMinutes: number }): Promise<SeatRow[]> {
  const { personId, orgId, signUpId, from, to, now, overrunMinutes } = query
  const begun = sql`sign_ups.district_id = ${districtId} and sign_ups.state = 'seated' and not shifts.cancelled
    and shifts.starts_at <= ${new Date(now).toISOString()}::timestamptz`
  const wheres: RawBuilder<unknown>[] = [
    begun,
    ...(personId === undefined ? [] : [sql`sign_ups.person_id = ${personId}`]),
    ...(orgId === undefined ? [] : [sql`sign_ups.org_id = ${orgId}`]),
    ...(signUpId === undefined ? [] : [sql`sign_ups.id = ${signUpId}`]),
    ...(from === undefined ? [] : [sql`shifts.starts_at >= ${from}::timestamptz`]),
    ...(to === undefined ? [] : [sql`shifts.starts_at < ${to}::timestamptz`]),
  ]
  const overrun = sql`${overrunMinutes}::int * interval '1 minute'`
  const { rows } = await sql<SeatRow>`
    with asked as materialized (
      select sign_ups.id, sign_ups.person_id, shifts.starts_at, shifts.ends_at from sign_ups
      join shifts on shifts.district_id = sign_ups.district_id and shifts.id = sign_ups.shift_id
      where ${sql.join(wheres, sql` and `)}
    )
    select sign_ups.id as "signUpId", sign_ups.id in (select id from asked) as asked, sign_ups.shift_id as "slotId", sign_ups.org_id as "orgId", sign_ups.person_id as "personId",
      shifts.starts_at as "startsAt", shifts.ends_at as "endsAt", posts.name as post, posts.kind, posts.grid_id as "gridId",
      sign_ups.absence, ${ATTENDANCE_COLUMNS}
    from sign_ups
    join shifts on shifts.district_id = sign_ups.district_id and shifts.id = sign_ups.shift_id
    join posts on posts.district_id = shifts.district_id and posts.id = shifts.post_id
    left join attendances on attendances.district_id = sign_ups.district_id and attendances.sign_up_id = sign_ups.id
    where ${begun} and sign_ups.id in (
      select near.id from asked
      join sign_ups near on near.district_id = ${districtId} and near.person_id = asked.person_id
      join shifts on shifts.district_id = near.district_id and shifts.id = near.shift_id
        and shifts.starts_at < asked.ends_at + ${overrun} and asked.starts_at < shifts.ends_at + ${overrun})`.execute(db)
  return rows
}
