import type { Cache, Parse, Resource, Snapshot } from '../cache/index.ts'
import type { TokenSource } from '../ports/index.ts'
import { ofPerson } from './of-person.ts'
import { resourceKey } from './paths.ts'

interface PersonsOwnOptions<Kept, T> {
  tokens: TokenSource | undefined
  cache: Cache
  path: string
  parse: Parse<Kept>
  /** What is shown of it. */
  of: (kept: Kept) => T
  /** What there is without a person. */
  nothing?: T
}

/** What the server tells whoever is here, kept below their key and gone with them. */
export function personsOwn<Kept, T>({ tokens, cache, path, parse, of, nothing }: PersonsOwnOptions<Kept, T>): Resource<T> {
  const shown = ({ data, ...snapshot }: Snapshot<Kept>): Snapshot<T> =>
    data === undefined ? snapshot : { ...snapshot, data: of(data) }

  function open(person: string): Resource<T> {
    const resource = cache.resource(resourceKey(person, path), parse, { path, person })
    return {
      subscribe: (listener) => resource.subscribe((snapshot) => listener(shown(snapshot))),
      refresh: async () => shown(await resource.refresh()),
    }
  }

  return ofPerson({
    tokens,
    open: (person) => (person === undefined ? undefined : open(person)),
    nothing: { refreshing: false, ...(nothing === undefined ? {} : { data: nothing }) },
  })
}
