import type { PlanLimits } from '../planning-schema.ts'
import type { CompiledRoster } from './compiled-roster.ts'

/** What a rule that the network cannot hold is about; `FlowRule` names the others. */
export type SideRuleKind =
  'overlap' | 'restMinutes' | 'gapMinutes' | 'travel' | 'minutesPerDay' | 'minutesPerWeek' | 'apart' | 'teams'

/** Of some pairs at most so many; of a team's, one as often as the other. */
export interface SideRule {
  kind: SideRuleKind | 'quotas'
  pairs: Int32Array
  /** Of two pairs of a team: the one counts for, the other against. */
  isTeam: boolean
  most: number
}

/** Which pairs a flow or a plan has. */
export interface Chosen {
  /** By person, in the order of the slots' start; fixed ones are in it. */
  ofPerson(person: number): readonly number[]
  has(pair: number): boolean
}

export type PairFinder = (person: number, slot: number) => number

export function pairFinder({ firstPair, slotOfPair }: CompiledRoster): PairFinder {
  return (person, slot) => {
    for (let pair = firstPair[person]!; pair < firstPair[person + 1]!; pair += 1) if (slotOfPair[pair] === slot) return pair
    return -1
  }
}

/**
 * The rules that chosen pairs break and the network does not hold, each as strong as it can be made: two shifts that clash
 * become all of that person's of which any two clash; shifts that are too long together, all that are at least as long.
 */
export function* brokenRules(compiled: CompiledRoster, chosen: Chosen, find: PairFinder): Generator<SideRule> {
  const isMinutes = (own: PlanLimits = {}) => own.minutesPerDay !== undefined || own.minutesPerWeek !== undefined
  const countsMinutes = isMinutes(compiled.rules.limits) || compiled.problem.people.some((person) => isMinutes(person.limits))
  for (let person = 0; person < compiled.carried.length; person += 1) {
    const own = chosen.ofPerson(person)
    if (own.length < 2) continue
    yield* clashingPairs(compiled, own, person)
    if (countsMinutes) yield* tooLong(compiled, own, person)
  }
  for (const [one, other] of compiled.apart) {
    for (const pair of chosen.ofPerson(one)) {
      const match = find(other, compiled.slotOfPair[pair]!)
      if (match >= 0 && chosen.has(match)) yield { kind: 'apart', pairs: Int32Array.of(pair, match), isTeam: false, most: 1 }
    }
  }
  for (const team of compiled.teams) {
    for (const slot of new Set(team.flatMap((person) => chosen.ofPerson(person).map((pair) => compiled.slotOfPair[pair]!)))) {
      const pairs = team.map((person) => find(person, slot))
      for (const pair of pairs.slice(1)) {
        if (chosen.has(pair) !== chosen.has(pairs[0]!))
          yield { kind: 'teams', pairs: Int32Array.of(pairs[0]!, pair), isTeam: true, most: 0 }
      }
    }
  }
}

function* clashingPairs(compiled: CompiledRoster, own: readonly number[], person: number): Generator<SideRule> {
  const { slotOfPair, clashes } = compiled
  for (let at = 1; at < own.length; at += 1) {
    for (let before = 0; before < at; before += 1) {
      if (!clashes(slotOfPair[own[before]!]!, slotOfPair[own[at]!]!)) continue
      yield {
        kind: clashKind(compiled, own[before]!, own[at]!),
        pairs: Int32Array.from(clique(compiled, own[before]!, own[at]!, person)),
        isTeam: false,
        most: 1,
      }
    }
  }
}

function clashKind({ slots, slotOfPair, dateOfSlot, rules }: CompiledRoster, one: number, other: number): SideRuleKind {
  const first = slotOfPair[one]!
  const second = slotOfPair[other]!
  const between = (slots[second]!.start - slots[first]!.end) / 60_000
  if (between < 0) return 'overlap'
  const isSameDate = dateOfSlot[first] === dateOfSlot[second]
  if (!isSameDate && between < rules.restMinutes) return 'restMinutes'
  return isSameDate && between < rules.gapMinutes ? 'gapMinutes' : 'travel'
}

/** All pairs of a person of which nobody can do two, around two that clash. */
function clique(compiled: CompiledRoster, one: number, other: number, person: number): number[] {
  const { firstPair, slotOfPair, timeOfSlot, timesClash, clashes, isFixed, rules } = compiled
  const seeds = [one, other]
  if (!timesClash(timeOfSlot[slotOfPair[one]!]!, timeOfSlot[slotOfPair[other]!]!) || rules.travel) {
    const members = [...seeds]
    for (let pair = firstPair[person]!; pair < firstPair[person + 1]!; pair += 1) {
      if (seeds.includes(pair) || isFixed[pair]) continue
      if (members.every((member) => clashes(slotOfPair[member]!, slotOfPair[pair]!))) members.push(pair)
    }
    return members
  }
  const times = new Set(seeds.map((pair) => timeOfSlot[slotOfPair[pair]!]!))
  const out = new Set<number>()
  const members: number[] = []
  for (let pair = firstPair[person]!; pair < firstPair[person + 1]!; pair += 1) {
    const time = timeOfSlot[slotOfPair[pair]!]!
    if (isFixed[pair] || out.has(time)) continue
    if (!times.has(time)) {
      const fits = [...times].every((member) => timesClash(member, time))
      ;(fits ? times : out).add(time)
      if (!fits) continue
    }
    members.push(pair)
  }
  return members
}

function* tooLong(compiled: CompiledRoster, own: readonly number[], person: number): Generator<SideRule> {
  const { slotOfPair, dateOfSlot, weekOfSlot, isFixed, firstPair, slots } = compiled
  const free = own.filter((pair) => !isFixed[pair])
  const minutesOf = (pair: number) => (slots[slotOfPair[pair]!]!.end - slots[slotOfPair[pair]!]!.start) / 60_000
  const periods = [
    { kind: 'minutesPerDay', periodOf: dateOfSlot, left: compiled.minutesLeft },
    { kind: 'minutesPerWeek', periodOf: weekOfSlot, left: compiled.weekMinutesLeft },
  ] as const
  for (const { kind, periodOf, left } of periods) {
    for (const period of new Set(free.map((pair) => periodOf[slotOfPair[pair]!]!))) {
      const limit = left(person, period)
      const within = free.filter((pair) => periodOf[slotOfPair[pair]!] === period)
      if (within.reduce((sum, pair) => sum + minutesOf(pair), 0) <= limit) continue
      const longest = within.sort((first, second) => minutesOf(second) - minutesOf(first) || first - second)
      let sum = 0
      let count = 0
      while (sum <= limit) {
        sum += minutesOf(longest[count]!)
        count += 1
      }
      const least = minutesOf(longest[0]!)
      const pairs = longest.slice(0, count)
      for (let pair = firstPair[person]!; pair < firstPair[person + 1]!; pair += 1) {
        if (isFixed[pair] || periodOf[slotOfPair[pair]!] !== period || pairs.includes(pair)) continue
        if (minutesOf(pair) >= least) pairs.push(pair)
      }
      yield { kind, pairs: Int32Array.from(pairs), isTeam: false, most: count - 1 }
    }
  }
}
