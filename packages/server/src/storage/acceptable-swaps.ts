import { swapSeats } from '@wangge/core/roster'
import type { Duty, Slot, Volunteer } from '@wangge/core/roster'
import type { Person } from '../auth/principal.ts'
import type { Context } from '../context.ts'
import { readSlots } from './lock-slot.ts'
import type { Reference } from './reference.ts'
import { dutiesOf } from './sign-ups.ts'
import type { StoredSwap } from './swaps.ts'
import { volunteerOf } from './volunteers.ts'

/**
 * Which of some open offers a person may accept now, by the rule that decides when they do: whom the place is for, what else they
 * are bound to, who waits; where a seat is wanted for it, they have one to give, which whoever offers theirs may take.
 */
export async function acceptableSwaps(
  context: Context,
  reference: Reference,
  { person, swaps, now }: { person: Person; swaps: readonly StoredSwap[]; now: number },
): Promise<Set<string>> {
  if (swaps.length === 0) return new Set()
  const { db, districtId } = context
  const { policy } = reference
  const slotIds = swaps.flatMap(({ slotId, wants = [] }) => [slotId, ...wants])
  const slots = await readSlots(db, districtId, [...new Set(slotIds)])
  const reader = { person: await volunteer(person.personId), duties: await duties(person.personId) }
  const givers = new Map<string, { person: Volunteer; duties: readonly Duty[] }>()
  const acceptable = new Set<string>()
  for (const swap of swaps) if (await isAcceptable(swap)) acceptable.add(swap.id)
  return acceptable

  async function isAcceptable({ slotId, giverId, wants }: StoredSwap): Promise<boolean> {
    const slot = slots.get(slotId)
    if (!slot) return false
    if (!wants) return mayTake(slot, { id: giverId })
    const given = wants.flatMap((id) => slots.get(id) ?? []).filter(({ seated }) => seated.includes(reader.person.id))
    if (given.length === 0) return false
    const giver = givers.get(giverId) ?? { person: await volunteer(giverId), duties: await duties(giverId) }
    givers.set(giverId, giver)
    return given.some((one) => mayTake(slot, giver.person, { givesSeat: one, duties: giver.duties }))
  }

  function mayTake(slot: Slot, giver: Volunteer, exchange?: { givesSeat: Slot; duties: readonly Duty[] }): boolean {
    const { givesSeat, duties: ofGiver = [] } = exchange ?? {}
    const besides = (all: readonly Duty[], slotId: string | undefined) => all.filter((duty) => duty.slotId !== slotId)
    const offered = { slot, person: giver, duties: besides(ofGiver, slot.id) }
    const taker = { person: reader.person, duties: besides(reader.duties, givesSeat?.id), givesSeat }
    return swapSeats(offered, taker, { now, policy }).ok
  }

  /** The guardian's consent is asked for when somebody accepts. */
  async function volunteer(personId: string | undefined): Promise<Volunteer> {
    const known = personId === undefined ? undefined : await volunteerOf(db, context, reference, { personId, now })
    return { ...(known ?? { id: personId ?? '', minor: person.minor }), guardian: true }
  }

  async function duties(personId: string | undefined): Promise<Duty[]> {
    return personId === undefined ? [] : dutiesOf(db, districtId, personId, '')
  }
}
