import { readEdges } from '../../packages/core/src/grid/coverage/borders.ts'
import { createMeasure } from '../../packages/core/src/grid/coverage/measure.ts'
import { checkRings } from '../../packages/core/src/grid/coverage/validity.ts'
import { readRings } from '../../packages/core/src/grid/topology/read-rings.ts'
import { onKeptSlabs } from '../../packages/core/src/grid/topology/slab.ts'
import type { Set as GridSet } from './sets.ts'

/** What has to be done however little is wrong, in turn. */
export type Stage = 'coordinates read' | 'edges matched too' | 'rings checked too'

/** Each stage with those before it, by the functions that the check is made of. Nothing is compared between grids yet. */
export function stagesOf({ grids, crs }: GridSet): Record<Stage, () => () => string> {
  const measure = createMeasure(crs)
  // As the check does where children tile their parents: then these need no look at themselves.
  const parents = new Set(grids.map(({ parentId }) => parentId))
  const isSpared = Uint8Array.from(grids, ({ id }) => (parents.has(id) ? 1 : 0))
  const options = { lonLat: crs !== 'planar', tolerance: 0.001, isSpared }
  const upTo = (last: 1 | 2 | 3) => () => () =>
    onKeptSlabs(() => {
      const rings = readRings(grids)
      if (last === 1) return `${rings.x.length} vertices`
      const { table } = readEdges(rings)
      if (last === 2) return `${table.count} edges`
      return `${checkRings(rings, measure, options).problems.length} problems`
    })
  return { 'coordinates read': upTo(1), 'edges matched too': upTo(2), 'rings checked too': upTo(3) }
}
