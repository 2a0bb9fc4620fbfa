import type { Crs, Position } from '../schema.ts'
import type { Cells } from './cells.ts'
import { CRS_NAMES } from './crs-names.ts'

/** A point as a table tells it. */
export interface TablePoint {
  position: Position
  crs: Crs
}

type PointCells = Pick<Cells<'x' | 'y' | 'crs'>, 'text' | 'required' | 'number' | 'choice'>

/** A point is told whole, with its system, or not at all. */
export function readPoint(cells: PointCells): TablePoint | undefined {
  const keys = ['x', 'y', 'crs'] as const
  if (keys.every((key) => cells.text(key) === undefined)) return undefined
  for (const key of keys) cells.required(key)
  const [x, y, crs] = [cells.number('x'), cells.number('y'), cells.choice('crs', CRS_NAMES)]
  return x === undefined || y === undefined || crs === undefined ? undefined : { position: [x, y], crs }
}
