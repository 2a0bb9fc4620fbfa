import type { WorkingCalendar } from '../calendar/working-time.ts'
import { timeOf } from './clocks/clocks.ts'
import { clockPeriods, isAnswer } from './clocks/periods.ts'
import { dueOf } from './clocks/reckon.ts'
import type { ClockKind, Issue } from './schema.ts'

/** What rates need to know of an issue: it holds from its last step on until its next, whenever somebody counts. Nobody is named. */
export interface IssueFacts {
  /** Epoch milliseconds. */
  reportedAt: number
  /** Merged into another, with which it counts. */
  isMerged: boolean
  isResolved: boolean
  isClosed: boolean
  wasResolved: boolean
  wasReopened: boolean
  /** Whether a first answer was promised. */
  isAnswerPromised: boolean
  /** From the report to the first answer, milliseconds; absent where none came. */
  responseMs?: number
  /** From the report to the last resolution, milliseconds; of what is resolved now. */
  resolutionMs?: number
  /** From when on the first answer is late, epoch milliseconds; absent where it never was and, as it came, never will be. */
  responseLateAt?: number
  /** The same of all the time it was open or, where only that was promised, of any period in somebody’s hands. */
  lateAt?: number
  /** Of the last closing. */
  rating?: number
}

/**
 * What a history comes to for rates. To be kept beside an issue, so that whoever counts many need not read their histories; reckoned
 * anew with each step, and where the calendar has changed.
 */
export function issueFacts({ history, terms }: Pick<Issue, 'history' | 'terms'>, calendar: WorkingCalendar): IssueFacts {
  const time = timeOf(calendar)
  const reportedAt = Date.parse(history[0]!.at)
  const state = history.at(-1)!.to
  const periods = clockPeriods({ history, terms })
  const lateAt = (kind: ClockKind) =>
    periods
      .filter((one) => one.kind === kind)
      .map((one) => dueOf(one, time))
      .filter((due) => due !== undefined)
      .sort((one, other) => one - other)[0]
  const since = (step: { at: string } | undefined) => step && Date.parse(step.at) - reportedAt
  const resolution = history.filter(({ action }) => action === 'resolve').at(-1)
  const closing = history.filter(({ action }) => action === 'close').at(-1)?.seq ?? 0
  const isResolved = state === 'resolved' || state === 'verified' || state === 'closed'
  return withoutUndefined({
    reportedAt,
    isMerged: state === 'merged',
    isResolved,
    isClosed: state === 'closed',
    wasResolved: resolution !== undefined,
    wasReopened: history.some(({ action }) => action === 'reopen'),
    isAnswerPromised: periods.some(({ kind }) => kind === 'response'),
    responseMs: since(history.find(isAnswer)),
    resolutionMs: isResolved ? since(resolution) : undefined,
    responseLateAt: lateAt('response'),
    lateAt: lateAt(terms?.total ? 'total' : 'handling'),
    // Each closing is rated anew: what was said of an earlier one is not said of the last.
    rating: history.filter(({ seq, rating }) => rating !== undefined && seq > closing).at(-1)?.rating,
  })
}

type Loose = { [Name in keyof IssueFacts]: IssueFacts[Name] | undefined }

const withoutUndefined = (facts: Loose): IssueFacts =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as unknown as IssueFacts
