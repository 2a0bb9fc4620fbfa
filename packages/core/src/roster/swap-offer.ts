import type { Id } from '../schema.ts'
import { fitnessRefusal } from './fitness.ts'
import type { SignUpReason } from './refusal.ts'
import type { SignUpPolicy } from './schema.ts'
import { closedRefusal, dutyRefusal, presentRefusal } from './sign-up.ts'
import type { Duty, Slot, Volunteer } from './slot.ts'
import { othersWaitRefusal } from './swap-seats.ts'

/** The seat that is offered. */
export interface OfferedSeat {
  slotId: Id
  /** Who has it. */
  personId: Id
}

export interface SwapOffer {
  /** The one colleague it is for. */
  toPersonId?: Id | undefined
  /** Slots, one of which is wanted for it. */
  wants?: readonly Id[] | undefined
}

/** `toPersonId`: whoever is named has the seat already; `slotId`: it is wanted for itself. */
export type SwapOfferRefusal = { ok: false; reason: 'swap-changes-nothing'; detail: { toPersonId?: Id; slotId?: Id } }

/**
 * Why a seat cannot be offered so: nobody swaps with themselves, or a shift for itself. Undefined where it can.
 * @example swapOfferRefusal({ slotId: 's1', personId: 'p1' }, { toPersonId: 'p1' })
 * // { ok: false, reason: 'swap-changes-nothing', detail: { toPersonId: 'p1' } }
 */
export function swapOfferRefusal(
  { slotId, personId }: OfferedSeat,
  { toPersonId, wants }: SwapOffer,
): SwapOfferRefusal | undefined {
  if (toPersonId === personId) return { ok: false, reason: 'swap-changes-nothing', detail: { toPersonId } }
  if (wants?.includes(slotId)) return { ok: false, reason: 'swap-changes-nothing', detail: { slotId } }
  return undefined
}

/** A shift that is wanted for a seat. */
export interface WantedSlot {
  slotId: Id
  /** Absent where there is none of that id. */
  slot?: Slot | undefined
  /** Colleagues with a seat there, who have not checked in. */
  colleagues: readonly Id[]
}

export interface WantedContext {
  /** Epoch milliseconds. */
  now: number
  policy: SignUpPolicy
  /** Whoever offers the seat, and what else they are bound to: the seat itself left out. */
  person: Volunteer
  duties: readonly Duty[]
}

export type UnwantableReason = 'unknown-slot' | 'no-colleague' | SignUpReason

/** Those of the shifts that nobody can give a seat in, or that whoever offers theirs cannot take. */
export interface UnwantableRefusal {
  ok: false
  reason: 'swap-unwantable'
  detail: { slots: { slotId: Id; why: UnwantableReason }[] }
}

/**
 * Why a seat cannot be offered for these: each is to be there and to come, a colleague is to have a seat in it, and whoever offers
 * theirs must be whom it asks for and have their rest. Where others wait for the seats of all colleagues there, none of them is to be
 * given: nobody passes those who wait. As what they would come shows when somebody accepts. Undefined where it can.
 * @example swapWantsRefusal([{ slotId: 's9', colleagues: [] }], context)
 * // { ok: false, reason: 'swap-unwantable', detail: { slots: [{ slotId: 's9', why: 'unknown-slot' }] } }
 */
export function swapWantsRefusal(wanted: readonly WantedSlot[], context: WantedContext): UnwantableRefusal | undefined {
  const slots = wanted.flatMap((one) => {
    const why = unwantable(one, context)
    return why === undefined ? [] : [{ slotId: one.slotId, why }]
  })
  return slots.length > 0 ? { ok: false, reason: 'swap-unwantable', detail: { slots } } : undefined
}

function unwantable({ slot, colleagues }: WantedSlot, context: WantedContext): UnwantableReason | undefined {
  if (!slot) return 'unknown-slot'
  const { person, policy } = context
  // A seat is handed on until the shift begins, however late one may sign up.
  const closed = closedRefusal(slot, { ...context, policy: { ...policy, closesBeforeMinutes: 0 } })
  const refusal = closed ?? presentRefusal(slot, person.id) ?? fitnessRefusal(slot, person, policy) ?? dutyRefusal(slot, context)
  if (refusal) return refusal.reason
  const others = colleagues.filter((id) => id !== person.id)
  if (others.length === 0) return 'no-colleague'
  return others.some((id) => !othersWaitRefusal(slot, id, context)) ? undefined : 'others-wait'
}
