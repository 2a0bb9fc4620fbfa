import { createAddressSearch } from '@wangge/core/grid'
import type { Address, GridTree } from '@wangge/core/grid'
import type { Building } from '@wangge/core/grid/schema'
import type { Context } from '../context.ts'
import { invalidBody } from '../parse.ts'
import { listBuildings } from '../storage/buildings.ts'
import { inOrder } from '../storage/reference.ts'

/** Where an address lies that came instead of a point. */
export interface AddressPlace {
  gridId: string
  /** In the district's words, where the caller had only its number. */
  text?: string
}

interface Known {
  byId: ReadonlyMap<string, Building>
  search: (text: string, most?: number) => Address[]
}

/** Both are built for thousands of buildings: once for a tree, which is another one after each import. */
const known = new WeakMap<GridTree, Promise<Known>>()

function knownOf({ db, districtId }: Pick<Context, 'db' | 'districtId'>, tree: GridTree): Promise<Known> {
  const made =
    known.get(tree) ??
    listBuildings(db, districtId).then((buildings) => ({
      byId: new Map(buildings.map((building) => [building.id, building])),
      search: createAddressSearch(inOrder(tree), buildings),
    }))
  known.set(tree, made)
  made.catch(() => known.delete(tree))
  return made
}

/**
 * The place of an `address_id` (a building's or a grid's) or, where there is none, of an `address_string`.
 * @throws ProblemError 422 `invalid-body` where no place or more than one is called so: nobody chooses for the reporter
 */
export async function addressPlace(
  context: Pick<Context, 'db' | 'districtId'>,
  tree: GridTree,
  { id, text }: { id: string | undefined; text: string | undefined },
): Promise<AddressPlace> {
  const { byId, search } = await knownOf(context, tree)
  if (id !== undefined) {
    const building = byId.get(id)
    return building ? { gridId: building.gridId, text: building.address.zh } : { gridId: id }
  }
  if (text === undefined) throw wrong('lat', 'required', 'Expected lat and long, address_id or address_string')
  const found = search(text, MOST_CANDIDATES)
  const exact = found.filter(({ name }) => name.zh === text || name.en === text)
  const only = exact.length === 1 ? exact[0] : found.length === 1 ? found[0] : undefined
  if (only) return { gridId: only.gridId }
  const told = found.length === 0 ? 'none' : `${found.map((one) => `${one.id} (${one.name.zh})`).join(', ')}`
  throw wrong(
    'address_string',
    'ambiguous',
    `Expected one place of that name, got ${told}; address_id, or lat and long, say which`,
  )
}

/** How many of several places are named to whoever has to say which. */
const MOST_CANDIDATES = 6

const wrong = (field: string, code: string, message: string) => invalidBody([{ path: [field], code, message }])
