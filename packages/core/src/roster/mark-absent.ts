import type { Id } from '../schema.ts'
import { vacate } from './cancel-sign-up.ts'
import type { CancelSignUpContext } from './cancel-sign-up.ts'
import { listOf, moved } from './places.ts'
import type { SignUpRefusal } from './refusal.ts'
import type { Slot } from './slot.ts'

export type MarkAbsentResult = { ok: true; slot: Slot } | SignUpRefusal

/**
 * Somebody with a seat has not come: from the start on their seat can be taken as relief. Said again, it changes nothing.
 * Whether it is a no-show or excused is kept with their record; whether they checked in is for the caller to know.
 */
export function markAbsent(slot: Slot, personId: Id, context: CancelSignUpContext): MarkAbsentResult {
  const { id: slotId, startsAt } = slot
  const list = listOf(slot, personId)
  if (list === 'absent') return { ok: true, slot }
  if (list !== 'seated') {
    return { ok: false, reason: 'no-seat', detail: { slotId, ...(list && { as: list === 'waitlist' ? 'waitlisted' : list }) } }
  }
  if (context.now < Date.parse(startsAt)) return { ok: false, reason: 'slot-not-started', detail: { slotId, startsAt } }
  // What their place was is kept: it is theirs again if they come after all.
  const place = slot.places?.[personId]
  return { ok: true, slot: moved(vacate(slot, personId, context), personId, 'absent', place) }
}
