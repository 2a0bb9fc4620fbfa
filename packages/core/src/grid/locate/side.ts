import { orient2d } from 'robust-predicates'

/** Shewchuk's bound for the sign of a 2×2 determinant of differences (Adaptive Precision Floating-Point Arithmetic, 1997, ccwerrboundA). */
export const SIGN_BOUND = (3 + 16 * 2 ** -53) * 2 ** -53

/**
 * On which side of the edge from a up to b a point lies, exactly: positive to the left, negative to the right, 0 on its line.
 */
export function sideOf(ax: number, ay: number, bx: number, by: number, x: number, y: number): number {
  const one = (bx - ax) * (y - ay)
  const other = (by - ay) * (x - ax)
  const turn = one - other
  if (Math.abs(turn) > SIGN_BOUND * (Math.abs(one) + Math.abs(other))) return turn
  // robust-predicates counts y downwards, so left is negative.
  return -orient2d(ax, ay, bx, by, x, y)
}

/** Which end of an edge lies to the right of a cell. An edge with both ends there does not meet the cell. */
export const BOTH_LEFT = 0
export const UPPER_RIGHT = 1
export const LOWER_RIGHT = 2

/**
 * Whether the edge makes a difference between the point and the far end of this way: from the point to the right as far as
 * the cell goes, then straight down for ever. It crosses a ray to the right for ever where it has the point's level and passes to the right;
 * the two ways enclose the quadrant below and right of the cell's side, and an edge with one end in that quadrant crosses its
 * border once more. So the ray's answer is turned round where the end that lies to the right of the cell is not above the point.
 *
 * Taken a hair above the point (and, for an upright edge, a smaller hair to its right), so that no vertex is on the way:
 * an end on the point's level counts as below.
 */
export function differs(ends: Float64Array, e: number, rightEnd: number, x: number, y: number): boolean {
  const ay = ends[4 * e + 1]!
  const by = ends[4 * e + 3]!
  if (y < ay) return false
  if (y >= by) return rightEnd !== BOTH_LEFT
  return isLeft(ends, e, x, y) === (rightEnd !== LOWER_RIGHT)
}

/** Whether the point, or the hair above it where it is on the edge, is left of the edge's line; the edge is not level. */
export function isLeft(ends: Float64Array, e: number, x: number, y: number): boolean {
  const ax = ends[4 * e]!
  const bx = ends[4 * e + 2]!
  const side = sideOf(ax, ends[4 * e + 1]!, bx, ends[4 * e + 3]!, x, y)
  return side > 0 || (side === 0 && bx > ax)
}
