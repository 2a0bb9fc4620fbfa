import type { Id } from '../schema.ts'
import { freePlaces, kindHeld, listOf, moved, withPlace } from './places.ts'
import { dutyRefusal } from './sign-up.ts'
import type { SignUpContext } from './sign-up.ts'
import { instant } from './slot-times.ts'
import type { PlaceKind, Slot } from './slot.ts'

/** `kind` is the place that relief may not take any more; undefined where none was open to it. */
export type MarkPresentResult = { slot: Slot; kind?: PlaceKind }

/**
 * Somebody has come. Who has yet to say that they come has said so by it, and keeps their seat. Who comes after all, when their
 * seat was open to relief, has it again where nobody has taken it; where somebody has, or where the person has
 * taken another duty meanwhile that does not go with it, the slot stays as it is, because no seat is taken twice and nobody is
 * in two places at once: that they came is told by their attendance alone.
 * @param context `duties`: what the person is bound to, this slot left out
 * @returns undefined where nothing changes
 * @example
 * markPresent({ ...slot, capacity: 1, seated: [], absent: ['p1'], vacated: ['any'] }, 'p1', { now, policy, duties: [] })
 * // { kind: 'any', slot: { …, seated: ['p1'], absent: [], vacated: [] } }
 */
export function markPresent(slot: Slot, personId: Id, context: SignUpContext): MarkPresentResult | undefined {
  const list = listOf(slot, personId)
  if (list === 'seated') {
    const place = slot.places?.[personId]
    const isAsked = place?.confirmBy !== undefined && place.confirmedAt === undefined
    return isAsked ? { slot: withPlace(slot, personId, { ...place, confirmedAt: instant(context.now) }) } : undefined
  }
  if (list !== 'absent' || dutyRefusal(slot, context)) return undefined
  const kind = kindHeld(slot, personId)
  if (freePlaces(slot).get(kind)! <= 0) return undefined
  const { vacated } = slot
  const seated = moved(slot, personId, 'seated', slot.places?.[personId])
  // A district without relief opens no seat to it.
  const at = vacated?.indexOf(kind) ?? -1
  if (at < 0) return { slot: seated }
  return { kind, slot: { ...seated, vacated: vacated!.filter((_, index) => index !== at) } }
}
