import { metres } from './metres.ts'
import type { Bound, Sheet } from './sheet.ts'

const MINUTE = 60_000

export interface Clash {
  code: 'overlap' | 'rest' | 'gap' | 'travel'
  /** Minutes that must lie between the two, and that do; below 0 for an overlap. */
  expected: number
  came: number
}

/** Why one person cannot do both, if so. */
export function clashBetween({ problem, rest, gap }: Sheet, one: Bound, other: Bound): Clash | undefined {
  const [first, second] = one.start <= other.start ? [one, other] : [other, one]
  const between = second.start - first.end
  const clash = (code: Clash['code'], asked: number): Clash => ({ code, expected: asked / MINUTE, came: between / MINUTE })
  if (first.start < second.end && second.start < first.end) return clash('overlap', 0)
  if (first.date !== second.date && between < rest) return clash('rest', rest)
  if (first.date === second.date && between < gap) return clash('gap', gap)
  const way = wayBetween(problem.rules?.travel, first, second)
  return between < way ? clash('travel', way) : undefined
}

type Travel = { metresPerMinute: number; extraMinutes: number } | undefined

function wayBetween(travel: Travel, { position: from }: Bound, { position: to }: Bound): number {
  if (!travel || !from || !to || (from[0] === to[0] && from[1] === to[1])) return 0
  return (Math.ceil(metres(from, to) / travel.metresPerMinute) + travel.extraMinutes) * MINUTE
}
