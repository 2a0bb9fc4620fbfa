import type { Transition } from './schema.ts'

/** How long whoever reported an issue has a say in it once it is closed, in days of 24 hours. */
export interface Aftercare {
  /** From the closing, to have it reopened. @defaultValue 30 */
  reopenDays: number
  /** From the closing, to rate how it was handled. @defaultValue 30 */
  rateDays: number
  /** From the first rating of a closing, to change it. @defaultValue 7 */
  rerateDays: number
}

export const AFTERCARE: Readonly<Aftercare> = { reopenDays: 30, rateDays: 30, rerateDays: 7 }

const DAY_MS = 86_400_000

/**
 * Until when the reporter may still take the step, epoch milliseconds; undefined where nothing limits it, as before it is closed.
 * Each closing begins anew, and is rated once: later ratings within their time replace the first.
 */
export function aftercareEnds(
  history: readonly Transition[],
  action: 'reopen' | 'rate',
  { reopenDays, rateDays, rerateDays }: Aftercare = AFTERCARE,
): number | undefined {
  const closings = history.filter((step) => step.action === 'close' || step.action === 'reopen')
  const closed = closings.at(-1)
  if (closed?.action !== 'close') return undefined
  if (action === 'reopen') return Date.parse(closed.at) + reopenDays * DAY_MS
  const first = history.find((step) => step.action === 'rate' && step.seq > closed.seq)
  return first ? Date.parse(first.at) + rerateDays * DAY_MS : Date.parse(closed.at) + rateDays * DAY_MS
}
