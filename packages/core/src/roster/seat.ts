import type { Id } from '../schema.ts'
import { moved, movingUp, placeOf } from './places.ts'
import type { SignUpPolicy } from './schema.ts'
import { closingTime, confirmation, instant, minutes, reminderTime } from './slot-times.ts'
import type { Place, PlaceKind, Slot } from './slot.ts'

interface Seating {
  /** Epoch milliseconds. */
  now: number
  policy: SignUpPolicy
  /** They do not take it themselves: somebody named them, or they moved up. */
  isGiven?: boolean | undefined
}

/** What somebody who is asked has to answer in. */
const LEAST_TO_ANSWER_MS = minutes(60)

/**
 * Gives somebody a seat. Who takes it when the shift is near has just said that they come, and need not be reminded; to whom it
 * is given has said nothing yet: they are asked where there is time to answer, and are not told as having confirmed where there
 * is none.
 */
export function seat(slot: Slot, personId: Id, kind: PlaceKind, { now, policy, isGiven = false }: Seating): Slot {
  const asked = confirmation(slot, policy)
  const reminder = reminderTime(slot, policy)
  const isAsked = asked && now < (isGiven ? asked.closes - LEAST_TO_ANSWER_MS : asked.opens)
  const place: Place = {
    ...placeOf(kind),
    ...(isAsked ? { confirmBy: instant(asked.closes) } : {}),
    ...(asked && !isAsked && !isGiven ? { confirmedAt: instant(now) } : {}),
    ...(reminder !== undefined && now >= reminder && !isGiven ? { remindedAt: instant(now) } : {}),
  }
  return moved(slot, personId, 'seated', place)
}

/**
 * Gives free seats to those who wait, in their order: each to the first who may fill it. With `offerMinutes` it is held for
 * them until they confirm. Once sign-up is closed nobody moves up: nobody gets a duty that they may not learn of in time.
 */
export function moveUp(slot: Slot, seating: Seating): Slot {
  const { now, policy } = seating
  if (slot.cancelled || now >= closingTime(slot, policy)) return slot
  const { offerMinutes = 0 } = policy
  const confirmBy = instant(Math.min(now + minutes(offerMinutes), Date.parse(slot.startsAt)))
  return movingUp(slot).next.reduce(
    (before, { personId, kind }) =>
      offerMinutes === 0
        ? seat(before, personId, kind, { ...seating, isGiven: true })
        : moved(before, personId, 'offered', { ...placeOf(kind), confirmBy }),
    slot,
  )
}
