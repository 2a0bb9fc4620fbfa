import type { PlanCosts } from '../planning-schema.ts'
import type { CompiledRoster } from './compiled-roster.ts'

/** What a plan costs, part by part. @param optionOfPair option of each pair that is assigned, −1 of others */
export function planCosts(compiled: CompiledRoster, optionOfPair: Int32Array): PlanCosts {
  const { weights, minimum, wish, shortPoints, wishedPoints, needOfOption, personOfPair } = compiled
  const { wayPoints, pairPoints, firstPair, carried } = compiled
  const filled = new Int32Array(minimum.length)
  const shifts = new Int32Array(carried.length)
  let way = 0
  let points = 0
  optionOfPair.forEach((option, pair) => {
    if (option < 0) return
    filled[needOfOption[option]!]! += 1
    shifts[personOfPair[pair]!]! += 1
    way += wayPoints[pair]!
    points += pairPoints[pair]!
  })
  const costs: PlanCosts = { short: 0, wished: 0, quotaShort: 0, quotaOver: 0, fairness: 0, wish: 0, distance: 0, move: 0 }
  filled.forEach((seats, need) => {
    const lacking = Math.max(0, minimum[need]! - seats)
    costs.short += shortPoints[need]! * lacking
    costs.wished += wishedPoints[need]! * (wish[need]! - Math.max(minimum[need]!, seats))
  })
  shifts.forEach((count, person) => (costs.fairness += weights.fairness * (carried[person]! + count) ** 2))
  for (const { date, due, members } of compiled.quotas) {
    let served = 0
    for (const person of members) {
      for (let pair = firstPair[person]!; pair < firstPair[person + 1]!; pair += 1) {
        if (optionOfPair[pair]! >= 0 && compiled.dateOfSlot[compiled.slotOfPair[pair]!] === date) served += 1
      }
    }
    costs.quotaShort += weights.quotaShort * Math.max(0, due - served)
    costs.quotaOver += weights.quotaOver * Math.max(0, served - due)
  }
  costs.quotaShort += compiled.constant
  return { ...costs, wish: points - way, distance: way }
}

export const totalOf = (costs: PlanCosts): number => Object.values(costs).reduce((sum, part) => sum + part, 0)
