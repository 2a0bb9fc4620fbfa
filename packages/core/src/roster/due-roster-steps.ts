import type { Id, Instant } from '../schema.ts'
import { vacate } from './cancel-sign-up.ts'
import { withPlace, without } from './places.ts'
import type { SignUpEnd, SignUpPolicy } from './schema.ts'
import { moveUp } from './seat.ts'
import { closingTime, instant, reminderTime } from './slot-times.ts'
import type { Slot } from './slot.ts'

/** What time has brought about in a slot. */
export type RosterStep =
  | { kind: 'ended'; personId: Id; why: Extract<SignUpEnd, 'offer-lapsed' | 'not-confirmed' | 'closed' | 'slot-cancelled'> }
  /** A seat is held for somebody who waited. */
  | { kind: 'offered'; personId: Id; confirmBy: Instant }
  | { kind: 'seated'; personId: Id }
  | { kind: 'reminded'; personId: Id }

export interface RosterStepsContext {
  /** Epoch milliseconds. */
  now: number
  policy: SignUpPolicy
}

/**
 * What is due in a slot at this time, done: offers lapse, seats that nobody confirmed are taken back, before the start, and both
 * go to those who wait; of a shift that was called off nobody keeps anything but whoever has checked in; who waits or is invited when sign-up closes gets no seat any more; who has one is reminded. Done again at the same
 * time, nothing is due.
 * @example
 * dueRosterSteps({ ...slot, offered: ['p2'], waitlist: ['p3'], places: { p2: { confirmBy: '2026-03-01T09:00:00Z' } } }, context)
 * // { slot: …, steps: [{ kind: 'ended', personId: 'p2', why: 'offer-lapsed' }, { kind: 'offered', personId: 'p3', … }] }
 */
export function dueRosterSteps(slot: Slot, context: RosterStepsContext): { slot: Slot; steps: RosterStep[] } {
  const ends = dueEnds(slot, context)
  const holds = (personId: Id) => slot.seated.includes(personId) || (slot.offered?.includes(personId) ?? false)
  const left = ends.reduce(
    (before, { personId }) => (holds(personId) ? vacate(before, personId, context) : without(before, personId)),
    slot,
  )
  const filled = moveUp(left, context)
  const movedUp = left.waitlist.filter((personId) => !filled.waitlist.includes(personId))
  const seats = movedUp.map((personId): RosterStep => {
    const confirmBy = filled.places?.[personId]?.confirmBy
    const isOffered = filled.offered?.includes(personId) ?? false
    return isOffered && confirmBy !== undefined ? { kind: 'offered', personId, confirmBy } : { kind: 'seated', personId }
  })
  const reminded = dueReminders(filled, context)
  const told = reminded.reduce(
    (before, personId) => withPlace(before, personId, { ...before.places?.[personId], remindedAt: instant(context.now) }),
    filled,
  )
  return { slot: told, steps: [...ends, ...seats, ...reminded.map((personId): RosterStep => ({ kind: 'reminded', personId }))] }
}

type End = Extract<RosterStep, { kind: 'ended' }>

function dueEnds(slot: Slot, { now, policy }: RosterStepsContext): End[] {
  const { seated, waitlist, offered = [], invited = [], places = {} } = slot
  const end = (why: End['why']) => (personId: Id) => ({ kind: 'ended', personId, why }) as const
  if (slot.cancelled) {
    const away = seated.filter((personId) => !slot.present?.includes(personId))
    return [...away, ...offered, ...waitlist, ...invited].map(end('slot-cancelled'))
  }
  const isOver = (personId: Id) => {
    const { confirmBy, confirmedAt } = places[personId] ?? {}
    return confirmBy !== undefined && confirmedAt === undefined && now >= Date.parse(confirmBy)
  }
  // From the start on, who comes is seen.
  const unconfirmed = now < Date.parse(slot.startsAt) ? seated.filter(isOver) : []
  const closed = now >= closingTime(slot, policy) ? [...waitlist, ...invited] : []
  return [
    ...offered.filter(isOver).map(end('offer-lapsed')),
    ...unconfirmed.map(end('not-confirmed')),
    ...closed.map(end('closed')),
  ]
}

function dueReminders(slot: Slot, { now, policy }: RosterStepsContext): Id[] {
  const reminder = reminderTime(slot, policy)
  if (slot.cancelled || reminder === undefined || now < reminder || now >= Date.parse(slot.startsAt)) return []
  return slot.seated.filter((personId) => slot.places?.[personId]?.remindedAt === undefined)
}
