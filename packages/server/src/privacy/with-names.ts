import type { Context } from '../context.ts'
import { namesOf } from './names-of.ts'

/** Opens the names of those on shifts. A minor's is masked for whoever is not to see it: for everybody but the street. */
export async function withNames<Person extends { personId: string }, Slot extends { people: Person[] }>(
  context: Context,
  slots: readonly (Slot & { people: Person[] })[],
  { seesMinors }: { seesMinors: boolean },
) {
  const ids = slots.flatMap(({ people }) => people.map(({ personId }) => personId))
  const nameOf = await namesOf(context.db, context, ids, { seesMinors })
  return slots.map((slot) => ({
    ...slot,
    people: slot.people.map((person) => ({ ...person, name: nameOf(person.personId) })),
  }))
}
