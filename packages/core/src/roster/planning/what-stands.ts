import type { CompiledRoster } from './compiled-roster.ts'
import { createDraft } from './draft.ts'
import { pairFinder } from './side-rules.ts'

/**
 * As much of a plan as keeps all rules: what is fixed first, then in the order of the people. Teams stand whole.
 * @param held option of each pair of the plan, −1 of others
 * @returns `isWhole`: all of it, with all that is fixed, keeps them
 */
export function whatStands(compiled: CompiledRoster, held: Int32Array): { core: Int32Array; isWhole: boolean } {
  const { isFixed, wish, needOfOption, slotOfPair, teams } = compiled
  const find = pairFinder(compiled)
  const draft = createDraft(compiled, find)
  let isWhole = true
  const assign = (pair: number) => {
    const option = held[pair]!
    if (draft.filled[needOfOption[option]!]! < wish[needOfOption[option]!]! && draft.fits(pair)) draft.assign(option)
    else isWhole = false
  }
  isFixed.forEach((is, pair) => {
    if (!is) return
    if (held[pair]! < 0) isWhole = false
    else draft.assign(held[pair]!)
  })
  held.forEach((option, pair) => {
    if (option >= 0 && !isFixed[pair]) assign(pair)
  })
  const core = draft.optionOfPair
  for (const team of teams) {
    for (const slot of new Set(team.flatMap((person) => ownSlots(compiled, core, person)))) {
      const pairs = team.map((person) => find(person, slot))
      if (pairs.every((pair) => pair >= 0 && core[pair]! >= 0)) continue
      isWhole = false
      for (const pair of pairs) if (pair >= 0 && !isFixed[pair]) core[pair] = -1
    }
  }
  return { core, isWhole }

  function ownSlots({ firstPair }: CompiledRoster, options: Int32Array, person: number): number[] {
    const own: number[] = []
    for (let pair = firstPair[person]!; pair < firstPair[person + 1]!; pair += 1) {
      if (options[pair]! >= 0) own.push(slotOfPair[pair]!)
    }
    return own
  }
}
