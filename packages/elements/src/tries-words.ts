import type { OutboxEntry } from '@wangge/core/ports'
import type { Locale } from './locale.ts'

/** How often an unsent command was tried, and when next; empty while it is tried for the first time. */
export function triesWords(
  { t, number, time }: Locale,
  { attempts, nextAttemptAt, state }: Pick<OutboxEntry, 'attempts' | 'nextAttemptAt' | 'state'>,
): string {
  if (attempts === 0) return ''
  return t.issue.tries(number(attempts), state === 'sending' ? '' : time(nextAttemptAt))
}
