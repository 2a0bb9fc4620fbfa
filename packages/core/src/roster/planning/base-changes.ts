import type { Id, Instant } from '../../schema.ts'
import type { BaseChange } from '../plan-job-schema.ts'
import type { SlotNeeds } from '../slot.ts'
import { comparePlans } from './compare-plans.ts'
import type { PlanSeat } from './compare-plans.ts'
import { isAfterClosing } from './is-after-closing.ts'

/** A slot as far as a draft stands on it. */
export interface BaseSlot extends SlotNeeds {
  id: Id
  startsAt: string
  endsAt: string
  capacity: number
  sponsorId?: Id | null | undefined
}

/** What a draft is made from, or what holds now: slots that are open, and who has a seat in them. */
export interface PlanBase {
  slots: readonly BaseSlot[]
  seats: readonly PlanSeat[]
}

export interface BaseNow extends PlanBase {
  /** Whether somebody may be given a duty. */
  mayServe: (personId: Id) => boolean
  /** When the organisation that somebody comes for is closed (撤销), and on which local date that is. @defaultValue never */
  closing?: (personId: Id) => { closedOn: string; closesAt: Instant } | undefined
}

/**
 * What is not any more as it was when the draft was made, as far as it matters to who gives the seats. A slot that has closed
 * meanwhile matters only where the draft changes something in it.
 */
export function baseChanges(base: PlanBase, now: BaseNow, draft: readonly PlanSeat[]): BaseChange[] {
  const { added, removed, moved } = comparePlans(base.seats, draft)
  const touched = new Set([...added, ...removed, ...moved].map(({ slotId }) => slotId).concat(moved.map(({ from }) => from)))
  const [then, open] = [byId(base.slots), byId(now.slots)]
  const slots = base.slots.flatMap((slot): BaseChange[] => {
    const current = open.get(slot.id)
    if (!current) return touched.has(slot.id) ? [{ kind: 'slot-closed', slotId: slot.id }] : []
    return textOf(current) === textOf(slot) ? [] : [{ kind: 'slot-changed', slotId: slot.id }]
  })
  const newSlots = now.slots
    .filter(({ id }) => !then.has(id))
    .map(({ id: slotId }): BaseChange => ({ kind: 'slot-added', slotId }))
  const isOpen = ({ slotId }: PlanSeat) => then.has(slotId) && open.has(slotId)
  const seats = comparePlans(base.seats.filter(isOpen), now.seats.filter(isOpen))
  const seat =
    (kind: BaseChange['kind']) =>
    ({ slotId, personId }: PlanSeat): BaseChange => ({ kind, slotId, personId })
  return [
    ...slots,
    ...newSlots,
    ...[...seats.added, ...seats.moved].map(seat('seat-taken')),
    ...seats.removed.map(seat('seat-given-up')),
    ...seats.moved.map(({ from, personId }) => seat('seat-given-up')({ slotId: from, personId })),
    ...[...added, ...moved].flatMap(({ slotId, personId }): BaseChange[] => {
      const closing = now.closing?.(personId)
      const slot = open.get(slotId)
      if (closing && slot && isAfterClosing(slot, closing))
        return [{ kind: 'organisation-closed', slotId, personId, closedOn: closing.closedOn }]
      return now.mayServe(personId) ? [] : [{ kind: 'person-gone', slotId, personId }]
    }),
  ]
}

const byId = (slots: readonly BaseSlot[]) => new Map(slots.map((slot) => [slot.id, slot]))

/** Two slots that ask the same read the same. */
function textOf({ startsAt, endsAt, capacity, mix = [], skills = [], minAge = -1, sponsorId = '' }: BaseSlot): string {
  const needs = mix.map(({ role, need }) => [role, need])
  return JSON.stringify([Date.parse(startsAt), Date.parse(endsAt), capacity, needs, skills, minAge, sponsorId])
}
