import type { Id } from '../schema.ts'
import type { Absence } from './attendance/attendance.ts'
import { listOf } from './places.ts'
import type { RosterFacts, RosterNoticeTopic, SignUpEnd, SignUpView } from './schema.ts'
import type { Slot } from './slot.ts'

/** Something that happened to somebody’s duty, or, without a person, to the slot. */
export interface SlotHappening {
  topic: RosterNoticeTopic
  personId?: Id
  facts: RosterFacts
}

export interface SlotStep {
  before: Slot
  after: Slot
  /** Who came anew, and by whom. */
  arrivals?: readonly { personId: Id; by: SignUpView['by'] }[]
  /** Why somebody is gone who was there before. */
  endOf: (personId: Id) => SignUpEnd
  /** Of whoever is absent since this step. @defaultValue `no-show` */
  absence?: Absence | undefined
}

/** What the person did themselves, or is told otherwise. */
const UNTOLD: ReadonlySet<SignUpEnd> = new Set<SignUpEnd>(['self', 'declined', 'swapped', 'taken-up', 'consent-withdrawn'])

/**
 * What others, or time, did to the people of a slot in one step, in the order of its lists; what they did themselves is told to nobody.
 * The same step gives the same, and each step once.
 * @example
 * slotHappenings({ before: { …, waitlist: ['p2'] }, after: { …, offered: ['p2'], places: { p2: { confirmBy } } }, endOf })
 * // [{ topic: 'roster.offered', personId: 'p2', facts: { until: confirmBy } }]
 */
export function slotHappenings({ before, after, arrivals = [], endOf, absence = 'no-show' }: SlotStep): SlotHappening[] {
  const arrived = new Set(arrivals.map(({ personId }) => personId))
  const { seated, waitlist, offered = [], invited = [], absent = [] } = before
  const known = [...seated, ...offered, ...waitlist, ...invited, ...absent]
  const stayed = known.flatMap((personId) => {
    if (arrived.has(personId)) return []
    const told = listOf(after, personId) === undefined ? endTold(endOf(personId)) : moveTold(before, after, personId)
    // Who said before that they cannot come is told nothing.
    if (told?.topic === 'roster.absent' && absence !== 'no-show') return []
    return told ? [{ ...told, personId }] : []
  })
  const came = arrivals.flatMap(({ personId, by }): SlotHappening[] => {
    if (by === 'self') return []
    const isInvited = listOf(after, personId) === 'invited'
    return [{ topic: isInvited ? 'roster.invited' : 'roster.assigned', personId, facts: {} }]
  })
  const free = (after.vacated?.length ?? 0) - (before.vacated?.length ?? 0)
  const relief: SlotHappening[] = free > 0 && !after.cancelled ? [{ topic: 'roster.free', facts: { seats: free } }] : []
  return [...stayed, ...came, ...relief]
}

function endTold(ended: SignUpEnd): SlotHappening | undefined {
  if (UNTOLD.has(ended)) return undefined
  return ended === 'slot-cancelled' ? { topic: 'roster.called-off', facts: {} } : { topic: 'roster.ended', facts: { ended } }
}

function moveTold(before: Slot, after: Slot, personId: Id): SlotHappening | undefined {
  const [from, to] = [listOf(before, personId), listOf(after, personId)]
  const place = after.places?.[personId]
  const until = place?.confirmedAt === undefined ? place?.confirmBy : undefined
  const asked = until === undefined ? {} : { until }
  if (from === 'waitlist' && to === 'offered') return { topic: 'roster.offered', facts: asked }
  if (from === 'waitlist' && to === 'seated') return { topic: 'roster.seated', facts: {} }
  if (from === 'seated' && to === 'absent') return { topic: 'roster.absent', facts: {} }
  const isReminded = from === 'seated' && to === 'seated' && before.places?.[personId]?.remindedAt === undefined
  return isReminded && place?.remindedAt !== undefined ? { topic: 'roster.reminder', facts: asked } : undefined
}
