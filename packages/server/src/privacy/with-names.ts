import { maskName } from '@wangge/core/privacy'
import type { Context } from '../context.ts'
import { findPeople } from '../storage/people.ts'

/** Shown for somebody of whom nothing is known any more. */
const ERASED = '—'

/** Opens the names of those on shifts. A minor's is masked for whoever is not to see it: for everybody but the street. */
export async function withNames<Person extends { personId: string }, Slot extends { people: Person[] }>(
  context: Context,
  slots: readonly (Slot & { people: Person[] })[],
  { seesMinors }: { seesMinors: boolean },
) {
  const ids = new Set(slots.flatMap(({ people }) => people.map(({ personId }) => personId)))
  const known = new Map((await findPeople(context.db, context, [...ids])).map((one) => [one.id, one]))
  const nameOf = (personId: string) => {
    const { name = ERASED, minor = false } = known.get(personId) ?? {}
    return minor && !seesMinors && name !== ERASED ? maskName(name) : name
  }
  return slots.map((slot) => ({
    ...slot,
    people: slot.people.map((person) => ({ ...person, name: nameOf(person.personId) })),
  }))
}
