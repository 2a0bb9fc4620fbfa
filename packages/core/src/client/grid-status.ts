import type { Cache, Resource } from '../cache/index.ts'
import { gridStatusSchema } from '../grid/schema.ts'
import type { GridStatus } from '../grid/schema.ts'
import type { TokenSource } from '../ports/index.ts'
import type { Id } from '../schema.ts'
import { askFor, ofPerson } from './of-person.ts'
import { gridStatusPath, resourceKey } from './paths.ts'
import { parseWith } from './schema-parse.ts'

export interface GridStatusOptions {
  cache: Cache
  tokens?: TokenSource
  /** Whether the audience sees something without a name. */
  hasSiteKey: boolean
}

/** What whoever is here may see of a grid: staff see more than others, so what they were told is kept as theirs. */
export function gridStatus(gridId: Id, { cache, tokens, hasSiteKey }: GridStatusOptions): Resource<GridStatus> {
  const path = gridStatusPath(gridId)
  const parse = parseWith(gridStatusSchema)
  if (!tokens) return cache.resource(path, parse)

  const open = (person: string | undefined) => {
    if (person !== undefined) return cache.resource(resourceKey(person, path), parse, { path, person })
    // Before it is known who is here, what others see would be shown for a moment.
    const isOpen = hasSiteKey && tokens.identity().state !== 'asking'
    return isOpen ? cache.resource(path, parse, { path, person: null }) : undefined
  }
  const resource = ofPerson({ tokens, open, nothing: { refreshing: false } })
  return {
    ...resource,
    subscribe(listener) {
      askFor(tokens)
      return resource.subscribe(listener)
    },
  }
}
