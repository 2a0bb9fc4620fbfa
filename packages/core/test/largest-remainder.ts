import type { QuotaOrganisation } from '../src/roster/quota/apportion.ts'
import type { Ratio } from '../src/roster/quota/carry.ts'

/** What is often done instead: each day anew, whole shares first, the rest to the largest remainders; ties to the lower id. */
export function largestRemainder(organisations: readonly QuotaOrganisation[], ratio: Ratio, days: number): number[][] {
  const members = organisations.reduce((sum, { registered }) => sum + registered, 0)
  let before = 0
  return Array.from({ length: days }, (_, day) => {
    const total = Math.floor(((day + 1) * ratio.num * members) / ratio.den) - before
    before += total
    const due = organisations.map(({ registered }) => Math.floor((total * registered) / members))
    const rest = organisations.map(({ registered }, index) => ({ index, remainder: (total * registered) % members }))
    const left = total - due.reduce((sum, one) => sum + one, 0)
    rest.sort(
      (one, other) => other.remainder - one.remainder || (organisations[one.index]!.id < organisations[other.index]!.id ? -1 : 1),
    )
    for (const { index } of rest.slice(0, left)) due[index]! += 1
    return due
  })
}
