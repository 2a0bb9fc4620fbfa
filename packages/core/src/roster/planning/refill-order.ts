import type { CompiledRoster } from './compiled-roster.ts'
import { createDraft } from './draft.ts'
import { SCALE } from './flow-model.ts'
import type { FlowModel } from './flow-model.ts'
import type { Relaxation } from './relaxation.ts'
import type { PairFinder } from './side-rules.ts'

/** Of what the flows of late rounds mostly chose, as much as keeps the rules. */
export function coreOf(compiled: CompiledRoster, relaxation: Relaxation, share: Float32Array, find: PairFinder): Int32Array {
  const draft = createDraft(compiled, find)
  const { optionOfPair } = relaxation
  const inTeam = new Set(compiled.teams.flat())
  const order = Array.from(optionOfPair.keys()).filter((pair) => optionOfPair[pair]! >= 0 || share[pair]! > 0.5)
  order.sort((one, other) => share[other]! - share[one]! || one - other)
  for (const pair of order) if (compiled.isFixed[pair]) draft.assign(optionOfPair[pair]!)
  for (const pair of order) {
    if (compiled.isFixed[pair] || inTeam.has(compiled.personOfPair[pair]!) || !draft.fits(pair)) continue
    draft.assign(optionOfPair[pair]! >= 0 ? optionOfPair[pair]! : compiled.firstOption[pair]!)
  }
  return draft.optionOfPair
}

/** What the flows chose oftener is opened sooner, then what costs less beside the duals; some chance keeps rounds from being alike. */
export function preferenceOf(
  compiled: CompiledRoster,
  { network }: FlowModel,
  { solver }: Relaxation,
  share: Float32Array,
  random: () => number,
): Float64Array {
  const preference = new Float64Array(compiled.slotOfPair.length).fill(Infinity)
  const { potential } = solver
  compiled.pairOfOption.forEach((pair, option) => {
    const reduced = network.cost[option]! + potential[network.from[option]!]! - potential[network.to[option]!]!
    preference[pair] = Math.min(preference[pair]!, reduced)
  })
  return preference.map((value, pair) => value * (0.5 + random()) + SCALE * (random() - 1000 * share[pair]!))
}

/** What prices say of a pair of somebody whose organisation owes people. */
export function quotaPrices({ slotOfPair }: CompiledRoster, { rules }: Relaxation): (pair: number) => number {
  const prices = new Float64Array(slotOfPair.length)
  for (const { quota, pairs, price } of rules) if (quota) for (const pair of pairs) prices[pair]! += price
  return (pair) => prices[pair]!
}
