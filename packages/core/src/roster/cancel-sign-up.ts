import type { Id } from '../schema.ts'
import type { SignUpRefusal } from './refusal.ts'
import type { SignUpPolicy } from './schema.ts'
import { closingTime, instant, nextPossibleStart } from './slot-times.ts'
import type { Slot } from './slot.ts'

export interface CancelSignUpContext {
  /** Epoch milliseconds. */
  now: number
  policy: SignUpPolicy
}

/** `promoted` moved up from the waitlist to the seat that fell free. */
export type CancelSignUpResult = { ok: true; slot: Slot; promoted?: Id } | SignUpRefusal

/**
 * Takes a person out of a slot, up to its start. The first who waits moves up to a seat that falls free, but not once
 * sign-up is closed: from then on nobody gets a duty that they may not learn of in time.
 * @example
 * cancelSignUp({ ...slot, capacity: 1, seated: ['p1'], waitlist: ['p2'] }, 'p1', context)
 * // { ok: true, promoted: 'p2', slot: { …, seated: ['p2'], waitlist: [] } }
 */
export function cancelSignUp(slot: Slot, personId: Id, { now, policy }: CancelSignUpContext): CancelSignUpResult {
  if (!slot.seated.includes(personId) && !slot.waitlist.includes(personId)) {
    return { ok: false, reason: 'not-signed-up', detail: { slotId: slot.id } }
  }
  if (now >= Date.parse(slot.startsAt)) {
    const nextStartsAt = instant(nextPossibleStart(slot, now, [], policy))
    return { ok: false, reason: 'slot-started', detail: { startedAt: slot.startsAt, nextStartsAt } }
  }
  const seated = slot.seated.filter((id) => id !== personId)
  const waitlist = slot.waitlist.filter((id) => id !== personId)
  const [promoted, ...stillWaiting] = waitlist
  const canMoveUp = !slot.cancelled && now < closingTime(slot, policy) && seated.length < slot.capacity
  if (promoted === undefined || !canMoveUp) return { ok: true, slot: { ...slot, seated, waitlist } }
  return { ok: true, promoted, slot: { ...slot, seated: [...seated, promoted], waitlist: stillWaiting } }
}
