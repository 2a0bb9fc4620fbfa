import type { Crs } from '../../schema.ts'
import { cleanCoverage } from '../clean/clean-coverage.ts'
import type { Geometry, GridRecord } from '../schema.ts'
import { gridsAt } from './grids-at.ts'

type Drawn = GridRecord & { geometry: Geometry; crs: Crs }

/**
 * Gives neighbours the very same vertices at an instant: where a cut meets a border, the grids on its other side and those above get
 * a vertex more, which moves no border. Where anything else would have to change, nothing does: that is for `cleanCoverage`.
 * @param ms epoch milliseconds
 */
export function matchBorders(records: readonly GridRecord[], ms: number): GridRecord[] {
  const drawn = gridsAt(records, ms).filter((grid): grid is Drawn => grid.geometry !== undefined && grid.crs !== undefined)
  const crs = drawn[0]?.crs
  if (crs === undefined || drawn.some((grid) => grid.crs !== crs)) return [...records]
  const { grids, changes } = cleanCoverage(drawn, { crs, maxGapWidth: 0, overlaps: 'largest' })
  if (changes.length === 0 || changes.some(({ code }) => code !== 'unmatched-edge')) return [...records]
  const geometries = new Map(grids.map(({ id, geometry }) => [id, geometry]))
  return records.map((record) => {
    const geometry = geometries.get(record.id)
    return geometry === undefined || geometry === record.geometry ? record : { ...record, geometry }
  })
}
