import type { CompiledRoster } from './compiled-roster.ts'
import { createDraft } from './draft.ts'
import { createSeating } from './seating.ts'
import type { PairFinder } from './side-rules.ts'

/**
 * A plan at once: what is fixed, then need by need, those with the fewest to choose from first, whoever costs least. Teams are
 * left out where they are not fixed.
 */
export function firstPlan(compiled: CompiledRoster, find: PairFinder): Int32Array {
  const { wish, minimum, shortPoints, wishedPoints, firstOption, needOfOption, pairOfOption, personOfPair, isFixed } = compiled
  const draft = createDraft(compiled, find)
  const inTeam = new Set(compiled.teams.flat())
  const seating = createSeating(wish, (pair) => needOfOption.subarray(firstOption[pair]!, firstOption[pair + 1]!))
  isFixed.forEach((is, pair) => is && seating.seat(pair))
  for (const [need, own] of seating.seated) {
    for (const pair of own) {
      let option = firstOption[pair]!
      while (needOfOption[option] !== need) option += 1
      draft.assign(option)
    }
  }
  const optionsOf = optionsByNeed(compiled)
  const needs = Array.from(wish, (_, need) => need).filter((need) => wish[need]! > 0)
  const choice = (need: number) => optionsOf(need).length / wish[need]!
  needs.sort((one, other) => choice(one) - choice(other) || one - other)
  const fill = (need: number, seats: number, worth: number) => {
    if (draft.filled[need]! >= seats) return
    const priced = [...optionsOf(need)]
      .filter((option) => !inTeam.has(personOfPair[pairOfOption[option]!]!) && !isFixed[pairOfOption[option]!])
      .map((option) => ({ option, price: priceOf(option) }))
      .sort((one, other) => one.price - other.price || one.option - other.option)
    for (const { option, price } of priced) {
      if (price >= worth || draft.filled[need]! >= seats) break
      if (draft.fits(pairOfOption[option]!)) draft.assign(option)
    }
  }
  const priceOf = (option: number) => {
    const person = personOfPair[pairOfOption[option]!]!
    const shifts = compiled.carried[person]! + draft.shifts[person]!
    return compiled.pairPoints[pairOfOption[option]!]! + compiled.weights.fairness * (2 * shifts + 1)
  }
  for (const need of needs) fill(need, minimum[need]!, shortPoints[need]!)
  for (const need of needs) fill(need, wish[need]!, wishedPoints[need]!)
  return draft.optionOfPair
}

function optionsByNeed({ wish, needOfOption }: CompiledRoster): (need: number) => Int32Array {
  const first = new Int32Array(wish.length + 1)
  for (const need of needOfOption) first[need + 1]! += 1
  for (let need = 0; need < wish.length; need += 1) first[need + 1]! += first[need]!
  const options = new Int32Array(needOfOption.length)
  const next = first.slice()
  needOfOption.forEach((need, option) => {
    options[next[need]!] = option
    next[need]! += 1
  })
  return (need) => options.subarray(first[need]!, first[need + 1]!)
}
