import { fitnessRefusal } from './fitness.ts'
import { freePlaces, kindsFor, listOf, moved, movingUp, takenSeats } from './places.ts'
import type { SignUpRefusal } from './refusal.ts'
import type { SignUpPolicy } from './schema.ts'
import { seat } from './seat.ts'
import { closingTime, instant, minutes, nextPossibleStart, reliefEnd, restBetween } from './slot-times.ts'
import type { Duty, PlaceKind, Slot, SlotNeeds, SlotTimes, Volunteer } from './slot.ts'

export interface SignUpContext {
  /** Epoch milliseconds. */
  now: number
  /** What the person is bound to: seats and places in waitlists. */
  duties: readonly Duty[]
  policy: SignUpPolicy
  /** Somebody who answers for them, or for the shift, names them. @defaultValue false: they sign up themselves */
  isNamed?: boolean | undefined
}

export type SignUpResult = { ok: true; slot: Slot; outcome: 'seated' | 'waitlisted' } | SignUpRefusal

/**
 * Why this person cannot sign up for a slot at this time, as far as times tell, and who they are where that is told: the page
 * asks it before it offers the slot. Undefined where nothing stands against it; whether there is a seat is for `signUp` to say.
 * @example
 * signUpRefusal(slot, { now: Date.parse(slot.startsAt), duties: [], policy })
 * // { ok: false, reason: 'slot-started', detail: { startedAt: slot.startsAt, nextStartsAt: '2026-03-02T03:01:00.000Z' } }
 */
export function signUpRefusal(
  slot: SlotTimes & SlotNeeds,
  { person, ...context }: SignUpContext & { person?: Volunteer | undefined },
): SignUpRefusal | undefined {
  return closedRefusal(slot, context) ?? (person && fitnessRefusal(slot, person, context.policy)) ?? dutyRefusal(slot, context)
}

/**
 * Gives the person a seat, or a place at the end of the waitlist where none is free that they may fill. Nobody passes those
 * who wait: a place goes to a newcomer only if nobody who waits may fill it. A seat given up since sign-up closed goes to
 * whoever comes first, until `reliefMinutes` after the start: there is no time left to ask one after the other.
 * @example
 * signUp({ ...slot, capacity: 1, seated: ['p1'], waitlist: [] }, { id: 'p2' }, context)
 * // { ok: true, outcome: 'waitlisted', slot: { …, seated: ['p1'], waitlist: ['p2'] } }
 */
export function signUp(slot: Slot, person: Volunteer, context: SignUpContext): SignUpResult {
  const refusal =
    closedRefusal({ ...slot, relief: reliefOf(slot, context).length }, context) ??
    presentRefusal(slot, person.id) ??
    fitnessRefusal(slot, person, context.policy) ??
    dutyRefusal(slot, context)
  if (refusal) return refusal
  if (context.now >= closingTime(slot, context.policy)) return relieve(slot, person, context)

  // A seat that fell free while others wait (the capacity was raised) is theirs.
  const { free } = movingUp(slot)
  const kinds = kindsFor(person, slot)
  const kind = kinds.find((one) => free.get(one)! > 0)
  const { isNamed: isGiven } = context
  if (kind !== undefined) return { ok: true, outcome: 'seated', slot: seat(slot, person.id, kind, { ...context, isGiven }) }
  const { capacity, waitlist } = slot
  const { maxWaitlist } = context.policy
  if (waitlist.length >= maxWaitlist) {
    return { ok: false, reason: 'slot-full', detail: { capacity, waitlisted: waitlist.length, maxWaitlist } }
  }
  const { role, roles = [] } = person
  const wish = { ...(role === undefined ? {} : { role }), ...(roles.length > 0 ? { roles } : {}) }
  return { ok: true, outcome: 'waitlisted', slot: moved(slot, person.id, 'waitlist', wish) }
}

/** Takes a seat that was given up too late to ask who waits. */
function relieve(slot: Slot, person: Volunteer, context: SignUpContext): SignUpResult {
  const { vacated = [], capacity } = slot
  const free = freePlaces(slot)
  const open = reliefOf(slot, context)
  const kind = kindsFor(person, slot).find((one) => open.includes(one) && free.get(one)! > 0)
  if (kind === undefined) {
    if (takenSeats(slot) >= capacity) {
      return { ok: false, reason: 'slot-full', detail: { capacity, waitlisted: 0, maxWaitlist: 0 } }
    }
    return { ok: false, reason: 'role-not-held', detail: { asked: [...new Set(open)], possible: [] } }
  }
  const at = vacated.indexOf(kind)
  const seated = seat(slot, person.id, kind, { ...context, isGiven: context.isNamed })
  return { ok: true, outcome: 'seated', slot: { ...seated, vacated: vacated.filter((_, index) => index !== at) } }
}

/**
 * Places that may be taken once sign-up is closed: what was given up since, and for whoever is named at the post whatever is free,
 * for there somebody sees that it is.
 */
function reliefOf(slot: Slot, { isNamed = false }: SignUpContext): readonly PlaceKind[] {
  if (!isNamed) return slot.vacated ?? []
  return [...freePlaces(slot)].flatMap(([kind, free]) => (free > 0 ? [kind] : []))
}

/** The slot is open to nobody any more. */
export function closedRefusal(slot: SlotTimes, { now, duties, policy }: SignUpContext): SignUpRefusal | undefined {
  const next = () => ({ nextStartsAt: instant(nextPossibleStart(slot, now, duties, policy)) })
  if (slot.cancelled) return { ok: false, reason: 'slot-cancelled', detail: next() }
  const end = slot.relief ? reliefEnd(slot, policy) : undefined
  if (end !== undefined && now < end && now < Date.parse(slot.endsAt)) return undefined
  if (now >= Date.parse(slot.startsAt)) {
    return { ok: false, reason: 'slot-started', detail: { startedAt: slot.startsAt, ...next() } }
  }
  const closing = closingTime(slot, policy)
  if (now >= closing) return { ok: false, reason: 'sign-up-closed', detail: { closedAt: instant(closing), ...next() } }
  return undefined
}

/** The person is in the slot already; who was only invited is not. */
export function presentRefusal(slot: Slot, personId: Volunteer['id']): SignUpRefusal | undefined {
  const list = listOf(slot, personId)
  if (list === undefined || list === 'invited') return undefined
  const detail = { slotId: slot.id, as: list === 'waitlist' ? ('waitlisted' as const) : list }
  if (list !== 'waitlist') return { ok: false, reason: 'already-signed-up', detail }
  return { ok: false, reason: 'already-signed-up', detail: { ...detail, position: slot.waitlist.indexOf(personId) + 1 } }
}

/** What else the person has to do stands against it. */
export function dutyRefusal(slot: SlotTimes, { now, duties, policy }: SignUpContext): SignUpRefusal | undefined {
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
