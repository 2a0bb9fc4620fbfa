import { kindHeld, listOf, withPlace } from './places.ts'
import type { SignUpRefusal } from './refusal.ts'
import { seat } from './seat.ts'
import { signUp } from './sign-up.ts'
import type { SignUpContext } from './sign-up.ts'
import { confirmation, instant, nextPossibleStart } from './slot-times.ts'
import type { Slot, Volunteer } from './slot.ts'

export type ConfirmSignUpResult = { ok: true; slot: Slot; outcome: 'seated' | 'waitlisted' } | SignUpRefusal

/**
 * Takes a seat that was offered, takes an invitation up (by the rules of signing up), or says before the shift that one comes.
 * What is confirmed already stays so.
 * @example
 * confirmSignUp({ ...slot, offered: ['p2'], places: { p2: { confirmBy } } }, { id: 'p2' }, context)
 * // { ok: true, outcome: 'seated', slot: { …, offered: [], seated: ['p2'] } }
 */
export function confirmSignUp(slot: Slot, person: Volunteer, context: SignUpContext): ConfirmSignUpResult {
  const { now, policy, isNamed = false } = context
  const { id: slotId, startsAt } = slot
  const list = listOf(slot, person.id)
  if (list === undefined || list === 'absent') return { ok: false, reason: 'not-signed-up', detail: { slotId } }
  if (list === 'invited') {
    const { role } = slot.places?.[person.id] ?? {}
    return signUp(slot, role === undefined ? person : { ...person, role }, context)
  }
  const next = () => ({ nextStartsAt: instant(nextPossibleStart(slot, now, [], policy)) })
  if (slot.cancelled) return { ok: false, reason: 'slot-cancelled', detail: next() }
  if (list === 'waitlist') {
    return { ok: false, reason: 'no-offer', detail: { slotId, position: slot.waitlist.indexOf(person.id) + 1 } }
  }
  const place = slot.places?.[person.id] ?? {}
  const { confirmBy, confirmedAt } = place
  if (list === 'offered') {
    if (confirmBy !== undefined && now >= Date.parse(confirmBy)) {
      return { ok: false, reason: 'offer-lapsed', detail: { slotId, confirmBy } }
    }
    return { ok: true, outcome: 'seated', slot: seat(slot, person.id, kindHeld(slot, person.id), context) }
  }
  if (confirmedAt !== undefined) return { ok: true, outcome: 'seated', slot }
  if (now >= Date.parse(startsAt)) return { ok: false, reason: 'slot-started', detail: { startedAt: startsAt, ...next() } }
  const asked = confirmation(slot, policy)
  // Whoever answers for them has asked them when it suited both.
  if (asked && now < asked.opens && !isNamed) {
    return { ok: false, reason: 'confirm-too-early', detail: { slotId, opensAt: instant(asked.opens) } }
  }
  return { ok: true, outcome: 'seated', slot: withPlace(slot, person.id, { ...place, confirmedAt: instant(now) }) }
}
