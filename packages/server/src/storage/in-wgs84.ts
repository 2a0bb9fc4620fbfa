import { isSdkError } from '@wangge/core/errors'
import { convertGeometry } from '@wangge/core/grid'
import type { Geometry } from '@wangge/core/grid/schema'
import type { Crs } from '@wangge/core/schema'
import { ProblemError } from '../problem.ts'

interface Outlined {
  id?: string | undefined
  geometry?: Geometry | undefined
  crs?: Crs | undefined
}

/**
 * A grid with its outline in WGS-84, which is what a district keeps.
 * @param named how the caller knows it
 * @throws ProblemError 422 `invalid-body`
 */
export function inWgs84<Grid extends Outlined>(grid: Grid, named = grid.id): Grid {
  if (!grid.geometry) return grid
  try {
    if (grid.crs === undefined) throw unusable(named, 'its coordinate system, got none')
    return { ...grid, geometry: convertGeometry(grid.geometry, { from: grid.crs, to: 'wgs84' }), crs: 'wgs84' }
  } catch (error) {
    throw isSdkError(error) ? unusable(named, `an outline that is somewhere on earth: ${error.message}`) : error
  }
}

const unusable = (named: string | undefined, expected: string) =>
  new ProblemError(422, 'invalid-body', 'The body is not as expected', {
    detail: `Expected of grid ${named ?? 'to be'} ${expected}`,
  })
