import type { SettledPairs } from './settle-fixed.ts'

/** The pairs that are left, each with its person and its options. */
export interface CompiledPairs {
  firstPair: Int32Array
  personOfPair: Int32Array
  slotOfPair: Int32Array
  wayPoints: Int32Array
  pairPoints: Int32Array
  isFixed: Uint8Array
  firstOption: Int32Array
  pairOfOption: Int32Array
  needOfOption: Int32Array
}

export function compilePairs(settled: SettledPairs): CompiledPairs {
  const { isFixed, isOut, onlyNeed } = settled
  const people = settled.firstPair.length - 1
  const firstPair = new Int32Array(people + 1)
  const kept: number[] | undefined = isOut.includes(1) || onlyNeed.some((need) => need >= 0) ? [] : undefined
  const owner = new Int32Array(isOut.length)
  for (let person = 0; person < people; person += 1) {
    for (let pair = settled.firstPair[person]!; pair < settled.firstPair[person + 1]!; pair += 1) {
      owner[pair] = person
      if (kept && !isOut[pair]) kept.push(pair)
    }
    firstPair[person + 1] = kept ? kept.length : settled.firstPair[person + 1]!
  }
  if (!kept) return { ...settled, firstPair, personOfPair: owner, pairOfOption: ownersOf(settled.firstOption) }
  const firstOption = new Int32Array(kept.length + 1)
  const needs: number[] = []
  kept.forEach((pair, at) => {
    const own = settled.needOfOption.subarray(settled.firstOption[pair]!, settled.firstOption[pair + 1]!)
    for (const need of own) if (onlyNeed[pair]! < 0 || onlyNeed[pair] === need) needs.push(need)
    firstOption[at + 1] = needs.length
  })
  return {
    firstPair,
    personOfPair: Int32Array.from(kept, (pair) => owner[pair]!),
    slotOfPair: Int32Array.from(kept, (pair) => settled.slotOfPair[pair]!),
    wayPoints: Int32Array.from(kept, (pair) => settled.wayPoints[pair]!),
    pairPoints: Int32Array.from(kept, (pair) => settled.pairPoints[pair]!),
    isFixed: Uint8Array.from(kept, (pair) => isFixed[pair]!),
    firstOption,
    pairOfOption: ownersOf(firstOption),
    needOfOption: Int32Array.from(needs),
  }
}

/** For each thing of rows that begin at `first` its row. */
function ownersOf(first: Int32Array): Int32Array {
  const owners = new Int32Array(first.at(-1)!)
  for (let at = 0; at + 1 < first.length; at += 1) owners.fill(at, first[at]!, first[at + 1]!)
  return owners
}
