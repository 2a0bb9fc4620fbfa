import type { Locale } from '../../locale.ts'
import type { OwnReport } from './own-reports.ts'

/** How often an unsent report was tried, and when next; empty while it is tried for the first time. */
export function triesWords(
  { t, number, time }: Locale,
  { attempts, nextAt, isSending }: NonNullable<OwnReport['tries']>,
): string {
  if (attempts === 0) return ''
  return t.issue.tries(number(attempts), isSending ? '' : time(nextAt))
}
