import type { Breath } from './breath.ts'
import type { CompiledRoster } from './compiled-roster.ts'
import { SCALE } from './flow-model.ts'
import type { FlowModel } from './flow-model.ts'
import { createFlowSolver } from './network-simplex.ts'
import type { FlowSolver } from './network-simplex.ts'
import { brokenRules } from './side-rules.ts'
import type { Chosen, PairFinder, SideRule } from './side-rules.ts'

/** A rule with its multiplier: what one more than it allows costs, in scaled points. */
export interface PricedRule extends SideRule {
  price: number
  /** Bounds of the price. */
  least: number
  highest: number
  /** Only of a quota: what the organisation owes of what is not fixed, and how many could come. */
  quota?: { due: number; possible: number; short: number; over: number }
}

/**
 * The network with prices on the rules that it does not hold. Its cheapest flow, less what the prices allow for, is a bound:
 * no plan costs less (Lagrange). Pairs can be closed, and forced by a reward, for a search.
 */
export interface Relaxation {
  readonly solver: FlowSolver
  readonly rules: PricedRule[]
  /** Solves and reads what is chosen; `undefined` where the breath's owner wants to stop. */
  solve(): Promise<{ bound: number } | undefined>
  readonly chosen: Chosen
  /** Option of each chosen pair, −1 of others. */
  readonly optionOfPair: Int32Array
  /** Rules that are broken; those not yet known get a price of 0. */
  discover(): number[]
  /** How many more of a rule's pairs are chosen than it allows; of a quota, than its price asks for. */
  excess(rule: number): number
  setPrice(rule: number, price: number): void
  close(pair: number): void
  open(pair: number): void
  /** The same of one need of a pair's slot. */
  closeOption(option: number): void
  openOption(option: number): void
  force(pair: number, reward: number): void
  /** What the flow would cost more at least, were an option chosen that is not. */
  reducedCost(option: number): number
  /** Whether all that are forced are chosen. */
  holdsForced(): boolean
}

export function createRelaxation(
  compiled: CompiledRoster,
  model: FlowModel,
  { breath, isOver, find }: { breath: Breath; isOver: () => boolean; find: PairFinder },
): Relaxation {
  const { firstOption, firstPair, personOfPair, pairOfOption, slotOfPair, dateOfSlot, isFixed, weights } = compiled
  const solver = createFlowSolver(model.network)
  const pairs = slotOfPair.length
  const options = pairOfOption.length
  const penalty = new Float64Array(pairs)
  const closed = new Uint8Array(pairs)
  const closedOption = new Uint8Array(options)
  const reward = new Float64Array(pairs)
  const forced = new Set<number>()
  let rewards = 0
  const optionOfPair = new Int32Array(pairs).fill(-1)
  const chosenPairs: number[] = []
  const firstChosen = new Int32Array(firstPair.length)
  const rules: PricedRule[] = []
  /** By a hash of their pairs: those with the same one are looked at. */
  const rulesByHash = new Map<number, number[]>()
  let pivots = 1024

  const chosen: Chosen = {
    ofPerson: (person) => chosenPairs.slice(firstChosen[person]!, firstChosen[person + 1]!),
    has: (pair) => optionOfPair[pair]! >= 0,
  }

  async function solve(): Promise<{ bound: number } | undefined> {
    for (;;) {
      const before = breath.elapsed()
      const { status, cost } = solver.solve({ pivotLimit: pivots })
      // Every seat may stay empty, but whoever is fixed needs one: where those that are open are too few, no plan is left.
      if (status === 'infeasible') return { bound: Infinity }
      if (status === 'optimal') {
        read()
        return { bound: boundOf(cost) }
      }
      // Only how the work is sliced depends on the clock, never what comes of it.
      const took = breath.elapsed() - before
      if (took < 2) pivots *= 2
      else if (took > 6) pivots = Math.max(1024, Math.floor(pivots / 2))
      if (breath.isDue()) await breath.rest()
      if (isOver()) return undefined
    }
  }

  function read(): void {
    for (const pair of chosenPairs) optionOfPair[pair] = -1
    chosenPairs.length = 0
    let person = 0
    for (let option = 0; option < options; option += 1) {
      if (solver.flow[option] === 0) continue
      const pair = pairOfOption[option]!
      while (person <= personOfPair[pair]!) {
        firstChosen[person] = chosenPairs.length
        person += 1
      }
      optionOfPair[pair] = option
      chosenPairs.push(pair)
    }
    while (person < firstChosen.length) {
      firstChosen[person] = chosenPairs.length
      person += 1
    }
  }

  function boundOf(cost: number): number {
    let bound = cost + rewards
    for (const { price, most, quota } of rules) {
      if (!quota) bound -= price * most
      else bound += Math.min(...[0, askedOf(quota), quota.possible].map((count) => quotaCost(quota, count) - price * count))
    }
    return bound
  }

  function add(rule: SideRule, more: Omit<PricedRule, keyof SideRule | 'price'>): number {
    return rules.push({ ...rule, ...more, price: 0 }) - 1
  }

  function placeOf(rule: SideRule): number {
    let hash = 0
    for (const pair of rule.pairs) hash = (Math.imul(hash, 31) + pair) | 0
    const alike = rulesByHash.get(hash) ?? []
    rulesByHash.set(hash, alike)
    const known = alike.find((at) => isSame(rules[at]!, rule))
    if (known !== undefined) return known
    const at = add(rule, { least: rule.isTeam ? -Infinity : 0, highest: Infinity })
    alike.push(at)
    return at
  }

  function discover(): number[] {
    const broken: number[] = []
    for (const rule of brokenRules(compiled, chosen, find)) broken.push(placeOf(rule))
    return broken
  }

  function excess(at: number): number {
    const { pairs: own, isTeam, most, quota } = rules[at]!
    let count = 0
    for (let place = 0; place < own.length; place += 1) {
      if (optionOfPair[own[place]!]! >= 0) count += isTeam && place === 1 ? -1 : 1
    }
    return count - (quota ? askedOf(quota) : most)
  }

  function setPrice(at: number, price: number): void {
    const rule = rules[at]!
    const change = Math.min(rule.highest, Math.max(rule.least, price)) - rule.price
    if (change === 0) return
    rule.price += change
    rule.pairs.forEach((pair, place) => {
      penalty[pair]! += rule.isTeam && place === 1 ? -change : change
      priceOptions(pair)
    })
  }

  function priceOptions(pair: number): void {
    for (let option = firstOption[pair]!; option < firstOption[pair + 1]!; option += 1) {
      solver.setCost(option, model.network.cost[option]! + penalty[pair]! - reward[pair]!)
    }
  }

  function setOpen(pair: number): void {
    for (let option = firstOption[pair]!; option < firstOption[pair + 1]!; option += 1) {
      solver.setCapacity(option, closed[pair] || closedOption[option] ? 0 : 1)
    }
  }

  for (const { date, due, members } of model.openQuotas) {
    const own: number[] = []
    let fixed = 0
    let possible = 0
    for (const person of members) {
      let count = 0
      for (let pair = firstPair[person]!; pair < firstPair[person + 1]!; pair += 1) {
        if (dateOfSlot[slotOfPair[pair]!] !== date) continue
        if (isFixed[pair]) fixed += 1
        else {
          own.push(pair)
          count += 1
        }
      }
      if (count > 0) possible += Math.min(compiled.shiftsLeft(person, date), count)
    }
    // Pairs of fixed people stand whatever the price.
    const short = (weights.quotaShort / model.unit) * SCALE
    const over = (weights.quotaOver / model.unit) * SCALE
    const rule: SideRule = { kind: 'quotas', pairs: Int32Array.from(own), isTeam: false, most: 0 }
    add(rule, { least: -short, highest: over, quota: { due: due - fixed, possible, short, over } })
  }

  return {
    solver,
    rules,
    solve,
    chosen,
    optionOfPair,
    discover,
    excess,
    setPrice,
    close: (pair) => {
      closed[pair]! += 1
      setOpen(pair)
    },
    open: (pair) => {
      closed[pair]! -= 1
      setOpen(pair)
    },
    closeOption: (option) => {
      closedOption[option]! += 1
      setOpen(pairOfOption[option]!)
    },
    openOption: (option) => {
      closedOption[option]! -= 1
      setOpen(pairOfOption[option]!)
    },
    force: (pair, value) => {
      rewards += value - reward[pair]!
      if (value === 0) forced.delete(pair)
      else forced.add(pair)
      reward[pair] = value
      priceOptions(pair)
    },
    reducedCost: (option) => {
      const { from, to, cost } = model.network
      const pair = pairOfOption[option]!
      const own = cost[option]! + penalty[pair]! - reward[pair]!
      return own + solver.potential[from[option]!]! - solver.potential[to[option]!]!
    },
    holdsForced: () => {
      for (const pair of forced) if (optionOfPair[pair]! < 0) return false
      return true
    },
  }
}

/** Of so many of an organisation's people on a day, of those that are not fixed. */
const quotaCost = ({ due, short, over }: NonNullable<PricedRule['quota']>, count: number) =>
  count < due ? short * (due - count) : over * (count - due)

const askedOf = ({ due, possible }: NonNullable<PricedRule['quota']>) => Math.max(0, Math.min(due, possible))

const isSame = (one: SideRule, other: SideRule) =>
  one.isTeam === other.isTeam &&
  one.most === other.most &&
  one.pairs.length === other.pairs.length &&
  one.pairs.every((pair, at) => pair === other.pairs[at])
