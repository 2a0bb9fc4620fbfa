import type { Id } from '../schema.ts'

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
