import type { RosterProblem } from '../planning-schema.ts'
import { badProblem } from './bad-problem.ts'
import type { Places } from './bad-problem.ts'
import type { Candidates } from './candidates.ts'
import { clashOf } from './clashes.ts'
import type { Bond } from './clashes.ts'
import type { CompiledNeeds } from './compile-needs.ts'
import type { LimitsLeft } from './limits-left.ts'
import type { PlanRuleValues } from './plan-defaults.ts'
import { createSeating } from './seating.ts'

interface Sources extends CompiledNeeds {
  problem: RosterProblem
  rules: PlanRuleValues
  slots: readonly Bond[]
  dateOfSlot: Int32Array
  weekOfSlot: Int32Array
  slotAt: Places
  personAt: Places
  teams: readonly (readonly number[])[]
  apart: readonly (readonly [number, number])[]
  limits: LimitsLeft
  loose: Candidates
}

/** Candidates of which some stand (with the one need they stand for, if it is said) and some are out. */
export interface SettledPairs extends Candidates {
  isFixed: Uint8Array
  isOut: Uint8Array
  onlyNeed: Int32Array
}

/**
 * What is fixed stands, and whoever is in a team with it; what cannot stand beside it is out, and so is a team in a slot where
 * one of its members cannot be.
 * @throws SdkError `bad-argument` that names what is fixed and cannot stand
 */
export function settleFixed(sources: Sources): SettledPairs {
  const { problem, loose, slotAt, personAt, teams, apart } = sources
  const count = loose.slotOfPair.length
  const isFixed = new Uint8Array(count)
  const isOut = new Uint8Array(count)
  const onlyNeed = new Int32Array(count).fill(-1)
  const settled: SettledPairs = { ...loose, isFixed, isOut, onlyNeed }
  const find = pairFinder(loose)
  const name = (person: number, slot: number) => `${problem.people[person]!.id} in ${problem.slots[slot]!.id}`
  const fix = (person: number, slot: number) => {
    const pair = find(person, slot)
    if (pair < 0) throw badProblem('fixed assignments of people who may serve there', name(person, slot))
    isFixed[pair] = 1
    return pair
  }
  for (const { slotId, personId, need } of problem.fixed ?? []) {
    const slot = slotAt(slotId)
    const person = personAt(personId)
    const pair = fix(person, slot)
    if (need === undefined) continue
    const at = sources.firstNeed[slot]! + need
    const options = loose.needOfOption.subarray(loose.firstOption[pair]!, loose.firstOption[pair + 1]!)
    if (need >= problem.slots[slot]!.needs.length || !options.includes(at)) {
      throw badProblem('fixed assignments to needs that the person fits', `${name(person, slot)}, need ${need}`)
    }
    onlyNeed[pair] = at
  }
  const mates = matesOf(teams)
  for (let more = (problem.fixed ?? []).length > 0; more;) {
    more = false
    for (const team of mates) {
      for (const slot of fixedSlots(settled, team)) {
        for (const person of team) {
          const pair = find(person, slot)
          if (pair >= 0 && isFixed[pair]) continue
          fix(person, slot)
          more = true
        }
      }
    }
  }
  problem.people.forEach((_, person) => clearAround(sources, settled, person))
  expectSeats(sources, settled)
  for (const [one, other] of apart) keepApart(sources, settled, find, one, other)
  for (let more = mates.length > 0; more;) more = mates.some((team) => clearTeam(settled, find, team))
  return settled
}

/** Teams that share a member serve together. */
function matesOf(teams: readonly (readonly number[])[]): number[][] {
  const joined: Set<number>[] = []
  for (const team of teams) {
    const touching = joined.filter((other) => team.some((member) => other.has(member)))
    const all = new Set([...team, ...touching.flatMap((other) => [...other])])
    for (const other of touching) joined.splice(joined.indexOf(other), 1)
    joined.push(all)
  }
  return joined.map((team) => [...team])
}

function pairFinder({ firstPair, slotOfPair }: Candidates) {
  return (person: number, slot: number): number => {
    const at = slotOfPair.subarray(firstPair[person]!, firstPair[person + 1]!).indexOf(slot)
    return at < 0 ? -1 : firstPair[person]! + at
  }
}

function* fixedSlots({ firstPair, slotOfPair, isFixed }: SettledPairs, team: readonly number[]) {
  for (const person of team) {
    for (let pair = firstPair[person]!; pair < firstPair[person + 1]!; pair += 1) if (isFixed[pair]) yield slotOfPair[pair]!
  }
}

/** Takes out what a person cannot do beside what is fixed for them. */
function clearAround(sources: Sources, settled: SettledPairs, person: number): void {
  const { problem, slots, rules, limits, dateOfSlot, weekOfSlot } = sources
  const { firstPair, slotOfPair, isFixed, isOut } = settled
  const fixed: number[] = []
  for (let pair = firstPair[person]!; pair < firstPair[person + 1]!; pair += 1) if (isFixed[pair]) fixed.push(slotOfPair[pair]!)
  if (fixed.length === 0) return
  const who = problem.people[person]!.id
  const named = (own: readonly number[]) => `${who} in ${own.map((slot) => problem.slots[slot]!.id).join(', ')}`
  for (const slot of fixed) {
    const other = fixed.find((one) => one !== slot && clashOf(slots[one]!, slots[slot]!, rules))
    if (other !== undefined) throw badProblem('fixed assignments that one person can do together', named([other, slot]))
    limits.take(person, slots[slot]!)
  }
  for (const slot of fixed) {
    const date = dateOfSlot[slot]!
    const week = weekOfSlot[slot]!
    const shifts = Math.min(limits.shiftsLeft(person, date), limits.weekShiftsLeft(person, week))
    const minutes = Math.min(limits.minutesLeft(person, date), limits.weekMinutesLeft(person, week))
    if (shifts < 0 || minutes < 0) throw badProblem('fixed assignments within the limits', named(fixed))
  }
  for (let pair = firstPair[person]!; pair < firstPair[person + 1]!; pair += 1) {
    const slot = slotOfPair[pair]!
    if (isFixed[pair]) continue
    const date = dateOfSlot[slot]!
    const week = weekOfSlot[slot]!
    const minutes = (slots[slot]!.end - slots[slot]!.start) / 60_000
    const isOver =
      Math.min(limits.shiftsLeft(person, date), limits.weekShiftsLeft(person, week)) < 1 ||
      Math.min(limits.minutesLeft(person, date), limits.weekMinutesLeft(person, week)) < minutes
    if (isOver || fixed.some((one) => clashOf(slots[one]!, slots[slot]!, rules))) isOut[pair] = 1
  }
}

/** @throws SdkError where more are fixed in a slot than its needs have seats for them */
function expectSeats({ problem, wish, firstNeed }: Sources, settled: SettledPairs): void {
  const { slotOfPair, isFixed, firstOption, needOfOption, onlyNeed } = settled
  const needsOf = (pair: number) =>
    onlyNeed[pair]! >= 0 ? [onlyNeed[pair]!] : needOfOption.subarray(firstOption[pair]!, firstOption[pair + 1]!)
  const seats = createSeating(wish, needsOf)
  isFixed.forEach((is, pair) => {
    if (!is || seats.seat(pair)) return
    const { id, needs } = problem.slots[slotOfPair[pair]!]!
    const first = firstNeed[slotOfPair[pair]!]!
    const wished = needs.map((_, at) => wish[first + at]!).join(' + ')
    throw badProblem(`no more people fixed in ${id} than fit its ${wished} seats`, 'more')
  })
}

function keepApart({ problem }: Sources, settled: SettledPairs, find: Finder, one: number, other: number): void {
  for (const [person, away] of [[one, other] as const, [other, one] as const]) {
    for (const slot of fixedSlots(settled, [person])) {
      const pair = find(away, slot)
      if (pair < 0) continue
      if (settled.isFixed[pair]) {
        const names = [one, other].map((at) => problem.people[at]!.id).join(' and ')
        throw badProblem('nobody fixed with whom they are kept apart from', `${names} in ${problem.slots[slot]!.id}`)
      }
      settled.isOut[pair] = 1
    }
  }
}

type Finder = (person: number, slot: number) => number

/** Whether a team was taken out of a slot, as one of them cannot be there. @throws SdkError where others of it are fixed there */
function clearTeam({ firstPair, slotOfPair, isFixed, isOut }: SettledPairs, find: Finder, team: readonly number[]): boolean {
  let cleared = false
  for (const person of team) {
    for (let pair = firstPair[person]!; pair < firstPair[person + 1]!; pair += 1) {
      if (isOut[pair] || isFixed[pair]) continue
      const all = team.map((member) => find(member, slotOfPair[pair]!))
      if (all.every((one) => one >= 0 && !isOut[one])) continue
      isOut[pair] = 1
      cleared = true
    }
  }
  return cleared
}
