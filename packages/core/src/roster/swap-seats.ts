import type { Id } from '../schema.ts'
import { fitnessRefusal } from './fitness.ts'
import { kindHeld, kindsFor, listOf, without } from './places.ts'
import type { SignUpRefusal } from './refusal.ts'
import type { SignUpPolicy } from './schema.ts'
import { seat } from './seat.ts'
import { dutyRefusal, presentRefusal } from './sign-up.ts'
import { closingTime, instant, nextPossibleStart } from './slot-times.ts'
import type { Duty, PlaceKind, Slot, SlotNeeds, SlotTimes, Volunteer } from './slot.ts'

/** A seat, and whoever has it or is to have it. */
export interface SwapSide {
  slot: Slot
  person: Volunteer
  /** What the person is bound to, this slot and the other's left out. */
  duties: readonly Duty[]
}

export interface SwapContext {
  /** Epoch milliseconds. */
  now: number
  policy: SignUpPolicy
  /** Somebody else hands it on for them. @defaultValue false: they take it themselves */
  isGiven?: boolean | undefined
}

/** `given` and `taken`: the slots as they are then; `taken` where a seat was given for it. */
export type SwapResult = { ok: true; given: Slot; taken?: Slot } | SignUpRefusal

/**
 * Hands a seat on to a colleague, or exchanges it for theirs where they give one. Whoever takes a place must be whom its slot
 * asks for and have their rest. A seat that others wait for is not handed on, for nobody passes those who wait: whoever cannot
 * come cancels, and the first of them gets it.
 * @param giver who offers the seat in `giver.slot`
 * @param taker who takes it; with `givesSeat`, for the one in `taker.slot`
 */
export function swapSeats(
  giver: SwapSide,
  taker: Omit<SwapSide, 'slot'> & { givesSeat?: Slot | undefined },
  context: SwapContext,
): SwapResult {
  const first = handOver(giver.slot, giver.person.id, taker, context)
  if (!first.ok) return first
  if (!taker.givesSeat) return { ok: true, given: first.slot }
  const second = handOver(taker.givesSeat, taker.person.id, giver, context)
  if (!second.ok) return second
  return { ok: true, given: first.slot, taken: second.slot }
}

function handOver(
  slot: Slot,
  from: Id,
  { person, duties }: Pick<SwapSide, 'person' | 'duties'>,
  { now, policy, isGiven }: SwapContext,
): { ok: true; slot: Slot } | SignUpRefusal {
  const { id: slotId, startsAt } = slot
  const next = () => ({ nextStartsAt: instant(nextPossibleStart(slot, now, duties, policy)) })
  if (slot.cancelled) return { ok: false, reason: 'slot-cancelled', detail: next() }
  if (now >= Date.parse(startsAt)) return { ok: false, reason: 'slot-started', detail: { startedAt: startsAt, ...next() } }
  const list = listOf(slot, from)
  if (list !== 'seated') {
    return { ok: false, reason: 'no-seat', detail: { slotId, ...(list && { as: list === 'waitlist' ? 'waitlisted' : list }) } }
  }
  const kind = kindHeld(slot, from)
  const refusal =
    presentRefusal(slot, person.id) ??
    fitnessRefusal(slot, { ...person, role: kind === 'any' ? undefined : kind }, policy) ??
    dutyRefusal(slot, { now, duties, policy })
  if (refusal) return refusal
  const waited = othersWaitRefusal(slot, from, { now, policy })
  if (waited) return waited
  return { ok: true, slot: seat(without(slot, from), person.id, kind, { now, policy, isGiven }) }
}

/**
 * Why a seat is nobody's to hand on: others wait for it, and once it is given up the first of them gets it. Undefined where nobody
 * waits who may fill it, and once sign-up is closed, for nobody moves up then.
 * @example
 * othersWaitRefusal({ ...slot, seated: ['p1'], waitlist: ['p2'] }, 'p1', context)
 * // { ok: false, reason: 'others-wait', detail: { slotId: 's1', waiting: 1 } }
 */
export function othersWaitRefusal(slot: Slot, personId: Id, { now, policy }: SwapContext): SignUpRefusal | undefined {
  if (slot.cancelled || now >= closingTime(slot, policy)) return undefined
  const waiting = waitingFor(slot, kindHeld(slot, personId))
  return waiting > 0 ? { ok: false, reason: 'others-wait', detail: { slotId: slot.id, waiting } } : undefined
}

/**
 * The same as far as the counts of a slot tell, to whom a page does not offer the swap: where the slot has places for roles, who
 * waits may wait for others.
 */
export const isSeatWaitedFor = (slot: SlotTimes & SlotNeeds & { waitlisted: number }, { now, policy }: SwapContext): boolean =>
  slot.waitlisted > 0 && !slot.mix?.length && !slot.cancelled && now < closingTime(slot, policy)

/** Those whose seat somebody waits for that may fill it. */
export const seatsWaitedFor = (slot: Slot): Id[] =>
  slot.seated.filter((personId) => waitingFor(slot, kindHeld(slot, personId)) > 0)

const waitingFor = (slot: Slot, kind: PlaceKind): number =>
  slot.waitlist.filter((personId) => kindsFor(slot.places?.[personId] ?? {}, slot).includes(kind)).length
