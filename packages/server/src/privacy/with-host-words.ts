import type { Principal } from '../auth/principal.ts'
import type { Context } from '../context.ts'
import { hostNotesOf } from '../storage/host-notes.ts'

/** Opens what hosts said to the times of those on shifts, and marks the reader's own seat: nobody vouches for themselves. */
export async function withHostWords<Person extends { signUpId: string; personId: string }, Slot extends { people: Person[] }>(
  context: Context,
  slots: readonly (Slot & { people: Person[] })[],
  reader: Principal,
) {
  const ids = slots.flatMap(({ people }) => people.map(({ signUpId }) => signUpId))
  const notes = await hostNotesOf(context.db, context, ids)
  const own = 'personId' in reader ? reader.personId : undefined
  return slots.map((slot) => ({
    ...slot,
    people: slot.people.map((person) => {
      const hostNotes = notes.get(person.signUpId)
      const isReader = own !== undefined && person.personId === own
      return { ...person, ...(hostNotes && { hostNotes }), ...(isReader && { isReader }) }
    }),
  }))
}
