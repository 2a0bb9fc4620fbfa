import type { Instant } from '../../schema.ts'
import { instant, minutes } from '../slot-times.ts'
import type { SlotTimes } from '../slot.ts'
import type { Attendance, AttendanceMark } from './attendance.ts'
import { checkInSpan } from './called-off.ts'
import { placeRefusal } from './geofence.ts'
import type { AttendancePolicy } from './policy.ts'
import type { CheckInRefusal } from './refusal.ts'
import { CODE_LEAD_MS, CODE_SKEW_MS } from './shift-code.ts'
import type { VerifiedCode } from './shift-code.ts'

/** What shows a presence, once it is believed to be what it says. */
export type Proof = { by: 'code'; code: VerifiedCode } | { by: 'place'; distance: number; accuracy: number } | HostProof

/** `late`: it was said in time to be recorded, and arrived after it. */
interface HostProof {
  by: 'host'
  late?: boolean
}

export interface Presence {
  /** When, by the clock of the device that says so. */
  at: Instant
  proof: Proof
}

export interface CheckInContext {
  slot: SlotTimes
  /** When it arrived, epoch milliseconds. */
  now: number
  policy: AttendancePolicy
}

export type CheckInResult = { ok: true; attendance: Attendance } | CheckInRefusal

/** How far a device's clock may be ahead of the server's. */
export const CLOCK_SKEW_MS = minutes(2)
/** Where no code bounds it, only the device says when it was: what arrives so long after was not sent there and then. */
const PLACE_LATE_MS = minutes(5)

/**
 * Takes down that somebody has come. Whatever comes twice, late or in another order gives the same attendance: of all
 * check-ins the earliest holds, of all check-outs the latest, and a host's word only where nothing else shows that end. A code
 * proves its time; a device's clock moves it no further than the code was shown.
 * @example
 * checkIn({}, { at: '2026-03-03T08:02:00+08:00', proof: { by: 'host' } }, { slot, now, policy: ATTENDANCE_POLICY })
 * // { ok: true, attendance: { in: { at: '2026-03-03T00:02:00.000Z', by: 'host' } } }
 */
export const checkIn = (attendance: Attendance, presence: Presence, context: CheckInContext): CheckInResult =>
  mark('in', attendance, presence, context)

/**
 * Takes down that somebody has gone; as `checkIn`. A check-out may arrive before its check-in, but for a shift that was called off: only
 * who is known to have come by then goes from it.
 */
export const checkOut = (attendance: Attendance, presence: Presence, context: CheckInContext): CheckInResult =>
  mark('out', attendance, presence, context)

function mark(end: 'in' | 'out', attendance: Attendance, presence: Presence, context: CheckInContext): CheckInResult {
  const at = momentOf(presence)
  const refusal =
    slotRefusal(end, at, { attendance, proof: presence.proof }, context) ??
    timeRefusal(end, at, presence.proof, context) ??
    proofRefusal(presence.proof, context)
  if (refusal) return refusal
  const { now } = context
  const news = markOf(at, presence.proof, now)
  const known = attendance[end]
  return { ok: true, attendance: { ...attendance, [end]: known ? better(end, known, news) : news } }
}

/** Epoch milliseconds. What a code was shown at bounds what the device says. */
function momentOf({ at, proof }: Presence): number {
  const said = Date.parse(at)
  if (proof.by !== 'code') return said
  const { from, until } = proof.code
  return Math.min(Math.max(said, from), until)
}

function slotRefusal(
  end: 'in' | 'out',
  at: number,
  { attendance, proof }: { attendance: Attendance; proof: Proof },
  { slot }: CheckInContext,
): CheckInRefusal | undefined {
  if (proof.by === 'code' && proof.code.slotId !== slot.id) {
    return { ok: false, reason: 'other-shift', detail: { slotId: slot.id, shownAt: proof.code.slotId } }
  }
  const { calledOffAt } = slot
  // Who had come by then has come, and goes; nobody goes who had not. A code is shown a little before it begins.
  const came = end === 'in' ? at : Date.parse(attendance.corrected?.in ?? attendance.in?.at ?? '')
  const isKept = calledOffAt !== undefined && came <= Date.parse(calledOffAt) + CODE_LEAD_MS
  return slot.cancelled && !isKept ? { ok: false, reason: 'slot-cancelled', detail: { slotId: slot.id } } : undefined
}

function timeRefusal(
  end: 'in' | 'out',
  at: number,
  proof: Proof,
  { slot, now, policy }: CheckInContext,
): CheckInRefusal | undefined {
  if (at > now + (proof.by === 'code' ? CODE_SKEW_MS : CLOCK_SKEW_MS)) {
    return { ok: false, reason: 'clock-ahead', detail: { at: instant(at), now: instant(now) } }
  }
  const { opens, ends, closes: goes } = checkInSpan(slot, policy)
  if (at < opens) return { ok: false, reason: 'too-early', detail: { opensAt: instant(opens), at: instant(at) } }
  const closes = end === 'in' ? ends : goes
  if (at > closes) return { ok: false, reason: 'too-late', detail: { closedAt: instant(closes), at: instant(at) } }
  // A host may say it whenever they get round to it: recorded late is better than never.
  const until = Date.parse(slot.endsAt) + minutes(policy.arrivesWithinHours * 60)
  if (proof.by !== 'host' && now > until) return { ok: false, reason: 'arrived-too-late', detail: { until: instant(until) } }
  return undefined
}

const proofRefusal = (proof: Proof, { policy }: CheckInContext): CheckInRefusal | undefined =>
  proof.by === 'place' ? placeRefusal(proof, policy) : undefined

function markOf(at: number, proof: Proof, now: number): AttendanceMark {
  const late = isLate(at, proof, now) ? { late: true, arrivedAt: instant(now) } : {}
  const distance = proof.by === 'place' ? { distance: Math.round(proof.distance / 10) * 10 } : {}
  return { at: instant(at), by: proof.by, ...distance, ...late }
}

function isLate(at: number, proof: Proof, now: number): boolean {
  if (proof.by === 'host') return proof.late === true
  return now > (proof.by === 'code' ? proof.code.until + CODE_SKEW_MS : at + PLACE_LATE_MS)
}

/**
 * The one of two marks that holds, whichever came first: an order of all marks, so that any sequence of them ends in the same.
 */
function better(end: 'in' | 'out', one: AttendanceMark, other: AttendanceMark): AttendanceMark {
  const [a, b] = [rankOf(end, one), rankOf(end, other)]
  const differs = a.findIndex((value, index) => value !== b[index])
  if (differs < 0) return one
  return a[differs]! < b[differs]! ? one : other
}

const PROOFS = ['code', 'place', 'host'] as const

/** The lowest holds. */
function rankOf(end: 'in' | 'out', { at, by, distance = 0, late = false, arrivedAt }: AttendanceMark): number[] {
  const time = Date.parse(at)
  // Of one whose arrival was not kept, nothing else can be told.
  const arrived = arrivedAt === undefined ? 0 : Date.parse(arrivedAt)
  return [by === 'host' ? 1 : 0, end === 'in' ? time : -time, PROOFS.indexOf(by), late ? 1 : 0, arrived, distance]
}
