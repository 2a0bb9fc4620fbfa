import type { CompiledRoster } from './compiled-roster.ts'
import { SCALE } from './flow-model.ts'

/** Weights by which filling comes before standing, and standing before all the rest. */
export interface RepairWeights {
  /** Off the points of an assignment that stands. */
  stand: number
  /** Times the points of a seat missing to a minimum. */
  short: number
}

/** One move more is made only for what more assignments than these could gain together. */
const TOUCHED = 64
/** Points of a pair are 32-bit numbers. */
const LARGEST = 2 ** 30

/**
 * How much an assignment that stands must weigh to outweigh everything else around it, and how much more a missing seat, so that
 * it is worth any chain of moves. Exact as long as sums stay below 2^53; in the largest problems a chain of more than some
 * hundred moves is not worth a seat.
 */
export function repairWeights(compiled: CompiledRoster): RepairWeights {
  const { weights, pairPoints, carried, shortPoints, wishedPoints, dates, weekOfDate, firstPair } = compiled
  const most = (values: ArrayLike<number>) => {
    let highest = 0
    for (let at = 0; at < values.length; at += 1) highest = Math.max(highest, Math.abs(values[at]!))
    return highest
  }
  const fairness = weights.fairness * (2 * (most(carried) + dates.length) + 1)
  const around = 2 * (most(pairPoints) + most(wishedPoints) + fairness + weights.quotaShort + weights.quotaOver)
  const stand = Math.min(Math.max(weights.move, TOUCHED * around + 1), LARGEST)
  const least = shortPoints.reduce((lowest, points) => (points > 0 ? Math.min(lowest, points) : lowest), Infinity)
  const nodes = shortPoints.length + (firstPair.length - 1) * (2 + 2 * dates.length + new Set(weekOfDate).size)
  const affordable = Math.floor(2 ** 51 / (Math.max(1, most(shortPoints)) * SCALE * nodes))
  return {
    stand,
    short: Math.max(1, Math.min(Math.ceil((stand * (firstPair.length + 1) * Math.max(1, dates.length)) / least), affordable)),
  }
}
