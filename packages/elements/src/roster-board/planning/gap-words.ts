import type { Locale } from '../../locale.ts'

/** Above it a figure would say more than is known. */
const VAGUE = 0.5

/** How far a plan is from the best there can be, in plain words. */
export function gapWords({ t, language }: Locale, gap: number): string {
  const words = t.roster.planning
  if (gap <= 0) return words.best
  if (gap > VAGUE) return words.unknownYet
  // Never less than it is: what is left of a tenth of a percent is told as one.
  const percent = Math.max(0.1, Math.ceil(gap * 1_000) / 10)
  return words.within(new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(percent) + '%')
}
