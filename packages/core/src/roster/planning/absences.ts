import type { Id, Instant } from '../../schema.ts'
import type { RosterProblem } from '../planning-schema.ts'

/** Somebody who does not come, from one instant to another or at all. */
export interface PlanAbsence {
  personId: Id
  /** @defaultValue from ever */
  startsAt?: Instant
  /** @defaultValue for ever */
  endsAt?: Instant
}

/** Whether somebody is away for a part of a slot at least. */
export function absenceReader(absences: readonly PlanAbsence[]) {
  const spans = new Map<Id, { start: number; end: number }[]>()
  for (const { personId, startsAt, endsAt } of absences) {
    const own = spans.get(personId) ?? []
    spans.set(personId, own)
    own.push({ start: startsAt ? Date.parse(startsAt) : -Infinity, end: endsAt ? Date.parse(endsAt) : Infinity })
  }
  return (personId: Id, slot: { start: number; end: number }): boolean =>
    spans.get(personId)?.some(({ start, end }) => start < slot.end && slot.start < end) ?? false
}

/**
 * The same problem with some who do not come: they are not available, and what was fixed of them then, or of
 * whoever serves with them or not at all, is not fixed any more.
 * @example withAbsences(problem, [{ personId: 'p17' }]).people[17].available // []
 */
export function withAbsences(problem: RosterProblem, absences: readonly PlanAbsence[]): RosterProblem {
  const isAway = absenceReader(absences)
  const own = new Map<Id, PlanAbsence[]>()
  for (const absence of absences) own.set(absence.personId, [...(own.get(absence.personId) ?? []), absence])
  const people = problem.people.map((person) => {
    const away = own.get(person.id)
    if (!away) return person
    if (away.some(({ startsAt, endsAt }) => startsAt === undefined && endsAt === undefined)) return { ...person, available: [] }
    const spans = away.map(({ startsAt = EVER.startsAt, endsAt = EVER.endsAt }) => ({ startsAt, endsAt }))
    return { ...person, unavailable: [...(person.unavailable ?? []), ...spans] }
  })
  if (!problem.fixed) return { ...problem, people }
  const spans = new Map(
    problem.slots.map(({ id, startsAt, endsAt }) => [id, { start: Date.parse(startsAt), end: Date.parse(endsAt) }]),
  )
  const together = companions(problem)
  const fixed = problem.fixed.filter(({ personId, slotId }) => {
    const span = spans.get(slotId)
    return !span || !together(personId).some((member) => isAway(member, span))
  })
  return { ...problem, people, fixed }
}

/** Somebody and all who serve with them or not at all, by teams that share members too. */
function companions({ teams = [] }: RosterProblem): (personId: Id) => readonly Id[] {
  const groupOf = new Map<Id, Id[]>()
  for (const { members } of teams) {
    const group = [...new Set(members.flatMap((member) => groupOf.get(member) ?? [member]))]
    for (const member of group) groupOf.set(member, group)
  }
  return (personId) => groupOf.get(personId) ?? [personId]
}

const EVER = { startsAt: '0001-01-01T00:00:00Z', endsAt: '9999-12-31T00:00:00Z' }
