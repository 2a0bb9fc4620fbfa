import { attendancePolicy, attendanceView } from '@wangge/core/roster'
import type { Absence, Attendance, AttendanceMark } from '@wangge/core/roster'
import type { AttendancePolicyInput, AttendanceView } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { RawBuilder, Selectable } from 'kysely'
import { activityOf } from './kept-activity.ts'
import type { RecordedPost } from './kept-activity.ts'
import type { Queries, Tx } from './database.ts'
import type { Reference } from './reference.ts'
import type { AttendanceTable } from './tables.ts'

/** A row, or nothing of one: as a left join gives it. */
export type AttendanceColumns = {
  [
    Column in keyof Omit<Selectable<AttendanceTable>, 'district_id' | 'sign_up_id' | 'recorded_at' | 'activity' | 'in_charge_id'>
  ]: Selectable<AttendanceTable>[Column]
}

/** For a query that joins `attendances`. */
export const ATTENDANCE_COLUMNS = sql.raw(
  ['in', 'out']
    .flatMap((end) => ['at', 'by', 'distance', 'late', 'arrived_at'].map((part) => `attendances.${end}_${part}`))
    .concat('attendances.corrected_in_at', 'attendances.corrected_out_at')
    .join(', '),
)

/** Whether somebody has checked in or out. @param signUp the name of their sign-up in a query */
export const isPresent = (signUp: RawBuilder<unknown>) => sql<boolean>`exists (
  select from attendances where attendances.district_id = ${signUp}.district_id and attendances.sign_up_id = ${signUp}.id
    and coalesce(corrected_in_at, in_at, out_at) is not null)`

/**
 * Whether a seat at a shift counts: the shift is held, or it was called off and whoever has the seat had come by then. For a query that joins
 * `shifts`; when a shift was called off before that was kept is not known, nor who had come.
 */
export const countsAtShift = (signUp: RawBuilder<unknown>) => sql<boolean>`
  (not shifts.cancelled or (shifts.called_off_at is not null and ${isPresent(signUp)}))`

/** Whether both ends are known, as `presenceOf` has it; for a query that joins `attendances`. */
export const isRecorded = sql<boolean>`(attendances.corrected_in_at is not null and attendances.corrected_out_at is not null
  or attendances.in_at is not null and attendances.out_at is not null)`

export function attendanceOf(row: AttendanceColumns): Attendance {
  const first = markOf({
    at: row.in_at,
    by: row.in_by,
    distance: row.in_distance,
    late: row.in_late,
    arrivedAt: row.in_arrived_at,
  })
  const last = markOf({
    at: row.out_at,
    by: row.out_by,
    distance: row.out_distance,
    late: row.out_late,
    arrivedAt: row.out_arrived_at,
  })
  const { corrected_in_at: inAt, corrected_out_at: outAt } = row
  return {
    ...(first && { in: first }),
    ...(last && { out: last }),
    ...(inAt !== null && outAt !== null && { corrected: { in: inAt, out: outAt } }),
  }
}

interface StoredMark {
  at: string | null
  by: AttendanceMark['by'] | null
  distance: number | null
  late: boolean | null
  arrivedAt: string | null
}

function markOf({ at, by, distance, late, arrivedAt }: StoredMark): AttendanceMark | undefined {
  if (at === null || by === null) return undefined
  const common = { at, by, ...(distance !== null && { distance }) }
  return late === true ? { ...common, late, ...(arrivedAt !== null && { arrivedAt }) } : common
}

/** The sign-up's attendance, which nobody else changes before the transaction ends: its sign-up's row is locked. */
export async function lockAttendance(tx: Tx, districtId: string, signUpId: string): Promise<Attendance> {
  await sql`select 1 from sign_ups where district_id = ${districtId} and id = ${signUpId} for update`.execute(tx)
  const row = await tx
    .selectFrom('attendances')
    .selectAll()
    .where('district_id', '=', districtId)
    .where('sign_up_id', '=', signUpId)
    .executeTakeFirst()
  return row ? attendanceOf(row) : {}
}

/**
 * The first time that anything is known of it, what the activity is then is written down with it; that stays.
 * @param at when; the first time that both ends are known it is recorded
 * @param reference read before the transaction: the embedded database has one connection
 */
export async function saveAttendance(
  tx: Tx,
  districtId: string,
  { signUpId, attendance, at, reference }: SavedAttendance,
): Promise<void> {
  const { in: first, out: last, corrected } = attendance
  const row = {
    in_at: first?.at ?? null,
    in_by: first?.by ?? null,
    in_distance: first?.distance ?? null,
    in_late: first ? first.late === true : null,
    in_arrived_at: first?.arrivedAt ?? null,
    out_at: last?.at ?? null,
    out_by: last?.by ?? null,
    out_distance: last?.distance ?? null,
    out_late: last ? last.late === true : null,
    out_arrived_at: last?.arrivedAt ?? null,
    corrected_in_at: corrected?.in ?? null,
    corrected_out_at: corrected?.out ?? null,
  }
  const { inChargeId, ...activity } = activityOf(reference, await postOfSignUp(tx, districtId, signUpId))
  const kept = { activity: JSON.stringify(activity), in_charge_id: inChargeId ?? null }
  const isComplete = corrected !== undefined || (first !== undefined && last !== undefined)
  await tx
    .insertInto('attendances')
    .values({ district_id: districtId, sign_up_id: signUpId, ...row, ...kept, recorded_at: isComplete ? at : null })
    .onConflict((conflict) =>
      conflict.columns(['district_id', 'sign_up_id']).doUpdateSet({
        ...row,
        recorded_at: sql`coalesce(attendances.recorded_at, excluded.recorded_at)`,
        activity: sql`coalesce(attendances.activity, excluded.activity)`,
        in_charge_id: sql`case when attendances.activity is null then excluded.in_charge_id else attendances.in_charge_id end`,
      }),
    )
    .execute()
}

export interface SavedAttendance {
  signUpId: string
  attendance: Attendance
  at: string
  reference: Reference
}

async function postOfSignUp(tx: Tx, districtId: string, signUpId: string): Promise<RecordedPost> {
  const { rows } = await sql<RecordedPost>`
    select posts.name, posts.kind, posts.grid_id as "gridId", shifts.starts_at as "startsAt" from sign_ups
    join shifts on shifts.district_id = sign_ups.district_id and shifts.id = sign_ups.shift_id
    join posts on posts.district_id = shifts.district_id and posts.id = shifts.post_id
    where sign_ups.district_id = ${districtId} and sign_ups.id = ${signUpId}`.execute(tx)
  return rows[0]!
}

/** Takes a code for a sign-up. @returns false where somebody else took it before */
export async function takeCode(
  tx: Tx,
  districtId: string,
  { slotId, nonce, signUpId, at }: { slotId: string; nonce: string; signUpId: string; at: string },
): Promise<boolean> {
  await tx
    .insertInto('used_shift_codes')
    .values({ district_id: districtId, shift_id: slotId, nonce, sign_up_id: signUpId, at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { sign_up_id: taker } = await tx
    .selectFrom('used_shift_codes')
    .select('sign_up_id')
    .where('district_id', '=', districtId)
    .where('shift_id', '=', slotId)
    .where('nonce', '=', nonce)
    .executeTakeFirstOrThrow()
  return taker === signUpId
}

/** Columns that `viewOfAttendance` reads, of a query over `sign_ups` that joins its shift, its district and `attendances`. */
export type AttendanceViewColumns = AttendanceColumns & {
  startsAt: string
  endsAt: string
  calledOffAt: string | null
  rules: AttendancePolicyInput | null
  /** Of the rules that held when it was recorded. */
  keptOverrun: number | null
}

export function viewOfAttendance(row: AttendanceViewColumns, absence?: Absence): AttendanceView {
  const policy = attendancePolicy({ ...row.rules, ...(row.keptOverrun !== null && { overrunMinutes: row.keptOverrun }) })
  const slot = { startsAt: row.startsAt, endsAt: row.endsAt, calledOffAt: row.calledOffAt ?? undefined }
  return attendanceView(attendanceOf(row), slot, { policy, absence })
}

/** How many have a seat at a slot, and how many of them have come. */
export async function countPresent(
  db: Queries,
  districtId: string,
  slotId: string,
): Promise<{ seated: number; checkedIn: number }> {
  const { rows } = await sql<{ seated: number; checkedIn: number }>`
    select count(*) as seated, count(coalesce(attendances.corrected_in_at, attendances.in_at)) as "checkedIn"
    from sign_ups left join attendances
      on attendances.district_id = sign_ups.district_id and attendances.sign_up_id = sign_ups.id
    where sign_ups.district_id = ${districtId} and sign_ups.shift_id = ${slotId} and sign_ups.state = 'seated'
      and (sign_ups.absence is null or coalesce(attendances.corrected_in_at, attendances.in_at) is not null)`.execute(db)
  return rows[0]!
}
