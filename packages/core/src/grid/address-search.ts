import type { Id, Localized, Position } from '../schema.ts'
import type { Building, GridRecord } from './schema.ts'
import { fold } from './search-spelling.ts'
import { createSearch } from './search.ts'

/** A place that somebody may mean: a building, or a grid where only that was said. */
export interface Address {
  id: Id
  kind: 'building' | 'grid'
  name: Localized
  /** The grid that it is in, or is. */
  gridId: Id
  /** WGS-84; of a building whose place on the map is known. */
  position?: Position
}

/**
 * Finds buildings by any part of their address, and by estate and number ("竹韵 3号楼", "zy 3号楼"): of the grids above them
 * every spelling counts by which a grid tree is searched. Grids are found too, below the district. First what says most of
 * the words itself, its numbers whole; then as a grid tree ranks. Made once; then a keystroke is answered without a server.
 * @param grids parents before their children
 * @example createAddressSearch(grids, buildings)('锦晖 269') // [{ id: 'b-0001', kind: 'building', … }]
 */
export function createAddressSearch(
  grids: readonly GridRecord[],
  buildings: readonly Building[],
): (text: string, most?: number) => Address[] {
  const addressOf = new Map<Id, Address>()
  for (const { id, name, parentId } of grids)
    if (parentId !== undefined) addressOf.set(id, { id, kind: 'grid', name, gridId: id })
  const leaves = buildings.map(({ id, gridId, address, position }): GridRecord => {
    addressOf.set(buildingKey(id), { id, kind: 'building', name: address, gridId, ...(position && { position }) })
    return { id: buildingKey(id), parentId: gridId, level: 'micro', name: address, codes: [] }
  })
  const search = createSearch([...grids, ...leaves])
  return (text, most = 8) => {
    const words = text.split(/\s+/).flatMap((word) => fold(word) || [])
    const found = search(text).flatMap(({ id }) => addressOf.get(id) ?? [])
    const rated = found.map((address) => ({ address, mark: sum(words.map((word) => likeness(address.name, word))) }))
    // Stable: of those that say as much of what is wanted, the better rank of the search is first.
    return rated
      .sort((one, other) => other.mark - one.mark)
      .slice(0, most)
      .map(({ address }) => address)
  }
}

/** How much of a word a name says by itself: 2 whole, 1 with more digits beside it (building 2 in building 12), 0 not at all. */
function likeness(name: Localized, word: string): number {
  return Math.max(...[name.zh, name.en].map((own) => inName(fold(own), word)))
}

function inName(name: string, word: string): number {
  let best = 0
  for (let at = name.indexOf(word); at >= 0; at = name.indexOf(word, at + 1)) {
    if (!isCut(name, at) && !isCut(name, at + word.length)) return 2
    best = 1
  }
  return best
}

/** Within a number. */
const isCut = (name: string, at: number) => /^\d\d$/.test(name.slice(Math.max(0, at - 1), at + 1))

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

/** No grid is called so: ids have no space. */
const buildingKey = (id: Id) => `building ${id}`
