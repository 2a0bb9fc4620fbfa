import type { Position } from '../../schema.ts'
import type { Comparable } from './find-duplicates.ts'

/** Degrees: a cell of some 220 m by 190 m in Chengdu, several houses; further north it is narrower. */
const CELL = 0.002
/** Root first: the district, a community, an estate. */
const ESTATE = 2

/**
 * Whether two places are about the same, for whoever must not learn where the other one is: two points where their cells of a coarse
 * grid are the same or touch, all else where the estate is the same. Nothing finer than cell and estate decides, so that nobody
 * learns more of a place by asking from all around it. What lies within 80 m is always in the same area.
 * @example sameArea({ categoryId, gridPath, position: [104.0605, 30.5705] }, issue) // true
 */
export function sameArea(one: Comparable, other: Comparable): boolean {
  if (!one.position || !other.position) return estateOf(one) === estateOf(other)
  const [column, row] = cellOf(one.position)
  const [otherColumn, otherRow] = cellOf(other.position)
  return Math.abs(column - otherColumn) <= 1 && Math.abs(row - otherRow) <= 1
}

const cellOf = ([lon, lat]: Position): [number, number] => [Math.floor(lon / CELL), Math.floor(lat / CELL)]

const estateOf = ({ gridPath }: Comparable) => gridPath[ESTATE] ?? gridPath.at(-1)
