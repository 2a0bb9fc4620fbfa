import type { RosterPlan } from '../planning-schema.ts'
import { bindingRules } from './binding-rules.ts'
import { createBreath } from './breath.ts'
import type { CompiledRoster } from './compiled-roster.ts'
import { dive, follow } from './dive.ts'
import { firstPlan } from './first-plan.ts'
import { buildFlowModel, SCALE } from './flow-model.ts'
import type { FlowModel } from './flow-model.ts'
import { replanDate } from './narrowed.ts'
import type { FlowSolver } from './network-simplex.ts'
import { planCosts, totalOf } from './plan-costs.ts'
import type { PlanOptions } from './plan-options.ts'
import { createPriceSteps } from './price-steps.ts'
import { createRandom } from './random.ts'
import { createRefill } from './refill.ts'
import { createRelaxation } from './relaxation.ts'
import { coreOf, preferenceOf, quotaPrices } from './refill-order.ts'
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
const PRICE_ROUNDS = 300
/** Rounds of prices from one repair of the flow into a plan to the next. */
const REPAIR_EVERY = 20
/** Disturbances in a row. */
const TURNS = 25
/** How often prices aim high again. */
const RESTARTS = 3
/** How much the last flow counts in what flows mostly choose. */
const FRESH = 0.1
/** Units that a plan may cost more to be like what flows mostly choose. */
const LEANING = 100
/** A gap so small that going branch by branch is worth more than anything else. */
const NEAR = 0.000_2
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
    const share = new Float32Array(compiled.slotOfPair.length)
    const priceOf = (optionOfPair: Int32Array) => totalOf(planCosts(compiled, optionOfPair))
    const unitStep = 2 * Math.max(compiled.weights.fairness * 4, compiled.quotas.length > 0 ? compiled.weights.quotaOver : 0)
    const nextDate = (date: number) => (date + 1) % compiled.dates.length
    /** Date by date, until none can do better beside the others. */
    const polish = async (start: Int32Array, first = 0): Promise<Int32Array> => {
      let plan = start
      let price = priceOf(plan)
      for (let date = first, since = 0; since < compiled.dates.length && !isOver(); date = nextDate(date)) {
        const next = await replanDate(compiled, plan, date, breath)
        const nextPrice = priceOf(next)
        since += 1
        if (nextPrice < price && isSound(next)) {
          plan = next
          price = nextPrice
          since = 0
        }
        if (breath.isDue()) await breath.rest()
      }
      offer(plan)
      return plan
    }
    /** The best around a plan or a part of one, as far as prices tell. */
    const improve = async (core: Int32Array, leaning = share): Promise<Int32Array | undefined> => {
      refill.open({ core, preference: preferenceOf(compiled, model, relaxation, leaning, random) })
      const quotas = quotaPrices(compiled, relaxation)
      const plan = await refill.solve((pair) => quotas(pair) - Math.round(LEANING * SCALE * leaning[pair]!))
      return plan && isSound(plan) ? polish(plan) : undefined
    }
    /** Makes some people dearer on a date for once, so that others come there and they are free for another. */
    const disturb = async (): Promise<boolean> => {
      const date = Math.floor(random() * compiled.dates.length)
      const line =
        compiled.quotas.length > 0 && random() < 0.7 ? compiled.quotas[Math.floor(random() * compiled.quotas.length)] : undefined
      const some = new Set(line ? line.members : Array.from(compiled.carried.keys()).filter(() => random() < 0.1))
      const points = Math.round(unitStep * (random() - 0.25))
      const before = cost
      let plan = await replanDate(compiled, best, date, breath, (person) => (some.has(person) ? points : 0))
      for (const next of [line && line.date !== date ? line.date : nextDate(date), date]) {
        if (isOver()) return false
        if (breath.isDue()) await breath.rest()
        plan = await replanDate(compiled, plan, next, breath)
      }
      if (priceOf(plan) < cost && isSound(plan)) await polish(plan, nextDate(date))
      return cost < before
    }
    /** From where the prices stand to a plan, and back. */
    const plunge = async () => {
      const led = share.slice()
      const prices = relaxation.rules.map(({ price }) => price)
      await dive(compiled, relaxation, led, { target: () => scaled(cost), offer: () => offer(relaxation.optionOfPair) })
      const found = await improve(coreOf(compiled, relaxation, led, find), led)
      relaxation.rules.forEach((_, at) => relaxation.setPrice(at, prices[at] ?? 0))
      if (found) await improve(found)
    }

    let ended = stop()
    let rootBound = -Infinity
    let restarts = 0
    const steps = createPriceSteps(relaxation)
    for (let at = 0; !ended && at < PRICE_ROUNDS; at += 1) {
      const solved = await relaxation.solve()
      if (!solved) break
      rootBound = Math.max(rootBound, solved.bound)
      bound = Math.max(bound, pointsOf(model, solved.bound))
      const broken = relaxation.discover()
      follow(share, relaxation.optionOfPair, FRESH)
      if (broken.length === 0) offer(relaxation.optionOfPair)
      if (cost > bound && at === 0) {
        await improve(coreOf(compiled, relaxation, share, find))
      }
      await round()
      ended = stop()
      if (ended || (broken.length === 0 && relaxation.rules.length === 0)) break
      steps.step(solved.bound, scaled(cost))
      if (at % REPAIR_EVERY === REPAIR_EVERY - 1) {
        const repaired = await improve(coreOf(compiled, relaxation, share, find))
        if (repaired) await improve(repaired)
        for (let turn = 0; turn < TURNS && cost > bound && !isOver(); turn += 1) await disturb()
      }
      if (steps.isSpent()) await plunge()
      ended = stop()
      if (ended) break
      if (!steps.isSpent()) continue
      if (restarts >= RESTARTS || gapNow() < NEAR) break
      restarts += 1
      steps.restart(scaled(cost))
    }
    if (!ended && !isOver()) {
      steps.restore()
      const tree = createTreeSearch(compiled, model, relaxation, {
        target: () => scaled(cost),
        offer: () => scaled(offer(relaxation.optionOfPair)),
        rootBound,
      })
      for (let fails = 0, narrowedAt = Infinity; !ended;) {
        if (cost < narrowedAt) {
          narrowedAt = cost
          await tree.narrow()
        }
        const done = await tree.advance(FLOWS)
        if (done !== undefined) bound = Math.max(bound, Math.min(cost, pointsOf(model, tree.bound())))
        if (!done && fails < 20 && gapNow() >= NEAR) {
          const before = cost
          for (let turn = 0; turn < TURNS && cost > bound && !isOver(); turn += 1) await disturb()
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
      binding: bindingRules(model, relaxation),
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
  let least = 0
  for (let arc = 0; arc < cost.length; arc += 1) least += Math.min(0, cost[arc]!) * capacity[arc]!
  return least
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

function missingIn({ minimum, needOfOption }: CompiledRoster, optionOfPair: Int32Array): number {
  const missing = minimum.slice()
  for (const option of optionOfPair) if (option >= 0) missing[needOfOption[option]!]! -= 1
  return missing.reduce((sum, count) => sum + Math.max(0, count), 0)
}
