import type { Cache } from '../cache/index.ts'
import { convert } from '../grid/index.ts'
import { gridListSchema } from '../grid/schema.ts'
import type { Comparable } from '../issue/index.ts'
import type { IssuePlace } from '../issue/schema.ts'
import type { Id } from '../schema.ts'
import type { PointInput } from './grid-at.ts'
import { GRIDS } from './paths.ts'
import { parseWith } from './schema-parse.ts'

/** Where a report says it is, as the rule for like issues compares it. */
export type PlaceOf = (place: IssuePlace) => Promise<Pick<Comparable, 'gridPath' | 'position'>>

/**
 * Places as far as what is cached tells of them; the server is not asked. A grid that this device does not know the way to, and a
 * point whose outlines it does not have, is like no other place but itself.
 */
export async function placesHere(cache: Cache): Promise<PlaceOf> {
  const grids = (await cache.read(GRIDS, parseWith(gridListSchema)))?.grids ?? []
  const parents = new Map(grids.map(({ id, parentId }) => [id, parentId]))

  function pathOf(gridId: Id): Id[] {
    const path: Id[] = []
    for (let at: Id | undefined = gridId; at !== undefined && !path.includes(at); at = parents.get(at)) path.unshift(at)
    return path
  }

  return async (place) => {
    if (place.by === 'grid') return { gridPath: pathOf(place.gridId) }
    const { crs } = place
    // Metres from somewhere are in no two systems the same place.
    if (crs === 'planar') return { gridPath: [`${crs} ${place.position.join()}`] }
    const position = convert(place.position, { from: crs, to: 'wgs84' })
    const gridId = await knownGridAt(cache, { position, crs: 'wgs84' })
    return { gridPath: gridId === undefined ? [position.join()] : pathOf(gridId), position }
  }
}

/** Where a lazy part of the program cannot be had now, as where outlines are missing, the point alone is compared. */
const knownGridAt = async (cache: Cache, point: PointInput) =>
  import('./grid-at.ts').then((part) => part.knownGridAt(point, cache)).catch(() => undefined)
