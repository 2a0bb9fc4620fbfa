import type { FlowModel } from './flow-model.ts'
import type { Relaxation } from './relaxation.ts'

/** Rules with a price, and limits that the flow comes up against. */
export function bindingRules({ network, limitArcs, limitRules }: FlowModel, { rules, solver }: Relaxation): string[] {
  const binding = new Set<string>()
  limitArcs.forEach((arc, at) => {
    const { cost, from, to, capacity } = network
    const reduced = cost[arc]! + solver.potential[from[arc]!]! - solver.potential[to[arc]!]!
    if (solver.flow[arc] === capacity[arc] && reduced < 0) binding.add(limitRules[at]!)
  })
  for (const { kind, price } of rules) if (price !== 0) binding.add(kind)
  return [...binding].sort()
}
