import type { CompiledRoster } from './compiled-roster.ts'
import { SCALE } from './flow-model.ts'
import { repairWeights } from './repair-weights.ts'
import { viewOf } from './search-plan.ts'
import type { FoundPlan } from './search-plan.ts'
import { brokenRules, pairFinder } from './side-rules.ts'

/**
 * The best mended plan by the network alone, from its last basis: the absent are priced out, seats that are missing cost more
 * than any chain of moves, and what stands is rewarded.
 * @returns option of each assigned pair, −1 of others; nothing where that breaks a rule which the network does not hold
 */
export function reflow(
  compiled: CompiledRoster,
  { model, solver }: FoundPlan['flow'],
  { held, away }: { held: Int32Array; away: Uint8Array },
): Int32Array | undefined {
  const { pairOfOption, isFixed, minimum, wish, shortPoints, wishedPoints } = compiled
  if (away.some((is, pair) => is && isFixed[pair])) return undefined
  // There a minimum has no arcs of its own.
  if (minimum.some((min, need) => min > 0 && wish[need]! > min && shortPoints[need]! < wishedPoints[need]!)) return undefined
  const { stand, short } = repairWeights(compiled)
  const { cost } = model.network
  const never = 2 * (stand + short * shortPoints.reduce((most, each) => Math.max(most, each), 0))
  const points = model.unit / SCALE
  for (let option = 0; option < pairOfOption.length; option += 1) {
    const pair = pairOfOption[option]!
    const change = away[pair] ? never : held[pair]! >= 0 ? -stand : 0
    solver.setCapacity(option, 1)
    solver.setCost(option, cost[option]! * points + change)
  }
  for (let arc = pairOfOption.length; arc < cost.length; arc += 1) solver.setCost(arc, cost[arc]! * points)
  for (const arc of model.shortArcs) solver.setCost(arc, cost[arc]! * points * short)
  if (solver.solve().status !== 'optimal') return undefined
  const optionOfPair = new Int32Array(held.length).fill(-1)
  for (let option = 0; option < pairOfOption.length; option += 1) {
    if (solver.flow[option]! === 0) continue
    if (away[pairOfOption[option]!]) return undefined
    optionOfPair[pairOfOption[option]!] = option
  }
  const broken = brokenRules(compiled, viewOf(compiled, optionOfPair), pairFinder(compiled))
  return broken.next().done ? optionOfPair : undefined
}
