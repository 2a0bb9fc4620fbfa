import type { WorkingCalendar } from '../calendar/working-time.ts'
import { issueFacts } from './issue-facts.ts'
import { addToTally, emptyTally, ratesOf } from './rate-tally.ts'
import type { Issue, IssueRates } from './schema.ts'

export interface RatesOptions {
  /** Issues that were reported from then on, epoch milliseconds. */
  from: number
  /** And before then. */
  to: number
  /** The instant as of which is counted; nothing later is looked at. */
  now: number
  calendar: WorkingCalendar
}

/**
 * Rates of the issues reported in a time; of a grid, a category or a quarter by handing in those issues. They tell how a place
 * is served and are no ranking of persons: nothing in them is by person. Of more issues than a list should hold, `addToTally`
 * counts the same page by page.
 * @example rates(issues, { from, to, now, calendar }).closingOnTime // { num: 737, den: 972 }
 */
export function rates(
  issues: readonly Pick<Issue, 'history' | 'terms'>[],
  { from, to, now, calendar }: RatesOptions,
): IssueRates {
  const tally = emptyTally()
  for (const { history, terms } of issues) {
    const steps = history.filter(({ at }) => Date.parse(at) <= now)
    if (steps.length === 0) continue
    const facts = issueFacts({ history: steps, ...(terms && { terms }) }, calendar)
    if (facts.reportedAt >= from && facts.reportedAt < to) addToTally(tally, facts, now)
  }
  return ratesOf(tally)
}
