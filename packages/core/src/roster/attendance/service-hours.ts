import type { Id, Instant } from '../../schema.ts'
import { servedSpan } from './called-off.ts'
import type { AttendancePolicy } from './policy.ts'

const MINUTE_MS = 60_000

/** One person's presence at one slot. */
export interface AttendedShift {
  personId: Id
  orgId: Id
  slotId: Id
  startsAt: Instant
  endsAt: Instant
  /** When it was called off. */
  calledOffAt?: Instant | undefined
  checkedInAt?: Instant | undefined
  checkedOutAt?: Instant | undefined
  /** By the rule that held when it was recorded. @defaultValue that of the policy */
  overrunMinutes?: number | undefined
}

export interface ServiceHours<Shift extends AttendedShift = AttendedShift> {
  /** Whole minutes in all. */
  minutes: number
  /** Each record once, with the minutes that count of it, by person and time. */
  records: (Shift & { minutes: number })[]
  /** By id. */
  people: { personId: Id; minutes: number; times: number }[]
  organisations: { orgId: Id; minutes: number; times: number }[]
}

/**
 * Hours of service: the time that a person really gave (decree 67), from check-in to check-out, as far as it lies between the
 * start of the shift and its end with the overrun: a record's own, else the policy's; of one that was called off, up to then. Of each record whole minutes count, what is over a minute falls away; a
 * record without both ends counts nothing. Time that two records share counts in the one that begins first: nobody gives the
 * same hour twice. The sum over people is the sum over organisations, and neither the order of records nor a record that comes
 * again changes anything.
 * @example
 * serviceHours([{ personId: 'p', orgId: 'o', slotId: 's', startsAt: nine, endsAt: eleven, checkedInAt: nine, checkedOutAt: ten }],
 *   ATTENDANCE_POLICY).minutes // 60
 */
export function serviceHours<Shift extends AttendedShift>(
  shifts: readonly Shift[],
  policy: Pick<AttendancePolicy, 'overrunMinutes'>,
): ServiceHours<Shift> {
  const records: (Shift & { minutes: number })[] = []
  const spans = shifts.map((shift) => ({ shift, ...countedSpan(shift, policy) }))
  spans.sort(
    (a, b) => compare(a.shift.personId, b.shift.personId) || a.from - b.from || a.to - b.to || compareShifts(a.shift, b.shift),
  )
  const seen = new Set<string>()
  let person: Id | undefined
  let busyUntil = -Infinity
  for (const { shift, from, to } of spans) {
    if (shift.personId !== person) {
      person = shift.personId
      busyUntil = -Infinity
    }
    const key = JSON.stringify([shift.personId, shift.slotId, shift.orgId])
    const counted = Math.max(0, Math.floor((to - Math.max(from, busyUntil)) / MINUTE_MS))
    busyUntil = Math.max(busyUntil, to)
    if (seen.has(key) && counted === 0) continue
    seen.add(key)
    records.push({ ...shift, minutes: counted })
  }
  const people = sumBy(records, ({ personId }) => personId).map(({ id, ...sum }) => ({ personId: id, ...sum }))
  const organisations = sumBy(records, ({ orgId }) => orgId).map(({ id, ...sum }) => ({ orgId: id, ...sum }))
  return { minutes: people.reduce((sum, one) => sum + one.minutes, 0), records, people, organisations }
}

/** Whole minutes that count of one record by itself. */
export function countedMinutes(
  shift: Omit<AttendedShift, 'personId' | 'orgId' | 'slotId'>,
  policy: Pick<AttendancePolicy, 'overrunMinutes'>,
): number {
  const { from, to } = countedSpan(shift, policy)
  return Math.max(0, Math.floor((to - from) / MINUTE_MS))
}

/**
 * Hours as they are told: to a tenth, rounded down, so that nobody is told more than they gave. Sum minutes, then tell hours.
 * @example hoursOf(119) // 1.9
 */
export const hoursOf = (wholeMinutes: number): number => Math.floor(wholeMinutes / 6) / 10

/** What of a presence counts; from and to are the same where nothing does. */
function countedSpan(
  { checkedInAt, checkedOutAt, overrunMinutes, ...times }: Omit<AttendedShift, 'personId' | 'orgId' | 'slotId'>,
  policy: Pick<AttendancePolicy, 'overrunMinutes'>,
): { from: number; to: number } {
  const start = Date.parse(times.startsAt)
  if (checkedInAt === undefined || checkedOutAt === undefined) return { from: start, to: start }
  const span = servedSpan(times, { overrunMinutes: overrunMinutes ?? policy.overrunMinutes })
  const from = Math.max(span.from, Date.parse(checkedInAt))
  const to = Math.min(span.to, Date.parse(checkedOutAt))
  return { from, to: Math.max(from, to) }
}

function sumBy<Row extends { slotId: Id; minutes: number; checkedInAt?: Instant | undefined; personId: Id }>(
  rows: readonly Row[],
  idOf: (row: Row) => Id,
): { id: Id; minutes: number; times: number }[] {
  const sums = new Map<Id, { minutes: number; came: Set<string> }>()
  for (const row of rows) {
    const sum = sums.get(idOf(row)) ?? { minutes: 0, came: new Set() }
    sum.minutes += row.minutes
    if (row.checkedInAt !== undefined) sum.came.add(JSON.stringify([row.personId, row.slotId]))
    sums.set(idOf(row), sum)
  }
  return [...sums]
    .map(([id, { minutes: sum, came }]) => ({ id, minutes: sum, times: came.size }))
    .sort((a, b) => compare(a.id, b.id))
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

const compareShifts = (one: AttendedShift, other: AttendedShift): number =>
  compare(one.slotId, other.slotId) || compare(one.orgId, other.orgId) || compare(one.checkedInAt ?? '', other.checkedInAt ?? '')
