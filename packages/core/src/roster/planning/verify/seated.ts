import type { PlanAssignment } from '../../planning-schema.ts'
import { grouped } from './grouped.ts'
import type { PersonSheet, Sheet, SlotSheet } from './sheet.ts'
import type { PlanProblem } from './problems.ts'

/** An assignment of which everything is known. */
export interface Seated {
  person: PersonSheet
  at: SlotSheet
  need: number
  isFixed: boolean
}

export interface Seating {
  all: Seated[]
  bySlot: Map<SlotSheet, Seated[]>
  byPerson: Map<PersonSheet, Seated[]>
}

/** Looks assignments up; those that cannot be are problems and count for nothing. */
export function seat(sheet: Sheet, assignments: readonly PlanAssignment[]): { seating: Seating; problems: PlanProblem[] } {
  const problems: PlanProblem[] = []
  const fixed = new Set((sheet.problem.fixed ?? []).map(({ slotId, personId }) => `${slotId} ${personId}`))
  const seen = new Set<string>()
  const all: Seated[] = []
  for (const { slotId, personId, need } of assignments) {
    const place = { slots: [slotId], people: [personId], need }
    const key = `${slotId} ${personId}`
    const at = sheet.slots.get(slotId)
    const person = sheet.people.get(personId)
    if (!at) problems.push({ code: 'unknown-slot', ...place, expected: 'a slot of the problem', came: slotId })
    if (!person) problems.push({ code: 'unknown-person', ...place, expected: 'a person of the problem', came: personId })
    if (!at || !person) continue
    const needs = at.slot.needs.length
    if (need >= needs) problems.push({ code: 'unknown-need', ...place, expected: `a place below ${needs}`, came: need })
    else if (seen.has(key)) problems.push({ code: 'twice-in-slot', ...place, expected: 'one seat', came: 'another' })
    else all.push({ person, at, need, isFixed: fixed.has(key) })
    seen.add(key)
  }
  return { seating: { all, bySlot: grouped(all, ({ at }) => at), byPerson: grouped(all, ({ person }) => person) }, problems }
}
