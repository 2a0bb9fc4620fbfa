import type { Id } from '../schema.ts'
import { kindHeld, listOf, without } from './places.ts'
import type { SignUpRefusal } from './refusal.ts'
import type { SignUpPolicy } from './schema.ts'
import { moveUp } from './seat.ts'
import { closingTime, instant, nextPossibleStart } from './slot-times.ts'
import type { Slot } from './slot.ts'

export interface CancelSignUpContext {
  /** Epoch milliseconds. */
  now: number
  policy: SignUpPolicy
}

/** `promoted` moved up from the waitlist to the seat that fell free, or it is held for them. */
export type CancelSignUpResult = { ok: true; slot: Slot; promoted?: Id } | SignUpRefusal

/**
 * Takes a person out of a slot, up to its start; declines an offer or an invitation too. The first who waits and may fill the
 * seat that falls free moves up to it, but not once sign-up is closed: from then on nobody gets a duty that they may not learn
 * of in time, and the seat is there for relief.
 * @example
 * cancelSignUp({ ...slot, capacity: 1, seated: ['p1'], waitlist: ['p2'] }, 'p1', context)
 * // { ok: true, promoted: 'p2', slot: { …, seated: ['p2'], waitlist: [] } }
 */
export function cancelSignUp(slot: Slot, personId: Id, { now, policy }: CancelSignUpContext): CancelSignUpResult {
  const list = listOf(slot, personId)
  if (list === undefined || list === 'absent') return { ok: false, reason: 'not-signed-up', detail: { slotId: slot.id } }
  if (now >= Date.parse(slot.startsAt)) {
    const nextStartsAt = instant(nextPossibleStart(slot, now, [], policy))
    return { ok: false, reason: 'slot-started', detail: { startedAt: slot.startsAt, nextStartsAt } }
  }
  const left = list === 'seated' || list === 'offered' ? vacate(slot, personId, { now, policy }) : without(slot, personId)
  const after = moveUp(left, { now, policy })
  const promoted = left.waitlist.find((id) => !after.waitlist.includes(id))
  return promoted === undefined ? { ok: true, slot: after } : { ok: true, promoted, slot: after }
}

/** Takes somebody's seat back. Once sign-up is closed nobody is asked for it any more: it is there for relief. */
export function vacate(slot: Slot, personId: Id, { now, policy }: CancelSignUpContext): Slot {
  const kind = kindHeld(slot, personId)
  const left = without(slot, personId)
  const isForRelief = !slot.cancelled && policy.reliefMinutes !== undefined && now >= closingTime(slot, policy)
  return isForRelief ? { ...left, vacated: [...(left.vacated ?? []), kind] } : left
}
