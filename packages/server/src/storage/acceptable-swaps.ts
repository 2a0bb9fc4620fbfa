import { swapSeats } from '@wangge/core/roster'
import type { Duty, Slot, Volunteer } from '@wangge/core/roster'
import type { Person } from '../auth/principal.ts'
import type { Context } from '../context.ts'
import { readSlots } from './lock-slot.ts'
import type { Reference } from './reference.ts'
import { dutiesByPerson, presentAt } from './sign-ups.ts'
import type { StoredSwap } from './swaps.ts'
import { volunteersOf } from './volunteers.ts'

/**
 * Which of some open offers a person may accept now, by the rule that decides when they do: whom the place is for, what else they
 * are bound to, who waits; where a seat is wanted for it, they have one to give, which whoever offers theirs may take. However many
 * they are, the database is asked a few times.
 */
export async function acceptableSwaps(
  context: Context,
  reference: Reference,
  { person, swaps, now }: { person: Person; swaps: readonly StoredSwap[]; now: number },
): Promise<Set<string>> {
  if (swaps.length === 0) return new Set()
  const { db, districtId } = context
  const { policy } = reference
  const reader = person.personId ?? ''
  const slotIds = [...new Set(swaps.flatMap(({ slotId, wants = [] }) => [slotId, ...wants]))]
  const slots = await readSlots(db, districtId, slotIds)
  const present = await presentAt(db, districtId, { personId: reader, slotIds })
  const asked = swaps.map((swap) => ({ ...swap, gives: givenBy(swap) }))
  // Of whoever gives their seat away nothing more is to be known.
  const givers = asked.flatMap(({ giverId, gives = [] }) => (gives.length > 0 ? [giverId] : []))
  const personIds = [...new Set([reader, ...givers])]
  const people = await volunteersOf(db, context, reference, { personIds, now })
  const duties = await dutiesByPerson(db, districtId, personIds)
  return new Set(asked.flatMap((swap) => (isAcceptable(swap) ? [swap.id] : [])))

  /** The reader's own seats in what is wanted; undefined where nothing is. Who has checked in keeps theirs. */
  function givenBy({ wants }: StoredSwap): Slot[] | undefined {
    return wants?.flatMap((id) => slots.get(id) ?? []).filter(({ id, seated }) => seated.includes(reader) && !present.has(id))
  }

  function isAcceptable({ slotId, giverId, gives }: (typeof asked)[number]): boolean {
    const slot = slots.get(slotId)
    if (!slot) return false
    if (!gives) return mayTake(slot, { id: giverId })
    return gives.some((one) => mayTake(slot, volunteer(giverId), one))
  }

  function mayTake(slot: Slot, giver: Volunteer, givesSeat?: Slot): boolean {
    const besides = (personId: string, except: string | undefined): Duty[] =>
      (duties.get(personId) ?? []).filter((duty) => duty.slotId !== except)
    const offered = { slot, person: giver, duties: givesSeat ? besides(giver.id, slot.id) : [] }
    const taker = { person: volunteer(reader), duties: besides(reader, givesSeat?.id), givesSeat }
    return swapSeats(offered, taker, { now, policy }).ok
  }

  /** The guardian's consent is asked for when somebody accepts. */
  function volunteer(personId: string): Volunteer {
    const known = people.get(personId) ?? { id: personId, minor: person.minor }
    return { ...known, guardian: true }
  }
}
