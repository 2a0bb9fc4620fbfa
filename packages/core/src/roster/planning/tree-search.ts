import type { CompiledRoster } from './compiled-roster.ts'
import { SCALE } from './flow-model.ts'
import type { FlowModel } from './flow-model.ts'
import { createPriceSteps } from './price-steps.ts'
import type { Relaxation } from './relaxation.ts'

/** What a branch of the search asks: of a pair that it is chosen, or not, or not in this need. */
type Demand = { pair: number; isForced: boolean } | { closed: number }

interface Branch {
  /** From the root on. */
  demands: readonly (readonly Demand[])[]
  /** Scaled points: no plan in it costs less. */
  bound: number
}

export interface TreeSearch {
  /** Leaves out for good what could be part of no better plan than the best. */
  narrow(): Promise<void>
  /** Solves so many flows. @returns whether there is nothing left to search, `undefined` where the caller wants to stop */
  advance(flows: number): Promise<boolean | undefined>
  /** Scaled points: no plan costs less, unless it has been offered. */
  bound(): number
}

/** Steps of prices before a branch is split. */
const STEPS = 4

/**
 * Searches for what the prices leave open: where two choices break a rule, once without the one and once without the other.
 * Each branch is bounded by its flow and left as soon as it can hold nothing better than the best plan.
 * @param target scaled cost of the best plan
 * @param offer takes a flow that breaks no rule for a plan @returns its scaled cost
 */
export function createTreeSearch(
  compiled: CompiledRoster,
  model: FlowModel,
  relaxation: Relaxation,
  { target, offer, rootBound }: { target: () => number; offer: () => number; rootBound: number },
): TreeSearch {
  const stack: Branch[] = [{ demands: [], bound: rootBound }]
  const rootPrices = relaxation.rules.map(({ price }) => price)
  const isOut = new Uint8Array(compiled.needOfOption.length)
  let applied: (readonly Demand[])[] = []
  let reward = 2 ** 20

  async function advance(flows: number): Promise<boolean | undefined> {
    for (let solved = 0; solved < flows;) {
      const branch = stack.pop()
      if (!branch) return true
      if (isHopeless(branch.bound)) continue
      apply(branch.demands)
      const count = await explore(branch)
      if (count === undefined) {
        stack.push(branch)
        return undefined
      }
      solved += count
    }
    return stack.length === 0
  }

  const isHopeless = (bound: number) => roundUp(bound) >= target()

  function apply(demands: Branch['demands']): void {
    let common = 0
    while (common < applied.length && applied[common] === demands[common]) common += 1
    for (const undone of applied.slice(common).reverse()) for (const demand of undone) undo(demand)
    for (const done of demands.slice(common)) for (const demand of done) impose(demand)
    applied = [...demands]
  }

  function impose(demand: Demand): void {
    if ('closed' in demand) relaxation.closeOption(demand.closed)
    else if (demand.isForced) relaxation.force(demand.pair, reward)
    else relaxation.close(demand.pair)
  }

  function undo(demand: Demand): void {
    if ('closed' in demand) relaxation.openOption(demand.closed)
    else if (demand.isForced) relaxation.force(demand.pair, 0)
    else relaxation.open(demand.pair)
  }

  /** @returns flows solved */
  async function explore(branch: Branch): Promise<number | undefined> {
    const steps = createPriceSteps(relaxation)
    for (let step = 1; ; step += 1) {
      const solved = await relaxation.solve()
      if (!solved) return undefined
      branch.bound = Math.max(branch.bound, solved.bound)
      if (isHopeless(branch.bound)) return step
      if (!relaxation.holdsForced()) {
        // The reward was too small to tell; any is right, as it counts in the bound.
        reward *= 4
        const again = applied
        apply([])
        apply(again)
        continue
      }
      const broken = relaxation.discover()
      if (broken.length === 0 && offer() <= roundUp(branch.bound)) return step
      if (step < STEPS && relaxation.rules.length > 0) {
        steps.step(solved.bound, target())
        continue
      }
      for (const demands of split(broken)) stack.push({ demands: [...applied, demands], bound: branch.bound })
      return step
    }
  }

  function split(broken: readonly number[]): Demand[][] {
    for (const at of broken) {
      const { kind, pairs, isTeam } = relaxation.rules[at]!
      const chosen = [...pairs].filter((pair) => relaxation.chosen.has(pair))
      if (isTeam) {
        const team = compiled.teams.find((members) => pairs.every((pair) => members.includes(compiled.personOfPair[pair]!)))!
        const slot = compiled.slotOfPair[pairs[0]!]!
        const all = team.map((person) => pairIn(person, slot))
        return [all.map((pair) => ({ pair, isForced: false })), all.map((pair) => ({ pair, isForced: true }))]
      }
      return chosen.map((pair) => (kind === 'apart' ? [pair] : alike(pair)).map((one) => ({ pair: one, isForced: false })))
    }
    const pair = undecided()
    return pair < 0 ? splitSeats() : [[{ pair, isForced: true }], [{ pair, isForced: false }]]
  }

  /**
   * Everybody's slots are decided, not which of their needs they fill: that matters where a minimum weighs less than what is
   * above it, which the flow prices too low.
   */
  function splitSeats(): Demand[][] {
    const { firstOption } = compiled
    const closed = new Set(applied.flat().flatMap((demand) => ('closed' in demand ? [demand.closed] : [])))
    for (let pair = 0; pair + 1 < firstOption.length; pair += 1) {
      const chosen = relaxation.optionOfPair[pair]!
      if (chosen < 0) continue
      const others: number[] = []
      for (let option = firstOption[pair]!; option < firstOption[pair + 1]!; option += 1) {
        if (option !== chosen && !closed.has(option)) others.push(option)
      }
      if (others.length > 0) return [[{ closed: chosen }], others.map((option) => ({ closed: option }))]
    }
    return []
  }

  /** Pairs of the same person, time and place in the network: what clashes with one of them clashes with all. */
  function alike(pair: number): number[] {
    if (compiled.rules.travel) return [pair]
    const { firstPair, firstOption, personOfPair, slotOfPair, timeOfSlot, isFixed } = compiled
    const leafOf = (one: number) => model.network.from[firstOption[one]!]
    const all: number[] = []
    const person = personOfPair[pair]!
    for (let one = firstPair[person]!; one < firstPair[person + 1]!; one += 1) {
      const isLike = timeOfSlot[slotOfPair[one]!] === timeOfSlot[slotOfPair[pair]!] && leafOf(one) === leafOf(pair)
      if (isLike && !isFixed[one]) all.push(one)
    }
    return all
  }

  /** A pair that no branch has decided yet: first of a rule whose price the flow does not bear out. */
  function undecided(): number {
    const decided = new Set(applied.flat().map((demand) => ('closed' in demand ? -1 : demand.pair)))
    const isFree = (pair: number) => !decided.has(pair) && !compiled.isFixed[pair]
    for (const [at, { quota, pairs, price }] of relaxation.rules.entries()) {
      const over = relaxation.excess(at)
      const isMatched = quota ? (over > 0 ? price >= quota.over : price <= -quota.short) : price === 0
      if (over === 0 || isMatched) continue
      const free = [...pairs].filter(isFree)
      const found = free.find((pair) => relaxation.chosen.has(pair) === over > 0) ?? free[0]
      if (found !== undefined) return found
    }
    for (let pair = 0; pair < compiled.slotOfPair.length; pair += 1) if (isFree(pair) && relaxation.chosen.has(pair)) return pair
    for (let pair = 0; pair < compiled.slotOfPair.length; pair += 1) if (isFree(pair)) return pair
    return -1
  }

  function pairIn(person: number, slot: number): number {
    const { firstPair, slotOfPair } = compiled
    return slotOfPair.indexOf(slot, firstPair[person]!)
  }

  async function narrow(): Promise<void> {
    const prices = relaxation.rules.map(({ price }) => price)
    apply([])
    relaxation.rules.forEach((_, at) => relaxation.setPrice(at, rootPrices[at] ?? 0))
    const solved = await relaxation.solve()
    for (let option = 0; option < compiled.needOfOption.length; option += 1) {
      if (isOut[option] || relaxation.solver.flow[option]! > 0 || compiled.isFixed[compiled.pairOfOption[option]!]) continue
      if (!solved || !isHopeless(solved.bound + relaxation.reducedCost(option))) continue
      isOut[option] = 1
      relaxation.closeOption(option)
    }
    prices.forEach((price, at) => relaxation.setPrice(at, price))
  }

  return {
    narrow,
    advance,
    bound: () => stack.reduce((least, { bound }) => Math.min(least, bound), Infinity),
  }
}

/** Plans cost whole units. */
const roundUp = (bound: number) => Math.ceil(bound / SCALE) * SCALE
