import type { CompiledRoster } from './compiled-roster.ts'
import { greatestDivisor } from './greatest-divisor.ts'
import { IntList } from './int-list.ts'
import type { FlowNetwork } from './network-simplex.ts'

/** A rule that the network itself keeps: what its arcs at capacity come up against. */
export type FlowRule = 'shiftsPerDay' | 'shiftsPerWeek' | 'minutesPerDay' | 'minutesPerWeek' | 'overlap'

/**
 * A problem as a network: source → (organisation) → person → week → day → time → seat, and source → seat for those that stay
 * empty. Each level is there only where its limit can bind. Arc number = option number for the options; what is fixed is a
 * source of its own.
 */
export interface FlowModel {
  network: FlowNetwork
  /** The flow's cost per point; costs are multiples of `unit` points, times `SCALE`. */
  unit: number
  /** Points that every plan has besides what the flow costs. */
  constant: number
  /** Quota lines that the network does not hold. */
  openQuotas: CompiledRoster['quotas']
  /** Arcs of seats that are missing to a minimum; none where what is above the minimum weighs more. */
  shortArcs: Int32Array
  /** Arcs whose capacity is a rule, and the rule. */
  limitArcs: Int32Array
  limitRules: FlowRule[]
}

/** Multipliers are fractions of a unit; this many to one. */
export const SCALE = 64

export function buildFlowModel(compiled: CompiledRoster): FlowModel {
  const { weights, minimum, wish, shortPoints, wishedPoints, firstPair, isFixed, pairPoints, needOfOption, pairOfOption } =
    compiled
  const needs = wish.length
  const options = needOfOption.length
  const from = new IntList()
  const to = new IntList()
  const capacity = new IntList()
  const points: number[] = []
  const shortArcs = new IntList()
  const limitArcs = new IntList()
  const limitRules: FlowRule[] = []
  const originOfPair = new Int32Array(pairPoints.length)
  let nodes = 1 + needs
  let constant = compiled.constant
  const fixedNodes: number[] = []

  const arc = (start: number, end: number, units: number, cost: number, rule?: FlowRule) => {
    if (units <= 0) return
    if (rule) {
      limitArcs.push(options + from.length)
      limitRules.push(rule)
    }
    from.push(start)
    to.push(end)
    capacity.push(units)
    points.push(cost)
  }

  for (let need = 0; need < needs; need += 1) {
    const short = shortPoints[need]!
    const wished = wishedPoints[need]!
    const min = minimum[need]!
    const between = wish[need]! - min
    if (short >= wished || min === 0 || between === 0) {
      if (min > 0) shortArcs.push(options + from.length)
      arc(0, 1 + need, min, short)
      arc(0, 1 + need, between, wished)
    } else {
      // A minimum that weighs less than what is above it bends the wrong way: the straight line from none to all is below it.
      arc(0, 1 + need, min + between, Math.floor((short * min + wished * between) / (min + between)))
    }
  }

  const embedded = embeddedQuotas(compiled)
  const root = new Int32Array(firstPair.length - 1)
  for (const { due, members, fixed } of embedded) {
    const node = nodes
    nodes += 1
    for (const person of members) root[person] = node
    const left = due - fixed
    constant += left > 0 ? weights.quotaShort * left : weights.quotaOver * -left
    arc(0, node, Math.min(left, members.length * MOST_A_DAY), -weights.quotaShort)
    arc(0, node, members.length * MOST_A_DAY, weights.quotaOver)
  }

  const { carried } = compiled
  for (let person = 0; person + 1 < firstPair.length; person += 1) {
    const free: number[] = []
    let base = carried[person]!
    for (let pair = firstPair[person]!; pair < firstPair[person + 1]!; pair += 1) {
      if (isFixed[pair]) {
        base += 1
        fixedNodes.push(nodes)
        originOfPair[pair] = nodes
        nodes += 1
      } else free.push(pair)
    }
    constant += weights.fairness * base * base
    if (free.length === 0) continue
    const tree = personTree(compiled, person, free)
    const top = nodes
    nodes += 1
    const mayMerge = tree.weeks.length === 1 && tree.weeks[0]!.days.length === 1 && tree.weeks[0]!.days[0]!.most === 1
    for (let units = 0; units < tree.most;) {
      const step = weights.fairness === 0 ? tree.most : 1
      const marginal = weights.fairness * (2 * (base + units) + 1)
      units += step
      arc(root[person]!, top, step, marginal, units === tree.most && tree.rule ? tree.rule : undefined)
    }
    for (const week of tree.weeks) {
      let weekNode = top
      if (tree.weeks.length > 1 && week.most < week.reach) {
        weekNode = nodes
        nodes += 1
        arc(top, weekNode, week.most, 0, week.rule)
      }
      for (const day of week.days) {
        let dayNode = weekNode
        if (!mayMerge && (day.most === 1 || day.most < day.clusters.length)) {
          dayNode = nodes
          nodes += 1
          arc(weekNode, dayNode, day.most, 0, day.rule)
        }
        if (day.most === 1) {
          for (const cluster of day.clusters) for (const pair of cluster) originOfPair[pair] = dayNode
          continue
        }
        for (const cluster of day.clusters) {
          arc(dayNode, nodes, 1, 0, cluster.length > 1 ? 'overlap' : undefined)
          for (const pair of cluster) originOfPair[pair] = nodes
          nodes += 1
        }
      }
    }
  }

  const quotaPoints = compiled.quotas.length > 0 ? [weights.quotaShort, weights.quotaOver] : []
  const unit = greatestDivisor([points, pairPoints, shortPoints, wishedPoints, quotaPoints])
  const cost = new Float64Array(options + points.length)
  for (let option = 0; option < options; option += 1) cost[option] = (pairPoints[pairOfOption[option]!]! / unit) * SCALE
  points.forEach((value, at) => (cost[options + at] = (value / unit) * SCALE))
  const supply = new Int32Array(nodes)
  for (const node of fixedNodes) supply[node] = 1
  supply[0] = wish.reduce((sum, seats) => sum + seats, 0) - fixedNodes.length
  for (let need = 0; need < needs; need += 1) supply[1 + need] = -wish[need]!
  const network: FlowNetwork = {
    nodes,
    supply,
    from: joined(
      pairOfOption.map((pair) => originOfPair[pair]!),
      from,
    ),
    to: joined(
      needOfOption.map((need) => 1 + need),
      to,
    ),
    capacity: joined(new Int32Array(options).fill(1), capacity),
    cost,
  }
  const openQuotas = embedded.length > 0 ? [] : compiled.quotas
  return { network, unit, constant, openQuotas, shortArcs: shortArcs.toArray(), limitArcs: limitArcs.toArray(), limitRules }
}

/** Nobody has so many shifts on one date. */
const MOST_A_DAY = 1440

/** On a single date an organisation's people are a branch of the network, so that its quota is an arc. */
function embeddedQuotas({ dates, quotas, firstPair, isFixed }: CompiledRoster) {
  if (dates.length !== 1) return []
  const seen = new Set<number>()
  for (const { members } of quotas) {
    for (const person of members) {
      if (seen.has(person)) return []
      seen.add(person)
    }
  }
  return quotas.map(({ due, members }) => ({
    due,
    members,
    fixed: members.reduce((sum, person) => {
      for (let pair = firstPair[person]!; pair < firstPair[person + 1]!; pair += 1) sum += isFixed[pair]!
      return sum
    }, 0),
  }))
}

interface DayTree {
  most: number
  rule: FlowRule | undefined
  clusters: number[][]
}

interface WeekTree {
  days: DayTree[]
  most: number
  /** What the days together allow. */
  reach: number
  rule: FlowRule | undefined
}

function personTree(compiled: CompiledRoster, person: number, free: readonly number[]) {
  const { slotOfPair, dateOfSlot, weekOfDate, slots } = compiled
  const minutesOf = (pairs: readonly number[]) =>
    pairs.map((pair) => (slots[slotOfPair[pair]!]!.end - slots[slotOfPair[pair]!]!.start) / 60_000)
  const byDate = groups(free, (pair) => dateOfSlot[slotOfPair[pair]!]!)
  const weeks = groups([...byDate.keys()], (date) => weekOfDate[date]!)
  const trees = [...weeks].map(([week, dates]): WeekTree => {
    const days = dates.map((date): DayTree => {
      const pairs = byDate.get(date)!
      const byCount = compiled.shiftsLeft(person, date)
      const byMinutes = mostWithin(minutesOf(pairs), compiled.minutesLeft(person, date))
      const most = Math.min(byCount, byMinutes)
      const clusters = most === 1 ? [pairs as number[]] : clustersOf(compiled, pairs)
      const rule = byCount <= byMinutes ? 'shiftsPerDay' : 'minutesPerDay'
      return { most: Math.min(most, clusters.length), rule: clusters.length > 1 || most === 1 ? rule : 'overlap', clusters }
    })
    const reach = days.reduce((sum, { most }) => sum + most, 0)
    const byCount = compiled.weekShiftsLeft(person, week)
    const all = dates.flatMap((date) => byDate.get(date)!)
    const byMinutes = mostWithin(minutesOf(all), compiled.weekMinutesLeft(person, week))
    const most = Math.min(byCount, byMinutes, reach)
    return { days, most, reach, rule: most < reach ? (byCount <= byMinutes ? 'shiftsPerWeek' : 'minutesPerWeek') : undefined }
  })
  const rule = trees.length === 1 ? trees[0]!.rule : undefined
  return { weeks: trees, most: trees.reduce((sum, { most }) => sum + most, 0), rule }
}

/** How many of some lengths fit at most. */
function mostWithin(lengths: readonly number[], limit: number): number {
  if (limit === Infinity) return Infinity
  let sum = 0
  let count = 0
  for (const length of [...lengths].sort((one, other) => one - other)) {
    sum += length
    if (sum > limit) break
    count += 1
  }
  return count
}

/** A day's pairs in groups of which nobody can do two, by their times alone. */
function clustersOf({ timesClash, timeOfSlot, slotOfPair }: CompiledRoster, pairs: readonly number[]): number[][] {
  const clusters: { times: number[]; pairs: number[] }[] = []
  for (const pair of pairs) {
    const time = timeOfSlot[slotOfPair[pair]!]!
    const home = clusters.find(({ times }) => times.every((other) => other === time || timesClash(other, time)))
    if (!home) clusters.push({ times: [time], pairs: [pair] })
    else {
      home.pairs.push(pair)
      if (!home.times.includes(time)) home.times.push(time)
    }
  }
  return clusters.map((cluster) => cluster.pairs)
}

function groups<Thing>(things: readonly Thing[], keyOf: (thing: Thing) => number): Map<number, Thing[]> {
  const all = new Map<number, Thing[]>()
  for (const thing of things) {
    const own = all.get(keyOf(thing))
    if (own) own.push(thing)
    else all.set(keyOf(thing), [thing])
  }
  return all
}

function joined(head: Int32Array, tail: IntList): Int32Array {
  const all = new Int32Array(head.length + tail.length)
  all.set(head)
  all.set(tail.toArray(), head.length)
  return all
}
