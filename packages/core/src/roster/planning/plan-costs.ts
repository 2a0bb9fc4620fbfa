import type { PlanCosts } from '../planning-schema.ts'
import type { CompiledRoster } from './compiled-roster.ts'

/** What a plan costs, part by part. @param optionOfPair option of each pair that is assigned, −1 of others */
export function planCosts(compiled: CompiledRoster, optionOfPair: Int32Array): PlanCosts {
  const { weights, minimum, wish, shortPoints, wishedPoints, needOfOption, personOfPair } = compiled
  const { wayPoints, pairPoints, slotOfPair, dateOfSlot, carried } = compiled
  const filled = new Int32Array(minimum.length)
  const shifts = new Int32Array(carried.length)
  const served = new Int32Array(compiled.quotas.length)
  const linesOf = quotaLines(compiled)
  let way = 0
  let points = 0
  for (let pair = 0; pair < optionOfPair.length; pair += 1) {
    const option = optionOfPair[pair]!
    if (option < 0) continue
    filled[needOfOption[option]!]! += 1
    shifts[personOfPair[pair]!]! += 1
    way += wayPoints[pair]!
    points += pairPoints[pair]!
    for (const line of linesOf(personOfPair[pair]!, dateOfSlot[slotOfPair[pair]!]!)) served[line]! += 1
  }
  const costs: PlanCosts = { short: 0, wished: 0, quotaShort: 0, quotaOver: 0, fairness: 0, wish: 0, distance: 0, move: 0 }
  filled.forEach((seats, need) => {
    const lacking = Math.max(0, minimum[need]! - seats)
    costs.short += shortPoints[need]! * lacking
    costs.wished += wishedPoints[need]! * (wish[need]! - Math.max(minimum[need]!, seats))
  })
  shifts.forEach((count, person) => (costs.fairness += weights.fairness * (carried[person]! + count) ** 2))
  compiled.quotas.forEach(({ due }, line) => {
    costs.quotaShort += weights.quotaShort * Math.max(0, due - served[line]!)
    costs.quotaOver += weights.quotaOver * Math.max(0, served[line]! - due)
  })
  costs.quotaShort += compiled.constant
  return { ...costs, wish: points - way, distance: way }
}

export const totalOf = (costs: PlanCosts): number => Object.values(costs).reduce((sum, part) => sum + part, 0)

const NONE: readonly number[] = []
const known = new WeakMap<CompiledRoster, Map<number, number[]>>()

/** Lines that a person's shifts on a date count for. */
function quotaLines(compiled: CompiledRoster): (person: number, date: number) => readonly number[] {
  const { quotas, dates } = compiled
  if (quotas.length === 0) return () => NONE
  let lines = known.get(compiled)
  if (!lines) {
    lines = new Map<number, number[]>()
    known.set(compiled, lines)
    for (const [line, { date, members }] of quotas.entries()) {
      for (const person of members) {
        const own = lines.get(person * dates.length + date)
        if (own) own.push(line)
        else lines.set(person * dates.length + date, [line])
      }
    }
  }
  const all = lines
  return (person, date) => all.get(person * dates.length + date) ?? NONE
}
