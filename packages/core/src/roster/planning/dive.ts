import type { CompiledRoster } from './compiled-roster.ts'
import { createPriceSteps } from './price-steps.ts'
import type { Relaxation } from './relaxation.ts'

/** Rounds, and flows in each. */
const TURNS = 14
const FLOWS = 6
/** How much the last flow counts in what flows mostly choose. */
const FRESH = 0.2

/**
 * Leads the flows towards a plan: round by round, pairs that they seldom choose are closed, and the prices follow what is left.
 * What was closed is open again in the end; the prices are others.
 * @param share how often late flows chose each pair, 0 to 1; is led along
 * @param offer takes a flow that breaks no rule for a plan
 * @returns whether it came to its end
 */
export async function dive(
  compiled: CompiledRoster,
  relaxation: Relaxation,
  share: Float32Array,
  { target, offer }: { target: () => number; offer: () => void },
): Promise<boolean> {
  const closed = new Set<number>()
  let isWhole = true
  for (let turn = 0; turn < TURNS && isWhole; turn += 1) {
    const least = 0.01 + (0.5 * turn) / TURNS
    for (let pair = 0; pair < share.length; pair += 1) {
      if (share[pair]! >= least || relaxation.optionOfPair[pair]! >= 0 || compiled.isFixed[pair] || closed.has(pair)) continue
      closed.add(pair)
      relaxation.close(pair)
    }
    const steps = createPriceSteps(relaxation, { patience: 3 })
    for (let flow = 0; flow < FLOWS; flow += 1) {
      const solved = await relaxation.solve()
      if (!solved) {
        isWhole = false
        break
      }
      follow(share, relaxation.optionOfPair, FRESH)
      if (relaxation.discover().length === 0) offer()
      steps.step(solved.bound, target())
    }
  }
  for (const pair of closed) relaxation.open(pair)
  return isWhole
}

/** Counts a flow in what flows mostly choose. */
export function follow(share: Float32Array, optionOfPair: Int32Array, fresh: number): void {
  for (let pair = 0; pair < share.length; pair += 1) share[pair]! += ((optionOfPair[pair]! < 0 ? 0 : 1) - share[pair]!) * fresh
}
