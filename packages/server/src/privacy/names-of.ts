import { maskName } from '@wangge/core/privacy'
import type { Context } from '../context.ts'
import type { Queries } from '../storage/database.ts'
import { findPeople } from '../storage/people.ts'

/** Shown for somebody of whom nothing is known any more. */
export const ERASED = '—'

/**
 * How people are named to somebody: a minor’s name is masked for whoever is not to see it, which is everybody but the street; whoever
 * was erased has none.
 */
export async function namesOf(
  db: Queries,
  context: Context,
  personIds: Iterable<string>,
  { seesMinors }: { seesMinors: boolean },
): Promise<(personId: string) => string> {
  const known = new Map((await findPeople(db, context, [...new Set(personIds)])).map((one) => [one.id, one]))
  return (personId) => {
    const { name = ERASED, minor = false } = known.get(personId) ?? {}
    return minor && !seesMinors && name !== ERASED ? maskName(name) : name
  }
}
