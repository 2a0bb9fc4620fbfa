import type { Id } from '../schema.ts'
import { fitnessRefusal } from './fitness.ts'
import { freePlaces, kindHeld, kindsFor, listOf, moved, movingUp, placeOf, takenSeats, without } from './places.ts'
import type { SignUpRefusal } from './refusal.ts'
import { moveUp, seat } from './seat.ts'
import { closedRefusal, dutyRefusal, presentRefusal } from './sign-up.ts'
import type { SignUpContext } from './sign-up.ts'
import type { Duty, PlaceKind, Slot, Volunteer } from './slot.ts'

export interface Reseating {
  /** Whose seats are taken back. */
  leaving: readonly Id[]
  /** Who stays, in a place of this kind. @defaultValue as they are */
  staying?: readonly { personId: Id; kind: PlaceKind }[]
  arriving: readonly {
    person: Volunteer
    kind: PlaceKind
    /** What the person is bound to, with those left out that they leave. */
    duties: readonly Duty[]
  }[]
}

/** Who is refused is `personId`; absent where the slot itself is closed. */
export type ReseatResult = { ok: true; slot: Slot } | (SignUpRefusal & { personId?: Id })

/**
 * Gives a slot's seats as a plan has them: whoever leaves is taken out, whoever comes gets the place that the plan names, by
 * the rules that hold for whoever signs up themselves. Nobody passes those who wait: where somebody who waits may fill a
 * place, it is not given to others, and what nobody comes for is theirs. All or nothing.
 * @example
 * reseat({ ...slot, capacity: 1, seated: ['p1'] }, { leaving: ['p1'], arriving: [{ person: { id: 'p2' }, kind: 'any', duties: [] }] }, context)
 * // { ok: true, slot: { …, seated: ['p2'] } }
 */
export function reseat(
  slot: Slot,
  { leaving, staying = [], arriving }: Reseating,
  { now, policy }: Omit<SignUpContext, 'duties'>,
): ReseatResult {
  const closed = closedRefusal(slot, { now, policy, duties: [] })
  if (closed) return closed
  let after = slot
  for (const personId of leaving) {
    const list = listOf(after, personId)
    if (list !== 'seated') {
      const as = list === 'waitlist' ? ('waitlisted' as const) : list
      return { ok: false, reason: 'no-seat', detail: { slotId: slot.id, ...(as && { as }) }, personId }
    }
    after = without(after, personId)
  }
  const turning = staying.filter(
    ({ personId, kind }) => listOf(after, personId) === 'seated' && kindHeld(after, personId) !== kind,
  )
  const places = new Map(turning.map(({ personId }) => [personId, after.places?.[personId]]))
  for (const { personId } of turning) after = without(after, personId)
  for (const { personId, kind } of turning) {
    const full = placeRefusal(after, kind)
    if (full) return { ...full, personId }
    const { role: _, ...place } = places.get(personId) ?? {}
    after = moved(after, personId, 'seated', { ...place, ...placeOf(kind) })
  }
  for (const { person, kind, duties } of arriving) {
    const asked = { ...person, role: kind === 'any' ? undefined : kind }
    const refusal =
      presentRefusal(after, person.id) ?? fitnessRefusal(after, asked, policy) ?? dutyRefusal(after, { now, policy, duties })
    if (refusal) return { ...refusal, personId: person.id }
    const full = placeRefusal(after, kind)
    if (full) return { ...full, personId: person.id }
    after = seat(after, person.id, kind, { now, policy, isGiven: true })
  }
  return { ok: true, slot: moveUp(after, { now, policy }) }
}

function placeRefusal(slot: Slot, kind: PlaceKind): SignUpRefusal | undefined {
  const { capacity, waitlist } = slot
  if ((freePlaces(slot).get(kind) ?? 0) <= 0) {
    const waitlisted = waitlist.length
    if (takenSeats(slot) >= capacity) {
      return { ok: false, reason: 'slot-full', detail: { capacity, waitlisted, maxWaitlist: waitlisted } }
    }
    const asked = [...freePlaces(slot)].flatMap(([one, free]) => (free > 0 ? [one] : []))
    return { ok: false, reason: 'role-not-asked', detail: { role: kind, asked } }
  }
  if ((movingUp(slot).free.get(kind) ?? 0) > 0) return undefined
  const waiting = waitlist.filter((personId) => kindsFor(slot.places?.[personId] ?? {}, slot).includes(kind)).length
  return { ok: false, reason: 'others-wait', detail: { slotId: slot.id, waiting } }
}
