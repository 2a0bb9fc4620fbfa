import type { Locale } from '../../locale.ts'

/** A share to the hundredth of a percent, as fine as a plan takes it. @example percentOf(locale, { num: 1, den: 40 }) // '2.5%' */
export const percentOf = ({ tag }: Locale, { num, den }: { num: number; den: number }): string =>
  new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 2 }).format(num / den)
