import { createUlid } from '@wangge/core'
import { baseChanges, closedRefusal, comparePlans, localDate, placeKinds, reseat, verifyRoster } from '@wangge/core/roster'
import type { Duty, PlanProblemCode } from '@wangge/core/roster'
import type { BaseChange, PublishedPlan } from '@wangge/core/roster/schema'
import type { Context } from '../context.ts'
import { refused } from '../problem.ts'
import type { NewChange } from './changes.ts'
import { closingDays, keepOpen } from './closed-organisations.ts'
import type { Queries, Tx } from './database.ts'
import { planRecords } from './plan-records.ts'
import type { OpenSlot, PlanRecords, PlanScope } from './plan-records.ts'
import type { Reference } from './reference.ts'
import { assignmentsOf, draftSeats } from './roster-plans.ts'
import type { DraftSeat, PlanRow } from './roster-plans.ts'
import { signUpChange, slotChangeOf } from './roster-changes.ts'
import { queueRosterNotices } from './roster-notices.ts'
import { findSignUpViews } from './sign-ups.ts'
import { findSlotViews } from './slots.ts'
import { stepSlots } from './step-slot.ts'
import { storeSlots } from './store-slot.ts'
import type { SlotChange } from './store-slot.ts'
import { lapseSwaps } from './swaps.ts'
import { lockPeople } from './volunteers.ts'

/** A draft beside what holds now. */
export interface StandingDraft {
  plan: PlanRow
  seats: DraftSeat[]
  records: PlanRecords
  changed: BaseChange[]
  difference: ReturnType<typeof difference>
}

/** The draft of a plan that is done, and what has changed since it was made. */
export async function standingDraft(
  db: Queries,
  context: Context,
  reference: Reference,
  { plan, now }: { plan: PlanRow; now: number },
): Promise<StandingDraft> {
  const seats = await draftSeats(db, context.districtId, plan.id)
  const records = await planRecords(db, context, reference, { ...scopeOf(plan), now })
  const present = records.slots.flatMap(({ id: slotId, seats: own }) => own.map(({ personId }) => ({ slotId, personId })))
  const base = { slots: plan.base?.slots ?? [], seats: seats.filter(({ wasSeated }) => wasSeated) }
  const mayServe = (personId: string) => records.people.has(personId)
  const closing = (personId: string) => {
    const { closedOn, closesAt } = records.people.get(personId) ?? {}
    return closedOn !== undefined && closesAt !== undefined ? { closedOn, closesAt } : undefined
  }
  const changed = baseChanges(base, { slots: records.slots, seats: present, mayServe, closing }, assignmentsOf(seats))
  return { plan, seats, records, changed, difference: difference(seats) }
}

/** Which shifts a plan is about. */
export const scopeOf = ({ grid_id: gridId, from_date: from, days, options: choices }: PlanRow): PlanScope => ({
  gridId,
  from,
  days,
  choices,
})

const difference = (seats: readonly DraftSeat[]) =>
  comparePlans(
    seats.filter(({ wasSeated }) => wasSeated),
    seats.filter(({ need }) => need !== null),
  )

export interface Publication {
  answer: PublishedPlan
  changes: NewChange[]
}

/**
 * Gives the seats as the draft has them, slot by slot and by the rules of sign-up, once an independent check has found nothing
 * against it. All people and slots concerned are locked in one order; all or nothing.
 * @throws ProblemError 409 `draft-outdated` with what has changed since; `draft-unsound` with what the check found; or the
 * refusal of the rule that stands against a seat, with the slot and the person
 */
export async function publishPlan(
  tx: Tx,
  context: Context,
  reference: Reference,
  { plan, now }: { plan: PlanRow; now: number },
): Promise<Publication> {
  const { districtId } = context
  const { policy, tree, timeZone } = reference
  await keepOpen(tx, districtId)
  const closing = new Map((await closingDays(tx, districtId)).map(({ id, closedOn }) => [id, closedOn]))
  const { added, removed, moved } = difference(await draftSeats(tx, districtId, plan.id))
  const slotIds = [...new Set([...added, ...removed, ...moved].map(({ slotId }) => slotId).concat(moved.map(({ from }) => from)))]
  await lockPeople(
    tx,
    districtId,
    [...added, ...removed, ...moved].map(({ personId }) => personId),
  )
  const stepped = await stepSlots(tx, districtId, slotIds.sort(), { policy, now })
  const draft = await standingDraft(tx, context, reference, { plan, now })
  if (draft.changed.length > 0) throw refused('draft-outdated', { changed: draft.changed })
  expectSound(draft)

  const { records, seats } = draft
  const open = new Map(records.slots.map((slot) => [slot.id, slot]))
  const dutiesFor = dutiesThen(records, seats)
  const at = new Date(now).toISOString()
  const reseated = slotIds.map((slotId): SlotChange => {
    const { slot: before } = stepped.get(slotId)!
    const own = seats.filter((seat) => seat.slotId === slotId)
    const kinds = placeKinds(open.get(slotId)!)
    const result = reseat(
      before,
      {
        leaving: own.flatMap(({ personId, need }) => (need === null ? [personId] : [])),
        staying: own.flatMap(({ personId, need, wasSeated }) =>
          need !== null && wasSeated ? [{ personId, kind: kinds[need]! }] : [],
        ),
        arriving: own.flatMap(({ personId, need, wasSeated }) => {
          if (need === null || wasSeated) return []
          const person = { ...records.people.get(personId)!, guardian: true }
          return [{ person, kind: kinds[need]!, duties: dutiesFor(personId, slotId) }]
        }),
      },
      { now, policy },
    )
    if (!result.ok) {
      const { reason, detail, personId } = result
      throw refused(reason, { slotId, ...(personId !== undefined && { personId }), ...detail })
    }
    const date = localDate(Date.parse(before.startsAt), timeZone)
    const arrivals = own.flatMap(({ personId, need, wasSeated }) => {
      if (need === null || wasSeated) return []
      const { orgId, consentVersion } = records.people.get(personId)!
      const closedOn = closing.get(orgId)
      const closed = closedOn !== undefined && closedRefusal({ closedOn }, { id: slotId, date })
      if (closed) throw refused(closed.reason, { ...closed.detail, personId })
      return [{ id: createUlid(now, context.random), orgId, personId, by: 'liaison' as const, consentVersion }]
    })
    return { before, after: result.slot, at, arrivals, endOf: () => 'replanned' }
  })
  const stored = await storeSlots(tx, districtId, reseated)
  const already = slotIds.flatMap((slotId) => stepped.get(slotId)!.changed)
  await lapseSwaps(tx, districtId, stored)
  const about = { from: plan.from_date, days: plan.days, slots: slotIds.length }
  const told = { topic: 'roster.plan', facts: { plan: about }, plan: { id: plan.id, gridId: plan.grid_id } } as const
  await queueRosterNotices(tx, districtId, [told], at)
  const views = await findSignUpViews(tx, districtId, [...new Set([...already, ...stored])].sort())
  const slots = await findSlotViews(tx, districtId, [...new Set([...slotIds, ...views.map(({ slotId }) => slotId)])])
  const slotChanges = new Map(slots.map((slot) => [slot.id, slotChangeOf(slot, tree)]))
  for (const { id: signUpId, slotId, ended, attendance } of views) {
    const state = attendance?.state
    // Who is on duty is not moved elsewhere, which would take their hours.
    if (ended === 'replanned' && (state === 'in' || state === 'out')) throw refused('checked-in', { slotId, signUpId, state })
  }
  return {
    answer: {
      planId: plan.id,
      added: added.length,
      removed: removed.length,
      moved: moved.length,
      slots: slotIds.length,
    },
    changes: [...slotChanges.values(), ...views.map((view) => signUpChange(view, slotChanges.get(view.slotId)!))],
  }
}

/**
 * The rules, from what holds now. What the draft says of itself, its cost for one, was checked when it was made, and may be
 * another by now: whoever has served meanwhile has carried more.
 * @throws ProblemError 409 `draft-unsound`
 */
function expectSound({ records: { problem, held, slots }, seats, plan }: StandingDraft): void {
  const isOpen = new Set(slots.map(({ id }) => id))
  const isHeld = new Set(held.map(({ slotId, personId }) => `${slotId} ${personId}`))
  const assignments = assignmentsOf(seats).filter(
    ({ slotId, personId }) => isOpen.has(slotId) && !isHeld.has(`${slotId} ${personId}`),
  )
  const unfilled = plan.draft!.unfilled.map((need) => ({ ...need, reasons: [] }))
  const verdict = verifyRoster(problem, { version: 1, ...plan.draft!, assignments, unfilled })
  const broken = [...verdict.contradictions, ...verdict.problems.filter(({ code }) => !OF_ITSELF.has(code))]
  if (broken.length > 0) throw refused('draft-unsound', { problems: broken.slice(0, MOST_TOLD) })
}

const MOST_TOLD = 20
const OF_ITSELF: ReadonlySet<PlanProblemCode> = new Set([
  'order',
  'unfilled',
  'eligible',
  'reasons',
  'costs',
  'cost',
  'bound',
  'gap-figure',
  'ended',
  'fairness',
])

/** What somebody is bound to once all is given, one slot left out. */
function dutiesThen(
  { people, slots }: PlanRecords,
  seats: readonly DraftSeat[],
): (personId: string, exceptSlotId: string) => Duty[] {
  const open = new Map<string, OpenSlot>(slots.map((slot) => [slot.id, slot]))
  const planned = Map.groupBy(
    seats.filter(({ need, slotId }) => need !== null && open.has(slotId)),
    ({ personId }) => personId,
  )
  return (personId, exceptSlotId) => [
    ...(people.get(personId)?.duties ?? []),
    ...(planned.get(personId) ?? []).flatMap(({ slotId }) => {
      const { startsAt, endsAt } = open.get(slotId)!
      return slotId === exceptSlotId ? [] : [{ slotId, startsAt, endsAt }]
    }),
  ]
}
