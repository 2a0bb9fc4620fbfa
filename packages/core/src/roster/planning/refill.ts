import type { Breath } from './breath.ts'
import type { CompiledRoster } from './compiled-roster.ts'
import type { FlowModel } from './flow-model.ts'
import { createFlowSolver } from './network-simplex.ts'
import type { FlowSolver } from './network-simplex.ts'

export interface RefillOrder {
  /** A plan that keeps the rules, or a part of one: what it has stays open, teams in it stay. */
  core: Int32Array
  /** By pair: the lower, the sooner it is opened. */
  preference: Float64Array
}

/**
 * The best of very many plans at once: of pairs that clash so many are closed that whatever the network chooses of the others
 * keeps all rules, and then it chooses the best. All mornings with the evenings as they are is one such choice.
 */
export interface Refill {
  open(order: RefillOrder): void
  /**
   * @param extra more that a pair costs, in scaled points: what prices say of organisations' quotas
   * @returns option of each assigned pair, −1 of others; `undefined` where the breath's owner wants to stop
   */
  solve(extra: (pair: number) => number): Promise<Int32Array | undefined>
}

/** Beyond any points that a chain of moves could gain by leaving a team's seat. */
const KEPT = 2 ** 34

export function createRefill(
  compiled: CompiledRoster,
  model: FlowModel,
  { breath, isOver }: { breath: Breath; isOver: () => boolean },
): Refill {
  const { firstPair, firstOption, slotOfPair, isFixed, pairOfOption } = compiled
  const people = firstPair.length - 1
  const pairs = slotOfPair.length
  let solver: FlowSolver | undefined
  const groups = groupPairs(compiled, model)
  const isOpen = new Uint8Array(pairs).fill(1)
  const isKept = new Uint8Array(pairs)
  const costOf = new Float64Array(pairs)
  const inTeam = new Uint8Array(people)
  for (const team of compiled.teams) for (const person of team) inTeam[person] = 1
  const partners = partnersOf(compiled)
  let pivots = 1024

  function open({ core, preference }: RefillOrder): void {
    solver ??= createFlowSolver(model.network)
    const opened = new Uint8Array(pairs)
    for (let pair = 0; pair < pairs; pair += 1) if (isFixed[pair] || core[pair]! >= 0) opened[pair] = 1
    for (let person = 0; person < people; person += 1) openGroups(person, core, preference, opened)
    for (let pair = 0; pair < pairs; pair += 1) {
      isKept[pair] = inTeam[compiled.personOfPair[pair]!] && core[pair]! >= 0 && !isFixed[pair] ? 1 : 0
      if (opened[pair] === isOpen[pair]) continue
      isOpen[pair] = opened[pair]!
      for (let option = firstOption[pair]!; option < firstOption[pair + 1]!; option += 1) {
        solver.setCapacity(option, opened[pair]!)
      }
    }
  }

  async function solve(extra: (pair: number) => number): Promise<Int32Array | undefined> {
    solver ??= createFlowSolver(model.network)
    for (let pair = 0; pair < pairs; pair += 1) {
      const cost = extra(pair) - (isKept[pair] ? KEPT : 0)
      if (cost === costOf[pair]) continue
      costOf[pair] = cost
      for (let option = firstOption[pair]!; option < firstOption[pair + 1]!; option += 1) {
        solver.setCost(option, model.network.cost[option]! + cost)
      }
    }
    for (;;) {
      const before = breath.elapsed()
      const { status } = solver.solve({ pivotLimit: pivots })
      if (status === 'infeasible') return undefined
      if (status === 'optimal') break
      const took = breath.elapsed() - before
      if (took < 2) pivots *= 2
      else if (took > 6) pivots = Math.max(1024, Math.floor(pivots / 2))
      if (breath.isDue()) await breath.rest()
      if (isOver()) return undefined
    }
    const optionOfPair = new Int32Array(pairs).fill(-1)
    for (let option = 0; option < pairOfOption.length; option += 1) {
      if (solver.flow[option]! > 0) optionOfPair[pairOfOption[option]!] = option
    }
    return optionOfPair
  }

  /** Opens what goes together with all that is open already, or takes its place in the network. */
  function openGroups(person: number, core: Int32Array, preference: Float64Array, opened: Uint8Array): void {
    if (inTeam[person]) return
    const own = groups.ofPerson(person)
    const wantOf = (group: Group) => {
      let want = Infinity
      for (const pair of group.pairs) want = Math.min(want, core[pair]! >= 0 ? -Infinity : preference[pair]!)
      return want
    }
    const order = own
      .map((group) => ({ group, want: wantOf(group) }))
      .sort((one, other) => one.want - other.want || one.group.at - other.group.at)
    const open: Group[] = []
    for (const { group } of order) {
      if (open.some((other) => other.leaf !== group.leaf && compiled.clashes(other.slot, group.slot))) continue
      if (!hasTime(person, [...open, group])) continue
      open.push(group)
      for (const pair of group.pairs) {
        if (!partners(pair).some((other) => opened[other])) opened[pair] = 1
      }
    }
  }

  /** Whether the longest that the network could choose of them stay within the limits of minutes. */
  function hasTime(person: number, open: readonly Group[]): boolean {
    const weeks = new Map<number, Map<number, number[]>>()
    for (const { date, week, leaf, minutes } of open) {
      if (compiled.minutesLeft(person, date) === Infinity && compiled.weekMinutesLeft(person, week) === Infinity) continue
      const dates = weeks.get(week) ?? new Map<number, number[]>()
      weeks.set(week, dates)
      const leaves = dates.get(date) ?? []
      dates.set(date, leaves)
      leaves[leaf] = Math.max(leaves[leaf] ?? 0, minutes)
    }
    for (const [week, dates] of weeks) {
      const all: number[] = []
      for (const [date, leaves] of dates) {
        const longest = longestOf(Object.values(leaves), compiled.shiftsLeft(person, date))
        if (sumOf(longest) > compiled.minutesLeft(person, date)) return false
        all.push(...longest)
      }
      if (sumOf(longestOf(all, compiled.weekShiftsLeft(person, week))) > compiled.weekMinutesLeft(person, week)) return false
    }
    return true
  }

  return { open, solve }
}

interface Group {
  at: number
  /** Node from which all its pairs start: at most one of them is chosen. */
  leaf: number
  /** One of its slots; the others are alike, as far as clashes go. */
  slot: number
  date: number
  week: number
  minutes: number
  pairs: number[]
}

function groupPairs(compiled: CompiledRoster, { network }: FlowModel) {
  const { firstPair, firstOption, slotOfPair, timeOfSlot, dateOfSlot, weekOfSlot, slots, isFixed } = compiled
  const all: Group[][] = []
  for (let person = 0; person + 1 < firstPair.length; person += 1) {
    const own: Group[] = []
    for (let pair = firstPair[person]!; pair < firstPair[person + 1]!; pair += 1) {
      if (isFixed[pair]) continue
      const slot = slotOfPair[pair]!
      const leaf = network.from[firstOption[pair]!]!
      const isLike = (group: Group) => group.leaf === leaf && timeOfSlot[group.slot] === timeOfSlot[slot]
      const like = compiled.rules.travel ? undefined : own.find(isLike)
      if (like) like.pairs.push(pair)
      else {
        const minutes = (slots[slot]!.end - slots[slot]!.start) / 60_000
        own.push({ at: own.length, leaf, slot, date: dateOfSlot[slot]!, week: weekOfSlot[slot]!, minutes, pairs: [pair] })
      }
    }
    all.push(own)
  }
  return { ofPerson: (person: number): readonly Group[] => all[person]! }
}

/** Pairs of others in the same slot who are kept apart from a pair's person. */
function partnersOf({ apart, firstPair, personOfPair, slotOfPair }: CompiledRoster): (pair: number) => readonly number[] {
  const partners = new Map<number, number[]>()
  const put = (pair: number, other: number) => partners.set(pair, [...(partners.get(pair) ?? []), other])
  for (const [one, other] of apart) {
    for (let pair = firstPair[one]!; pair < firstPair[one + 1]!; pair += 1) {
      for (let match = firstPair[other]!; match < firstPair[other + 1]!; match += 1) {
        if (slotOfPair[pair] !== slotOfPair[match] || personOfPair[pair] === personOfPair[match]) continue
        put(pair, match)
        put(match, pair)
      }
    }
  }
  return (pair) => partners.get(pair) ?? []
}

const longestOf = (lengths: readonly number[], most: number) => [...lengths].sort((one, other) => other - one).slice(0, most)
const sumOf = (lengths: readonly number[]) => lengths.reduce((sum, length) => sum + length, 0)
