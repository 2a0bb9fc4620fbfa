import type { RosterPlan } from '@wangge/core/roster/schema'
import { kindOfRole, placeKinds, rosterCosts } from '@wangge/core/roster'
import type { OpenSlot, PlanRecords } from '../storage/plan-records.ts'
import type { DraftSeat, PlanEnd } from '../storage/roster-plans.ts'

/** A plan as it is kept: who has a seat in rows of their own, all else without naming anybody. */
export function draftOf(
  { problem, held, present, slots }: PlanRecords,
  plan: RosterPlan,
): Required<Pick<PlanEnd, 'summary' | 'base' | 'draft' | 'seats'>> {
  const { assignments, unfilled, cost, costs, bound, gap, ended, iterations, binding, fairness } = plan
  const isHeld = new Set(held.map(keyOf))
  const before = new Map(slots.flatMap((slot) => slot.seats.map((seat) => [keyOf({ slotId: slot.id, ...seat }), { slot, seat }])))
  const after = new Map(assignments.map((one) => [keyOf(one), one.need]))
  const seats: DraftSeat[] = [...before].map(([key, { slot, seat }]) => ({
    slotId: slot.id,
    personId: seat.personId,
    // What the plan has no say in stays as it is.
    need: isHeld.has(key) ? needOf(slot, seat.role) : (after.get(key) ?? null),
    wasSeated: true,
  }))
  for (const { slotId, personId, need } of assignments) {
    if (!before.has(keyOf({ slotId, personId }))) seats.push({ slotId, personId, need, wasSeated: false })
  }
  const missing = unfilled.reduce((sum, one) => sum + one.missing, 0)
  return {
    summary: {
      slots: problem.slots.length,
      people: problem.people.length,
      assigned: seats.filter(({ need }) => need !== null).length,
      missing,
      cost,
      costs,
      bound,
      gap,
      ended,
      iterations,
    },
    base: {
      costs: rosterCosts(problem, [...(problem.fixed ?? []).map(({ need = 0, ...seat }) => ({ ...seat, need })), ...present]),
      slots: slots.map(({ id, startsAt, endsAt, capacity, mix, skills, minAge, sponsorId }) => ({
        id,
        startsAt,
        endsAt,
        capacity,
        ...(mix && { mix }),
        ...(skills && { skills }),
        ...(minAge !== undefined && { minAge }),
        ...(sponsorId !== undefined && { sponsorId }),
      })),
    },
    draft: {
      unfilled: unfilled.map(({ reasons, ...need }) => ({
        ...need,
        reasons: reasons.map(({ people: _, ...reason }) => reason),
      })),
      cost,
      costs,
      bound,
      gap,
      ended,
      iterations,
      binding,
      fairness,
    },
    seats,
  }
}

const keyOf = ({ slotId, personId }: { slotId: string; personId: string }) => `${slotId} ${personId}`

const needOf = (slot: OpenSlot, role: OpenSlot['seats'][number]['role']): number =>
  placeKinds(slot).indexOf((role && kindOfRole(role, slot)) ?? 'any')
