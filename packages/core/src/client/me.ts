import { meSchema } from '../access/schema.ts'
import type { Me } from '../access/schema.ts'
import type { Cache, Resource } from '../cache/index.ts'
import { SdkError } from '../errors.ts'
import { ME, meKey } from './paths.ts'
import { parseWith } from './schema-parse.ts'

export const parseMe = parseWith(meSchema)

/** Who the server takes a person for. The key of their records goes to the stores, and is kept nowhere. */
export function meOf(
  person: string,
  { cache, unlock }: { cache: Cache; unlock: (person: string, storageKey: string) => Promise<void> },
): Resource<Me> {
  return cache.resource(meKey(person), parseMe, {
    path: ME,
    person,
    async receive({ storageKey, ...me }) {
      if (me.personKey !== person) throw new SdkError('bad-response', `Expected ${ME} to be of ${person}, got ${me.personKey}`)
      if (storageKey !== undefined) await unlock(person, storageKey)
      return me
    },
  })
}
