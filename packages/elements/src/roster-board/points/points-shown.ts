import type { PointList } from '@wangge/core/roster/schema'

type Point = PointList['points'][number]

/** In the order in which they want looking after. */
export const STATES = ['fail', 'unassessed', 'pass'] as const satisfies readonly Point['status'][]

export interface PointFilter {
  /** Empty for all. */
  state: Point['status'] | ''
  /** Part of what a point is looked up by. */
  text: string
}

export const ANY_POINT: PointFilter = { state: '', text: '' }

/** Points that are looked for: those that failed first, then by score from the lowest; of one score as they are told. */
export function pointsOf(points: readonly Point[], { state, text }: PointFilter, textsOf: (point: Point) => string): Point[] {
  const wanted = text.trim().toLowerCase()
  return points
    .filter((point) => state === '' || point.status === state)
    .filter((point) => wanted === '' || textsOf(point).toLowerCase().includes(wanted))
    .sort(
      (one, other) => STATES.indexOf(one.status) - STATES.indexOf(other.status) || (one.lastScore ?? 0) - (other.lastScore ?? 0),
    )
}
