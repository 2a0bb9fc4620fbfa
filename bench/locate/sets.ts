// The sets of the coverage, and what is unkind to an index.
import { randomOf } from '../../packages/core/test/tilings-random.ts'
import type { CoverageGrid } from '../../packages/core/src/grid/coverage-schema.ts'
import type { Geometry } from '../../packages/core/src/grid/schema.ts'
import type { Position } from '../../packages/core/src/schema.ts'
import { district } from '../coverage/sets.ts'
import type { Set } from '../coverage/sets.ts'

const moved = ({ id, geometry }: CoverageGrid, name: string, change: (position: Position) => Position): CoverageGrid => {
  const rings = (given: Position[][]) => given.map((ring) => ring.map(change))
  const changed: Geometry =
    geometry.type === 'Polygon'
      ? { type: 'Polygon', coordinates: rings(geometry.coordinates) }
      : { type: 'MultiPolygon', coordinates: geometry.coordinates.map(rings) }
  return { id: `${id}${name}`, geometry: changed }
}

/** Every tenth grid is there twice, or moved by a metre, or crosses itself, or has a spike; or it is gone. */
export function dirty(): Set {
  const random = randomOf(3)
  const grids = district('micro').grids.flatMap((grid): CoverageGrid[] => {
    if (!random.chance(0.1)) return [grid]
    const kind = random.below(5)
    if (kind === 0) return []
    if (kind === 1) return [grid, moved(grid, '-twin', (position) => position)]
    if (kind === 2) return [moved(grid, '', ([x, y]) => [x + 0.00001, y - 0.000005])]
    const [outer] = grid.geometry.type === 'Polygon' ? grid.geometry.coordinates : grid.geometry.coordinates[0]!
    const ring = outer!.slice(0, -1)
    const at = random.below(ring.length)
    if (kind === 3) ring.splice(at, 2, ...ring.slice(at, at + 2).reverse())
    else ring.splice(at, 1, ring[at]!, [ring[at]![0] + 0.0003, ring[at]![1] + 0.0002], ring[at]!)
    return [{ id: grid.id, geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]!]] } }]
  })
  return { name: 'sample district, dirty', crs: 'wgs84', grids }
}

/** One more grid a quarter of the earth away: all the others are in a cell or two of a plain raster. */
export function withIsland(): Set {
  const { grids } = district('micro')
  return {
    name: 'sample district, and an island far away',
    crs: 'wgs84',
    grids: [...grids, moved(grids[0]!, '-far', ([x, y]) => [x - 90, y - 60])],
  }
}

/** A thousandth as high as wide. */
export function flattened(): Set {
  const grids = district('micro').grids.map((grid) => moved(grid, '', ([x, y]) => [x, (y - 30.57) / 1000]))
  return { name: 'sample district, 1000 : 1', crs: 'planar', grids }
}

/** Five copies, each a thousandth the size of the one before, side by side. */
export function clustered(): Set {
  const { grids } = district('micro')
  const copies = Array.from({ length: 5 }, (_, copy) =>
    grids.map((grid) =>
      moved(grid, `-${copy}`, ([x, y]) => [
        (x - 104) * 1000 ** -copy + (copy > 0 ? 1 + 1000 ** -copy : 0),
        (y - 30) * 1000 ** -copy,
      ]),
    ),
  )
  return { name: 'five districts, each a thousandth the size of the one before', crs: 'planar', grids: copies.flat() }
}
