import { distanceBetween } from '../attendance/geofence.ts'
import type { Position } from '../../schema.ts'
import type { PlanRuleValues } from './plan-defaults.ts'

/** A time, and maybe a place, that binds somebody. */
export interface Bond {
  /** Epoch milliseconds. */
  start: number
  end: number
  /** Local date of the start. */
  day: string
  position?: Position | undefined
}

/** What two duties of one person come up against. */
export type Clash = 'overlap' | 'restMinutes' | 'gapMinutes' | 'travel'

/** Why nobody can do both, if so. */
export function clashOf(one: Bond, other: Bond, rules: PlanRuleValues): Clash | undefined {
  const [first, second] = one.start <= other.start ? [one, other] : [other, one]
  const between = (second.start - first.end) / 60_000
  if (between < 0) return 'overlap'
  if (first.day !== second.day && between < rules.restMinutes) return 'restMinutes'
  if (first.day === second.day && between < rules.gapMinutes) return 'gapMinutes'
  return between < wayBetween(first.position, second.position, rules) ? 'travel' : undefined
}

/** Minutes from one place to another; 0 where nothing is known or asked of them. */
function wayBetween(from: Position | undefined, to: Position | undefined, { travel }: PlanRuleValues): number {
  if (!travel || !from || !to || (from[0] === to[0] && from[1] === to[1])) return 0
  return Math.ceil(distanceBetween(from, to) / travel.metresPerMinute) + travel.extraMinutes
}

/** Minutes beyond which two duties go together wherever they are; without `travel` the places do not count. */
export const reachOf = ({ restMinutes, gapMinutes, travel }: PlanRuleValues): number =>
  travel ? Infinity : Math.max(restMinutes, gapMinutes)
