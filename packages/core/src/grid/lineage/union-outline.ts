import { isSdkError } from '../../errors.ts'
import { dissolve } from '../dissolve/dissolve.ts'
import type { GridRecord } from '../schema.ts'

const WHOLE = '*'

/** The outline that grids have together; nothing where one is not drawn, or they are not drawn to fit together in one system. */
export function unionOutline(grids: readonly GridRecord[]): Pick<GridRecord, 'geometry' | 'crs'> {
  const [first] = grids
  const drawn = grids.flatMap(({ id, geometry, crs }) => (geometry && crs === first?.crs ? [{ id, geometry }] : []))
  if (drawn.length < grids.length || first?.crs === undefined) return {}
  try {
    const [union] = dissolve(drawn, () => WHOLE)
    return union ? { geometry: union.geometry, crs: first.crs } : {}
  } catch (error) {
    if (isSdkError(error) && error.code === 'bad-argument') return {}
    throw error
  }
}
