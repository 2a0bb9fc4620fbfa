import { daysBetween } from '@wangge/core/roster'

/** So many days are told at once. */
const MOST_DAYS = 366

/** What is wrong with a first and a last day, as they stand in a form. */
export function spanProblem({ from, to }: { from: string; to: string }): 'spanMissing' | 'spanOrder' | 'spanTooLong' | undefined {
  if (!from || !to) return 'spanMissing'
  if (to < from) return 'spanOrder'
  return daysBetween(from, to) >= MOST_DAYS ? 'spanTooLong' : undefined
}
