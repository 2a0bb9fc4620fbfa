import type { Id, Instant } from '../../schema.ts'
import { fitnessRefusal } from '../fitness.ts'
import { placeOf, kindHeld, listOf, takenSeats, withPlace, without } from '../places.ts'
import type { SignUpPolicy } from '../schema.ts'
import { moveUp } from '../seat.ts'
import { dutyRefusal } from '../sign-up.ts'
import { closingTime, confirmation, instant } from '../slot-times.ts'
import type { Duty, Place, Slot, SlotNeeds, Volunteer } from '../slot.ts'

/** What a shift asks for: when, and how many of whom. */
export interface ShiftTerms extends SlotNeeds {
  startsAt: Instant
  endsAt: Instant
  capacity: number
}

export interface ShiftChange {
  slot: Slot
  terms: ShiftTerms
}

export interface OnShift {
  person: Volunteer
  /** All that the person is bound to, as it is before: the shifts that change too. */
  duties: readonly Duty[]
}

export interface ChangedShifts {
  changed: { before: Slot; after: Slot }[]
  /** Of those that stay as they were: too near for whoever is on them to be told. */
  kept: Id[]
}

/**
 * Gives shifts that have been planned other hours, seats or demands. Each stays itself, and whoever is on it stays on it: they
 * are told, asked anew to confirm, and reminded anew. A place ends only where the new terms leave no choice: where the
 * person has another duty then, or not the rest after it, or not the skill or the age that is asked for now; the first who waits
 * moves up. Fewer seats put nobody out: as many as are taken are left. Once sign-up is closed, or presence was to be confirmed,
 * by the old hours or by the new ones, a shift with somebody on it stays as it was, for nobody gets other hours than they
 * may learn of in time; one that nobody is on is changed up to its start.
 * @param people everybody on one of the shifts
 * @example
 * changeShifts([{ slot: { ...slot, seated: ['p1'] }, terms: { ...slot, startsAt: '2026-03-02T09:00:00+08:00' } }], people, context)
 * // { changed: [{ before: …, after: { …, startsAt: '2026-03-02T09:00:00+08:00', seated: ['p1'] } }], kept: [] }
 */
export function changeShifts(
  changes: readonly ShiftChange[],
  people: ReadonlyMap<Id, OnShift>,
  context: { now: number; policy: SignUpPolicy },
): ChangedShifts {
  const meant = changes.filter(({ slot }) => !slot.cancelled)
  const open = meant.filter((change) => isOpen(change, context)).sort(byStart)
  const kept = meant.filter((change) => !open.includes(change)).map(({ slot }) => slot.id)
  const duties = dutiesThen(open, people)
  const changed = open.map(({ slot: before, terms }) => {
    const given = withTerms(before, terms)
    const isMoved = !isSameTime(before, given)
    const asksMore = isMoved || !isForSame(before, given)
    let after = given
    for (const personId of [...before.seated, ...(before.offered ?? []), ...before.waitlist]) {
      const own = duties.get(personId)!
      const others = [...own.values()].filter(({ slotId }) => slotId !== before.id)
      const person = { ...people.get(personId)!.person, role: undefined, guardian: true }
      const isUnfit = asksMore && fitnessRefusal(given, person, context.policy) !== undefined
      const isBusy = isMoved && dutyRefusal(given, { ...context, duties: others }) !== undefined
      if (isUnfit || isBusy) {
        after = without(after, personId)
        own.delete(before.id)
      } else if (isMoved && listOf(before, personId) !== 'waitlist') {
        after = withPlace(after, personId, askedAnew(after, personId, context.policy))
      }
    }
    const capacity = Math.max(terms.capacity, takenSeats(after))
    return { before, after: moveUp({ ...after, capacity }, context) }
  })
  return { changed, kept }
}

const isSameTime = (one: Pick<Slot, 'startsAt' | 'endsAt'>, other: Pick<Slot, 'startsAt' | 'endsAt'>): boolean =>
  Date.parse(one.startsAt) === Date.parse(other.startsAt) && Date.parse(one.endsAt) === Date.parse(other.endsAt)

const isForSame = (one: SlotNeeds, other: SlotNeeds): boolean =>
  one.minAge === other.minAge && JSON.stringify(one.skills ?? []) === JSON.stringify(other.skills ?? [])

const byStart = (one: ShiftChange, other: ShiftChange): number =>
  Date.parse(one.terms.startsAt) - Date.parse(other.terms.startsAt) || (one.slot.id < other.slot.id ? -1 : 1)

function isOpen({ slot, terms }: ShiftChange, { now, policy }: { now: number; policy: SignUpPolicy }): boolean {
  const isFree = takenSeats(slot) + slot.waitlist.length + (slot.invited?.length ?? 0) === 0
  const lastMoment = (startsAt: Instant) => {
    if (isFree) return Date.parse(startsAt)
    const when = { ...slot, startsAt }
    return Math.min(closingTime(when, policy), confirmation(when, policy)?.closes ?? Infinity)
  }
  return now < lastMoment(slot.startsAt) && now < lastMoment(terms.startsAt)
}

/** What everybody is bound to once the shifts have their new hours, by shift. */
function dutiesThen(changes: readonly ShiftChange[], people: ReadonlyMap<Id, OnShift>): Map<Id, Map<Id, Duty>> {
  const hours = new Map(changes.map(({ slot, terms: { startsAt, endsAt } }) => [slot.id, { startsAt, endsAt }]))
  return new Map(
    [...people].map(([personId, { duties }]) => {
      const then = duties.map((duty): [Id, Duty] => [duty.slotId, { ...duty, ...hours.get(duty.slotId) }])
      return [personId, new Map(then)]
    }),
  )
}

/** The slot on the new terms, with whoever is in it; what is not asked for any more is left out. */
function withTerms(slot: Slot, { startsAt, endsAt, capacity, mix, skills, minAge }: ShiftTerms): Slot {
  const { mix: _mix, skills: _skills, minAge: _minAge, ...bare } = slot
  const asked = { ...(mix && { mix }), ...(skills && { skills }), ...(minAge !== undefined && { minAge }) }
  return { ...bare, startsAt, endsAt, capacity, ...asked }
}

/** What somebody has said or was told of the old hours counts no more. */
function askedAnew(slot: Slot, personId: Id, policy: SignUpPolicy): Place {
  const { confirmBy } = slot.places?.[personId] ?? {}
  const place = placeOf(kindHeld(slot, personId))
  if (listOf(slot, personId) === 'offered') {
    const until = Math.min(Date.parse(confirmBy ?? slot.startsAt), Date.parse(slot.startsAt))
    return { ...place, confirmBy: instant(until) }
  }
  const asked = confirmation(slot, policy)
  return asked ? { ...place, confirmBy: instant(asked.closes) } : place
}
