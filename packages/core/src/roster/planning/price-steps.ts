import type { Relaxation } from './relaxation.ts'

/**
 * Steps towards the best prices: along what rules are exceeded by, as far as the cost of a plan lets hope (Polyak); shorter
 * after steps that bring nothing, and then from the best prices again.
 */
export interface PriceSteps {
  /** @param bound of the last flow @param target cost of the best plan, both in scaled points of the flow */
  step(bound: number, target: number): void
  /** Whether steps have become too short to matter. */
  isSpent(): boolean
  /** Sets the best prices so far. */
  restore(): void
}

const PATIENCE = 6

export function createPriceSteps(relaxation: Relaxation, { length = 1 } = {}): PriceSteps {
  let best = -Infinity
  let bestPrices: number[] = []
  let fails = 0
  let last = Infinity

  function restore(): void {
    relaxation.rules.forEach((_, at) => relaxation.setPrice(at, bestPrices[at] ?? 0))
  }

  return {
    step: (bound, target) => {
      if (bound > best) {
        best = bound
        bestPrices = relaxation.rules.map(({ price }) => price)
        fails = 0
      } else {
        fails += 1
        if (fails >= PATIENCE) {
          fails = 0
          length *= 0.6
          restore()
          // The excess belongs to the last flow, not to these prices; the next step is from theirs.
          return
        }
      }
      const excess = relaxation.rules.map((_, at) => relaxation.excess(at))
      let norm = 0
      relaxation.rules.forEach(({ price, least, highest }, at) => {
        const over = excess[at]!
        if ((over > 0 && price < highest) || (over < 0 && price > least)) norm += over * over
      })
      if (norm === 0) return
      last = (length * Math.max(1, target - bound)) / norm
      relaxation.rules.forEach(({ price }, at) => {
        if (excess[at] !== 0) relaxation.setPrice(at, price + Math.round(last * excess[at]!))
      })
    },
    isSpent: () => last < 0.5 || length < 0.02,
    restore,
  }
}
