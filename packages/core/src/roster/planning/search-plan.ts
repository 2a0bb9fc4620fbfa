import type { RosterPlan } from '../planning-schema.ts'
import { createBreath } from './breath.ts'
import type { CompiledRoster } from './compiled-roster.ts'
import { createDraft } from './draft.ts'
import { firstPlan } from './first-plan.ts'
import { buildFlowModel, SCALE } from './flow-model.ts'
import type { FlowModel } from './flow-model.ts'
import type { FlowSolver } from './network-simplex.ts'
import { planCosts, totalOf } from './plan-costs.ts'
import type { PlanOptions } from './plan-options.ts'
import { createPriceSteps } from './price-steps.ts'
import { createRandom } from './random.ts'
import { createRefill } from './refill.ts'
import { createRelaxation } from './relaxation.ts'
import type { Relaxation } from './relaxation.ts'
import { assignmentsOf } from './report-plan.ts'
import { brokenRules, pairFinder } from './side-rules.ts'
import type { Chosen } from './side-rules.ts'
import { createTreeSearch } from './tree-search.ts'

/** What a search came to. */
export interface FoundPlan {
  optionOfPair: Int32Array
  cost: number
  bound: number
  iterations: number
  ended: RosterPlan['ended']
  binding: string[]
  /** The network it came from, as the search left it. */
  flow: { model: FlowModel; solver: FlowSolver }
}

/** Rounds of prices at most before the search goes branch by branch. */
const PRICE_ROUNDS = 120
/** Flows to a round of the search. */
const FLOWS = 64

/** The best plan that there is time for. @param options `start`: a plan to better, option of each assigned pair, −1 of others */
export async function searchPlan(compiled: CompiledRoster, options: PlanOptions & { start?: Int32Array }): Promise<FoundPlan> {
  const { seed, iterationLimit = 500, timeLimitMs = Infinity, gap = 0, onProgress, signal, now = Date.now } = options
  const breath = createBreath(now)
  try {
    const find = pairFinder(compiled)
    const random = createRandom(seed)
    let best = firstPlan(compiled, find)
    let cost = totalOf(planCosts(compiled, best))
    const model = buildFlowModel(compiled)
    let bound = pointsOf(model, leastOf(model))
    let iterations = 0
    const gapNow = () => (cost - bound) / Math.max(1, Math.abs(bound))
    const stop = (): FoundPlan['ended'] | undefined => {
      if (cost <= bound) return 'optimal'
      if (signal?.aborted) return 'cancelled'
      if (breath.elapsed() >= timeLimitMs || iterations >= iterationLimit) return 'limit'
      return gapNow() <= gap && gap > 0 ? 'gap' : undefined
    }
    const isOver = () => signal?.aborted === true || breath.elapsed() >= timeLimitMs
    const relaxation = createRelaxation(compiled, model, { breath, isOver, find })
    const refill = createRefill(compiled, model, { breath, isOver })
    const scaled = (points: number) => ((points - model.constant) / model.unit) * SCALE

    const offer = (optionOfPair: Int32Array): number => {
      const price = totalOf(planCosts(compiled, optionOfPair))
      if (price >= cost || !isSound(optionOfPair)) return price
      cost = price
      best = optionOfPair.slice()
      return price
    }
    const isSound = (optionOfPair: Int32Array) => brokenRules(compiled, viewOf(compiled, optionOfPair), find).next().done === true
    const { start } = options
    if (start && compiled.isFixed.every((is, pair) => !is || start[pair]! >= 0)) offer(start)
    const tell = () => {
      if (!onProgress) return
      const missing = missingIn(compiled, best)
      onProgress({ iteration: iterations, cost, bound, gap: gapNow(), missing, elapsedMs: breath.elapsed() }, () => ({
        assignments: assignmentsOf(compiled, best),
      }))
    }
    const round = async () => {
      iterations += 1
      tell()
      if (breath.isDue()) await breath.rest()
    }
    const extra = quotaPrices(relaxation)
    /** Repairs the flow as it is, or improves the best plan. */
    const improve = async (core: Int32Array) => {
      const found = await refill.around({ core, preference: preferenceOf(compiled, model, relaxation, random), extra })
      if (found) offer(found)
      return found !== undefined
    }

    let ended = stop()
    let rootBound = -Infinity
    const steps = createPriceSteps(relaxation)
    for (let at = 0; !ended && at < PRICE_ROUNDS; at += 1) {
      const solved = await relaxation.solve()
      if (!solved) break
      rootBound = Math.max(rootBound, solved.bound)
      bound = Math.max(bound, pointsOf(model, solved.bound))
      const broken = relaxation.discover()
      if (broken.length === 0) offer(relaxation.optionOfPair)
      else if (at % 4 === 0) await improve(coreOf(compiled, relaxation, find))
      if (cost > bound && at % 4 === 2) await improve(best)
      await round()
      ended = stop()
      if (ended || steps.isSpent() || (broken.length === 0 && relaxation.rules.length === 0)) break
      steps.step(solved.bound, scaled(cost))
    }
    if (!ended && !isOver()) {
      steps.restore()
      const tree = createTreeSearch(compiled, model, relaxation, {
        target: () => scaled(cost),
        offer: () => scaled(offer(relaxation.optionOfPair)),
        rootBound,
      })
      for (let fails = 0; !ended;) {
        const done = await tree.advance(FLOWS)
        if (done !== undefined) bound = Math.max(bound, Math.min(cost, pointsOf(model, tree.bound())))
        if (!done && fails < 20) {
          const before = cost
          await improve(best)
          fails = cost < before ? 0 : fails + 1
        }
        await round()
        ended = stop()
      }
    }
    return {
      optionOfPair: best,
      cost,
      bound,
      iterations,
      ended: ended ?? stop() ?? 'limit',
      binding: bindingOf(model, relaxation),
      flow: { model, solver: relaxation.solver },
    }
  } finally {
    breath.end()
  }
}

/** Points of a plan whose flow costs so much, or of the cheapest plan above a bound. */
const pointsOf = ({ constant, unit }: FlowModel, scaledBound: number) => constant + unit * Math.ceil(scaledBound / SCALE)

/** A flow costs no less than all arcs that are worth it, whatever goes in. */
function leastOf({ network: { cost, capacity } }: FlowModel): number {
  return cost.reduce((sum, price, arc) => sum + Math.min(0, price) * capacity[arc]!, 0)
}

export function viewOf({ firstPair }: CompiledRoster, optionOfPair: Int32Array): Chosen {
  return {
    has: (pair) => optionOfPair[pair]! >= 0,
    ofPerson: (person) => {
      const own: number[] = []
      for (let pair = firstPair[person]!; pair < firstPair[person + 1]!; pair += 1) if (optionOfPair[pair]! >= 0) own.push(pair)
      return own
    },
  }
}

/** Of what the flow chose, as much as keeps the rules; what is worth most comes first. */
function coreOf(compiled: CompiledRoster, relaxation: Relaxation, find: Parameters<typeof createDraft>[1]): Int32Array {
  const draft = createDraft(compiled, find)
  const { optionOfPair } = relaxation
  const teams = new Map<number, readonly number[]>()
  for (const team of compiled.teams) for (const person of team) teams.set(person, team)
  const order = Array.from(optionOfPair.keys()).filter((pair) => optionOfPair[pair]! >= 0)
  for (const pair of order) if (compiled.isFixed[pair]) draft.assign(optionOfPair[pair]!)
  for (const pair of order) {
    if (compiled.isFixed[pair] || teams.has(compiled.personOfPair[pair]!) || !draft.fits(pair)) continue
    draft.assign(optionOfPair[pair]!)
  }
  return draft.optionOfPair
}

/** The less a pair costs beside the duals, the sooner it is opened; some chance keeps rounds from being alike. */
function preferenceOf(
  compiled: CompiledRoster,
  { network }: FlowModel,
  { solver }: Relaxation,
  random: () => number,
): Float64Array {
  const preference = new Float64Array(compiled.slotOfPair.length).fill(Infinity)
  const { potential } = solver
  compiled.pairOfOption.forEach((pair, option) => {
    const reduced = network.cost[option]! + potential[network.from[option]!]! - potential[network.to[option]!]!
    preference[pair] = Math.min(preference[pair]!, reduced)
  })
  return preference.map((value) => value * (0.5 + random()) + SCALE * random())
}

function quotaPrices({ rules }: Relaxation): (pair: number) => number {
  const places = new Map<number, number[]>()
  rules.forEach(({ quota, pairs }, at) => {
    if (quota) for (const pair of pairs) places.set(pair, [...(places.get(pair) ?? []), at])
  })
  return (pair) => (places.get(pair) ?? []).reduce((sum, at) => sum + rules[at]!.price, 0)
}

function missingIn({ minimum, needOfOption }: CompiledRoster, optionOfPair: Int32Array): number {
  const missing = minimum.slice()
  for (const option of optionOfPair) if (option >= 0) missing[needOfOption[option]!]! -= 1
  return missing.reduce((sum, count) => sum + Math.max(0, count), 0)
}

/** Rules with a price, and limits that the flow comes up against. */
function bindingOf({ network, limitArcs, limitRules }: FlowModel, { rules, solver }: Relaxation): string[] {
  const binding = new Set<string>()
  limitArcs.forEach((arc, at) => {
    const { cost, from, to, capacity } = network
    const reduced = cost[arc]! + solver.potential[from[arc]!]! - solver.potential[to[arc]!]!
    if (solver.flow[arc] === capacity[arc] && reduced < 0) binding.add(limitRules[at]!)
  })
  for (const { kind, price } of rules) if (price !== 0) binding.add(kind)
  return [...binding].sort()
}
