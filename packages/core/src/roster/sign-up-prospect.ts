import { kindsFor, placeKinds } from './places.ts'
import type { SignUpPolicy } from './schema.ts'
import { closingTime } from './slot-times.ts'
import type { PlaceKind, SlotNeeds, SlotTimes, Volunteer } from './slot.ts'

/** A slot by its counts, as the page knows it. */
export interface CountedSlot extends SlotTimes, SlotNeeds {
  capacity: number
  /** Seats given, or held for somebody. */
  seated: number
  waitlisted: number
}

/**
 * What a sign-up would come to by a slot's counts: a seat, a place in the waitlist, or nothing, for both are full. A seat only where
 * a place is free that the person may fill; of whom nothing is known may fill any. Whether anything else stands against it is for
 * `signUpRefusal` to say, and the last word is `signUp`'s.
 * @example
 * // One of two places is a building head's, and nobody has that one.
 * signUpProspect({ ...slot, capacity: 2, seated: 1, waitlisted: 0, mix: [{ role: 'buildingHead', need: 1, taken: 0 }] }, { id: 'p' }, context) // 'wait'
 */
export function signUpProspect(
  slot: CountedSlot,
  person: Pick<Volunteer, 'role' | 'roles'> | undefined,
  { now, policy }: { now: number; policy: SignUpPolicy },
): 'seat' | 'wait' | 'full' {
  const free = freeByCounts(slot)
  const kinds = person ? kindsFor(person, slot) : placeKinds(slot)
  const hasFree = kinds.some((kind) => (free.get(kind) ?? 0) > 0)
  // After closing nobody waits: what was given up goes to whoever comes first.
  if (now >= closingTime(slot, policy)) return hasFree && (slot.relief ?? 0) > 0 ? 'seat' : 'full'
  if (hasFree) return 'seat'
  return slot.waitlisted < policy.maxWaitlist ? 'wait' : 'full'
}

/** Where it is not told which places are taken, those that are anybody's are said to be. */
function freeByCounts({ capacity, seated, mix = [] }: CountedSlot): Map<PlaceKind, number> {
  const left = Math.max(0, capacity - seated)
  const ofRoles = mix.reduce((sum, { need }) => sum + need, 0)
  const takenByRoles = mix.reduce((sum, { taken = 0 }) => sum + taken, 0)
  const free = new Map<PlaceKind, number>(mix.map(({ role, need, taken = 0 }) => [role, need - taken]))
  free.set('any', Math.max(0, capacity - ofRoles) - (seated - takenByRoles))
  return new Map([...free].map(([kind, count]) => [kind, Math.max(0, Math.min(count, left))]))
}
