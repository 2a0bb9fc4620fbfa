import type { PlanAssignment, RosterProblem, UnfilledNeed } from '../planning-schema.ts'

/** Needs below their minimum, by the problem's slots and needs, and what keeps their seats empty. */
export function explainUnfilled({ slots, people }: RosterProblem, assignments: readonly PlanAssignment[]): UnfilledNeed[] {
  const seated = new Map<string, Set<string>>()
  const filled = new Map<string, number>()
  for (const { slotId, personId, need } of assignments) {
    seated.set(slotId, (seated.get(slotId) ?? new Set()).add(personId))
    filled.set(`${slotId} ${need}`, (filled.get(`${slotId} ${need}`) ?? 0) + 1)
  }
  return slots.flatMap(({ id, needs }) =>
    needs.flatMap(({ role, skills = [], min }, need) => {
      const missing = min - (filled.get(`${id} ${need}`) ?? 0)
      if (missing <= 0) return []
      const eligible = people.filter(
        (person) =>
          (role === undefined || role === 'volunteer' || (person.roles ?? []).includes(role)) &&
          skills.every((skill) => (person.skills ?? []).includes(skill)) &&
          !seated.get(id)?.has(person.id),
      )
      return [{ slot: id, need, missing, eligible: eligible.length, reasons: [] }]
    }),
  )
}
