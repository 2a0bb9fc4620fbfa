import type { PricedRule, Relaxation } from './relaxation.ts'

/**
 * Steps towards the best prices: each as long as it would take to reach a level a little above the best bound (Polyak's step,
 * with the level adapted after Goffin and Kiwiel); the level is raised while it is reached and lowered when it is not.
 */
export interface PriceSteps {
  /** @param bound of the last flow @param target cost of the best plan, both in scaled points of the flow */
  step(bound: number, target: number): void
  /** Whether steps have become too short to matter. */
  isSpent(): boolean
  /** Aims high again, and is more patient this time. */
  restart(target: number): void
  /** Sets the best prices so far. */
  restore(): void
}

/** An organisation's people on a day go by tens, a person's shifts one by one. */
const QUOTA_STRIDE = 30

export function createPriceSteps(relaxation: Relaxation, { patience = 4, shortest = 0.5 } = {}): PriceSteps {
  let best = -Infinity
  let bestPrices: number[] = []
  let record = -Infinity
  let rise = Infinity
  let fails = 0
  let isSpent = false

  const strideOf = ({ quota }: PricedRule) => (quota ? QUOTA_STRIDE : 1)

  function step(bound: number, target: number): void {
    if (bound > best) {
      best = bound
      bestPrices = relaxation.rules.map(({ price }) => price)
    }
    if (rise === Infinity) {
      rise = Math.max(1, 2 * (target - bound))
      record = bound
    }
    if (best >= record + rise / 8) {
      record = best
      fails = 0
      rise *= 1.2
    } else {
      fails += 1
      if (fails >= patience) {
        record = best
        fails = 0
        rise *= 0.7
      }
    }
    const level = Math.min(Math.max(target, best), best + rise)
    const excess = relaxation.rules.map((rule, at) => {
      const over = relaxation.excess(at)
      return (over > 0 && rule.price < rule.highest) || (over < 0 && rule.price > rule.least) ? over : 0
    })
    let norm = 0
    relaxation.rules.forEach((rule, at) => (norm += strideOf(rule) * excess[at]! ** 2))
    const length = norm === 0 ? 0 : Math.max(1, level - bound) / norm
    let moved = false
    relaxation.rules.forEach((rule, at) => {
      const change = Math.round(length * strideOf(rule) * excess[at]!)
      if (change === 0) return
      moved = true
      relaxation.setPrice(at, rule.price + change)
    })
    isSpent = !moved || rise < shortest
  }

  return {
    step,
    isSpent: () => isSpent,
    restart: (target) => {
      patience += 2
      rise = Math.max(1, (target - best) / 2)
      record = best
      fails = 0
      isSpent = false
    },
    restore: () => relaxation.rules.forEach((_, at) => relaxation.setPrice(at, bestPrices[at] ?? 0)),
  }
}
