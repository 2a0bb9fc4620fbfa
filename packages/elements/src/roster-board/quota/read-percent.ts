import type { QuotaPlan } from '@wangge/core/roster/schema'

type Ratio = QuotaPlan['steps'][number]['ratio']

/** The finest that a plan takes: a hundredth of a percent. */
const WRITTEN = /^(\d{1,3})(?:\.(\d{1,2}))?\s*%?$/

/**
 * A share as people write it, in lowest terms; undefined where it is none of 0 to 100 %, or finer than a plan takes.
 * @example readPercent('2.5') // { num: 1, den: 40 }
 */
export function readPercent(typed: string): Ratio | undefined {
  // Full-width digits and signs, as Chinese keyboards write them, are the same.
  const [, whole, part = ''] = WRITTEN.exec(typed.normalize('NFKC').trim()) ?? []
  if (whole === undefined) return undefined
  const [num, den] = [Number(whole + part), 100 * 10 ** part.length]
  if (num > den) return undefined
  const common = gcd(num, den)
  return { num: num / common, den: den / common }
}

const gcd = (one: number, other: number): number => (other === 0 ? one : gcd(other, one % other))
