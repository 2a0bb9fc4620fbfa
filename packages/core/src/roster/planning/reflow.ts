import type { CompiledRoster } from './compiled-roster.ts'
import { SCALE } from './flow-model.ts'
import type { FlowModel } from './flow-model.ts'
import type { FlowSolver } from './network-simplex.ts'
import { repairWeights } from './repair-weights.ts'
import { viewOf } from './search-plan.ts'
import type { FoundPlan } from './search-plan.ts'
import { createFlowMender } from './shortest-paths.ts'
import type { FlowMender } from './shortest-paths.ts'
import { brokenRules, pairFinder } from './side-rules.ts'

/** A problem's network with its last flow. */
export interface KeptFlow {
  model: FlowModel
  solver: FlowSolver
  mender: FlowMender
  /** The model's costs in points. */
  points: Float64Array
  /** Whether the mender has a flow to start from. */
  isStarted: boolean
}

/** Each arc is looked at so often; where that is not enough much has changed, and the network simplex is quicker. */
const LOOKS = 16

/** @param isSolved whether the solver has a flow, by the model's own costs or others much like them */
export function keepFlow({ model, solver }: FoundPlan['flow'], isSolved: boolean): KeptFlow {
  const mender = createFlowMender(model.network)
  const points = model.unit / SCALE
  const base = solver.potential[0]!
  if (isSolved) {
    mender.restart(
      solver.flow,
      solver.potential.map((potential) => Math.round((potential - base) * points)),
    )
  }
  return { model, solver, mender, points: model.network.cost.map((cost) => cost * points), isStarted: isSolved }
}

/**
 * The best mended plan by the network alone, from its last flow: the absent are priced out, seats that are missing cost more
 * than any chain of moves, and what stands is rewarded.
 * @returns option of each assigned pair, −1 of others; nothing where that breaks a rule which the network does not hold
 */
export function reflow(
  compiled: CompiledRoster,
  kept: KeptFlow,
  { held, away }: { held: Int32Array; away: Uint8Array },
): Int32Array | undefined {
  const { pairOfOption, isFixed, minimum, wish, shortPoints, wishedPoints } = compiled
  for (let pair = 0; pair < away.length; pair += 1) if (away[pair] && isFixed[pair]) return undefined
  // There a minimum has no arcs of its own.
  if (minimum.some((min, need) => min > 0 && wish[need]! > min && shortPoints[need]! < wishedPoints[need]!)) return undefined
  const { stand, short } = repairWeights(compiled)
  const { model, mender } = kept
  const never = 2 * (stand + short * shortPoints.reduce((most, each) => Math.max(most, each), 0))
  const cost = kept.points.slice()
  for (let option = 0; option < pairOfOption.length; option += 1) {
    const pair = pairOfOption[option]!
    if (away[pair]) cost[option]! += never
    else if (held[pair]! >= 0) cost[option]! -= stand
  }
  for (const arc of model.shortArcs) cost[arc]! *= short
  if (!(kept.isStarted && mender.mend(cost, LOOKS * cost.length)) && !solveAnew(kept, cost)) return undefined
  const optionOfPair = new Int32Array(held.length).fill(-1)
  for (let option = 0; option < pairOfOption.length; option += 1) {
    if (mender.flow[option]! === 0) continue
    if (away[pairOfOption[option]!]) return undefined
    optionOfPair[pairOfOption[option]!] = option
  }
  const broken = brokenRules(compiled, viewOf(compiled, optionOfPair), pairFinder(compiled))
  return broken.next().done ? optionOfPair : undefined
}

function solveAnew(kept: KeptFlow, cost: Float64Array): boolean {
  const { model, solver, mender } = kept
  cost.forEach((price, arc) => {
    solver.setCost(arc, price)
    solver.setCapacity(arc, model.network.capacity[arc]!)
  })
  kept.isStarted = solver.solve().status === 'optimal'
  if (kept.isStarted) mender.restart(solver.flow, solver.potential)
  return kept.isStarted
}
