import { SdkError } from '../../errors.ts'
import type { ApportionOptions, QuotaExemption } from './apportion.ts'
import type { QuotaCarry } from './carry.ts'

type Input = Pick<ApportionOptions, 'organisations' | 'ratio' | 'days'> & {
  exemptions: readonly Required<QuotaExemption>[]
  carry: QuotaCarry
}

/** @throws SdkError `bad-argument` that says what was expected and what came */
export function expectApportionable({ organisations, ratio, days, exemptions, carry }: Input): void {
  const { num, den } = ratio
  if (!isCount(num) || !isCount(den) || den === 0 || num > den) {
    throw bad(`a ratio of two whole numbers from 0 to 1`, `${num}/${den}`)
  }
  if (!isCount(days)) throw bad('a whole number of days, 0 or more', days)
  const ids = new Set<string>()
  for (const { id, registered } of organisations) {
    if (ids.has(id)) throw bad('each organisation once', `${id} twice`)
    ids.add(id)
    if (!isCount(registered)) throw bad(`a whole number of registered members of ${id}, 0 or more`, registered)
  }
  for (const { id, from, to } of exemptions) {
    if (!ids.has(id)) throw bad('exemptions of organisations that are given', id)
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to))
      throw bad(`whole days for the exemption of ${id}`, `${from} to ${to}`)
  }
  if (!isCount(carry.den) || carry.den === 0) throw bad('a carry with a whole denominator above 0', carry.den)
  if (!Number.isSafeInteger(carry.total)) throw bad('a carry with a whole total', carry.total)
  const carried = new Set<string>()
  for (const { id, credit } of carry.organisations) {
    if (carried.has(id)) throw bad('a carry with each organisation once', `${id} twice`)
    carried.add(id)
    if (!Number.isSafeInteger(credit)) throw bad(`a whole credit of ${id} in the carry`, credit)
  }
}

const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0

const bad = (expected: string, got: unknown) => new SdkError('bad-argument', `Expected ${expected}, got ${String(got)}`)
