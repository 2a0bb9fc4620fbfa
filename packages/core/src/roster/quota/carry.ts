import type { Id } from '../../schema.ts'

/** What one call of `apportion` leaves to the next. Plain data, exact: whole numbers over one denominator. */
export interface QuotaCarry {
  /** Credits and the total are in 1/`den` person-days. */
  den: number
  /** What the ratio has asked for less what was called, of all together: below one person-day unless everybody rested. */
  total: number
  organisations: OrganisationCarry[]
}

export interface OrganisationCarry {
  id: Id
  /** What the ratio has asked for less what was called: above 0 it owes, below 0 it is ahead. */
  credit: number
  /** It was called on the last day: a branch of one or two members then rests on the next. */
  called?: true
}

export interface Ratio {
  num: number
  den: number
}

export const NO_CARRY: QuotaCarry = { den: 1, total: 0, organisations: [] }

const gcd = (one: number, other: number): number => (other === 0 ? one : gcd(other, one % other))

/** The smallest denominator in which both the carry and the ratio are whole. */
export function commonDenominator({ den }: Pick<QuotaCarry, 'den'>, ratio: Ratio): number {
  const own = ratio.den / gcd(ratio.den, ratio.num)
  return (den / gcd(den, own)) * own
}
