import type { Id } from '../schema.ts'
import type { SignUpRefusal } from './refusal.ts'
import type { SignUpPolicy } from './schema.ts'
import { closingTime, instant, minutes, nextPossibleStart, restBetween } from './slot-times.ts'
import type { Duty, Slot, SlotTimes } from './slot.ts'

export interface SignUpContext {
  /** Epoch milliseconds. */
  now: number
  /** What the person is bound to: seats and places in waitlists. */
  duties: readonly Duty[]
  policy: SignUpPolicy
}

export type SignUpResult = { ok: true; slot: Slot; outcome: 'seated' | 'waitlisted' } | SignUpRefusal

/**
 * Why this person cannot sign up for a slot at this time, as far as times tell: the page asks it before it offers the
 * slot. Undefined where nothing stands against it; whether there is a seat is for `signUp` to say.
 * @example
 * signUpRefusal(slot, { now: Date.parse(slot.startsAt), duties: [], policy })
 * // { ok: false, reason: 'slot-started', detail: { startedAt: slot.startsAt, nextStartsAt: '2026-03-02T03:01:00.000Z' } }
 */
export function signUpRefusal(slot: SlotTimes, context: SignUpContext): SignUpRefusal | undefined {
  return closedRefusal(slot, context) ?? dutyRefusal(slot, context)
}

/**
 * Gives the person a seat, or a place at the end of the waitlist where none is free. Nobody passes those who wait.
 * @example
 * signUp({ ...slot, capacity: 1, seated: ['p1'], waitlist: [] }, { id: 'p2' }, context)
 * // { ok: true, outcome: 'waitlisted', slot: { …, seated: ['p1'], waitlist: ['p2'] } }
 */
export function signUp(slot: Slot, person: { id: Id }, context: SignUpContext): SignUpResult {
  const refusal = closedRefusal(slot, context) ?? presentRefusal(slot, person.id) ?? dutyRefusal(slot, context)
  if (refusal) return refusal

  const { capacity, seated, waitlist } = slot
  // A seat that fell free while others wait (the capacity was raised) is theirs.
  if (seated.length + waitlist.length < capacity) {
    return { ok: true, outcome: 'seated', slot: { ...slot, seated: [...seated, person.id] } }
  }
  const { maxWaitlist } = context.policy
  if (waitlist.length >= maxWaitlist) {
    return { ok: false, reason: 'slot-full', detail: { capacity, waitlisted: waitlist.length, maxWaitlist } }
  }
  return { ok: true, outcome: 'waitlisted', slot: { ...slot, waitlist: [...waitlist, person.id] } }
}

/** The slot is open to nobody any more. */
function closedRefusal(slot: SlotTimes, { now, duties, policy }: SignUpContext): SignUpRefusal | undefined {
  const next = () => ({ nextStartsAt: instant(nextPossibleStart(slot, now, duties, policy)) })
  if (slot.cancelled) return { ok: false, reason: 'slot-cancelled', detail: next() }
  if (now >= Date.parse(slot.startsAt)) {
    return { ok: false, reason: 'slot-started', detail: { startedAt: slot.startsAt, ...next() } }
  }
  const closing = closingTime(slot, policy)
  if (now >= closing) return { ok: false, reason: 'sign-up-closed', detail: { closedAt: instant(closing), ...next() } }
  return undefined
}

function presentRefusal({ id, seated, waitlist }: Slot, personId: Id): SignUpRefusal | undefined {
  if (seated.includes(personId)) return { ok: false, reason: 'already-signed-up', detail: { slotId: id, as: 'seated' } }
  const waiting = waitlist.indexOf(personId)
  if (waiting < 0) return undefined
  return { ok: false, reason: 'already-signed-up', detail: { slotId: id, as: 'waitlisted', position: waiting + 1 } }
}

/** What else the person has to do stands against it. */
function dutyRefusal(slot: SlotTimes, { now, duties, policy }: SignUpContext): SignUpRefusal | undefined {
  const next = () => ({ nextStartsAt: instant(nextPossibleStart(slot, now, duties, policy)) })
  if (duties.some((duty) => duty.slotId === slot.id)) {
    return { ok: false, reason: 'already-signed-up', detail: { slotId: slot.id } }
  }
  const overlapping = duties.find((duty) => restBetween(duty, slot) < 0)
  if (overlapping) return { ok: false, reason: 'duty-overlaps', detail: { duty: overlapping, ...next() } }

  const { minRestMinutes } = policy
  const tooClose = duties.find((duty) => restBetween(duty, slot) < minutes(minRestMinutes))
  if (!tooClose) return undefined
  const restMinutes = Math.floor(restBetween(tooClose, slot) / minutes(1))
  return { ok: false, reason: 'rest-too-short', detail: { duty: tooClose, restMinutes, minRestMinutes, ...next() } }
}
