import { fitnessRefusal } from './fitness.ts'
import { listOf, moved } from './places.ts'
import type { SignUpRefusal } from './refusal.ts'
import { closedRefusal, dutyRefusal, presentRefusal } from './sign-up.ts'
import type { SignUpContext } from './sign-up.ts'
import type { Slot, Volunteer } from './slot.ts'

export type InviteResult = { ok: true; slot: Slot } | SignUpRefusal

/**
 * Asks somebody to come who could sign up as things are. It holds no seat for them and ends when sign-up closes; whether there
 * is a seat is seen when they take it up. A minor's guardian is asked then.
 */
export function invite(slot: Slot, person: Volunteer, context: SignUpContext): InviteResult {
  const refusal =
    closedRefusal(slot, context) ??
    presentRefusal(slot, person.id) ??
    fitnessRefusal(slot, { ...person, guardian: true }, context.policy) ??
    dutyRefusal(slot, context)
  if (refusal) return refusal
  if (listOf(slot, person.id) === 'invited') {
    return { ok: false, reason: 'already-signed-up', detail: { slotId: slot.id, as: 'invited' } }
  }
  const { role, roles = [] } = person
  const wish = { ...(role === undefined ? {} : { role }), ...(roles.length > 0 ? { roles } : {}) }
  return { ok: true, slot: moved(slot, person.id, 'invited', wish) }
}
