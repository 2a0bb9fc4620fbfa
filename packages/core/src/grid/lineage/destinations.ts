import type { Crs, Id, Position } from '../../schema.ts'
import { append } from '../append.ts'
import type { GridTree } from '../grid-tree.ts'
import { createLocator } from '../locate/locator.ts'
import type { Locator } from '../locate/locator.ts'
import type { Geometry } from '../schema.ts'

/** Where what lies in a grid that ends will lie. */
export interface Destinations {
  successors(gridId: Id): readonly Id[]
  /** What ended where the grid began. */
  origins(gridId: Id): readonly Id[]
  /** The grid's successor, where it is the only one. */
  only(gridId: Id): Id | undefined
  at(gridId: Id, position: Position | undefined): Id | undefined
  /** Of what lies in a path, the deepest ended grid of which is `from`. */
  ofPath(path: readonly Id[], from: Id, position: Position | undefined): Id | undefined
}

interface Options {
  ended: ReadonlySet<Id>
  begun: ReadonlySet<Id>
  /** Coordinates of the positions. */
  crs: Crs
}

export function createDestinations({ after }: { after: GridTree }, { ended, begun, crs }: Options): Destinations {
  const successorsOf = new Map<Id, Id[]>()
  const originsOf = new Map<Id, Id[]>()
  for (const id of begun) {
    const from = (after.get(id)?.lineage?.from ?? []).filter((origin) => ended.has(origin))
    originsOf.set(id, from)
    for (const origin of from) append(successorsOf, origin, id)
  }
  const successors = (gridId: Id) => successorsOf.get(gridId) ?? []
  const only = (gridId: Id) => {
    const [first, second] = successors(gridId)
    return second === undefined ? first : undefined
  }
  const locators = new Map<Id, Locator>()
  const locate = (gridId: Id, position: Position) => {
    const known = locators.get(gridId)
    if (known) return known.locate(position, { crs })
    const outlined = successors(gridId).flatMap((id) => outlinedOf(after, id))
    const locator = createLocator(outlined, { crs: outlined[0]?.crs ?? crs })
    locators.set(gridId, locator)
    return locator.locate(position, { crs })
  }
  const at = (gridId: Id, position: Position | undefined) =>
    (position && successors(gridId).length > 1 ? locate(gridId, position) : undefined) ?? only(gridId)

  return {
    successors,
    origins: (gridId) => originsOf.get(gridId) ?? [],
    only,
    at,
    ofPath(path, from, position) {
      // A child that stays knows its new parent; only what lies in the grid itself has to be looked for.
      const child = path[path.indexOf(from) + 1]
      const parent = child === undefined ? undefined : after.get(child)?.parentId
      return parent ?? at(from, position)
    },
  }
}

function outlinedOf(tree: GridTree, id: Id): { id: Id; geometry: Geometry; crs?: Crs }[] {
  const { geometry, crs } = tree.get(id) ?? {}
  return geometry ? [{ id, geometry, ...(crs && { crs }) }] : []
}
