import type { WorkingCalendar, WorkingTime } from '../calendar/working-time.ts'
import type { Rate } from '../schema.ts'
import { timeOf } from './clocks/clocks.ts'
import { clockPeriods, isAnswer } from './clocks/periods.ts'
import { reckon } from './clocks/reckon.ts'
import type { ClockKind, Issue } from './schema.ts'

export interface RatesOptions {
  /** Issues that were reported from then on, epoch milliseconds. */
  from: number
  /** And before then. */
  to: number
  /** The instant as of which is counted; nothing later is looked at. */
  now: number
  calendar: WorkingCalendar
}

/** A median of a length of time, over as many as `of`; absent where there are none. */
export interface MedianTime {
  of: number
  /** Milliseconds by the clock. */
  median?: number
}

/** What became of issues; each rate with what it is a share of. */
export interface IssueRates {
  /** Without those merged into others: they count with the one that goes on. */
  reported: number
  /** 响应率: answered by somebody, a rejection too, of those reported. */
  response: Rate
  /** Answered within what was promised, of those that were answered or whose time for it is over. */
  responseOnTime: Rate
  /** 解决率: resolved, verified or closed now, of those reported. */
  resolution: Rate
  /** 结案率: closed, of those that are or that should be by what was promised (应结案). */
  closing: Rate
  /** 按期结案率: closed without running over what was promised, of the same. */
  closingOnTime: Rate
  /** 评价率: rated, of those closed. */
  rated: Rate
  /** 满意率: rated 4 or 5, of those rated. */
  satisfaction: Rate
  /** 基本满意率: rated 3 or better, of those rated. */
  acceptance: Rate
  /** 返工率: reopened at least once, of those resolved at least once. */
  reopened: Rate
  /** From the report to the first answer. */
  timeToResponse: MedianTime
  /** From the report to the last resolution, of those that are resolved now. */
  timeToResolution: MedianTime
}

/**
 * Rates of the issues reported in a time; of a grid, a category or a quarter by handing in those issues. They tell how a place
 * is served and are no ranking of persons: nothing in them is by person.
 * @example rates(issues, { from, to, now, calendar }).closingOnTime // { num: 737, den: 972 }
 */
export function rates(issues: readonly Pick<Issue, 'history' | 'terms'>[], options: RatesOptions): IssueRates {
  const time = timeOf(options.calendar)
  const facts = issues.flatMap((issue) => factsOf(issue, options, time) ?? [])
  const share = (den: readonly Facts[], isCounted: (fact: Facts) => boolean): Rate => ({
    num: den.filter(isCounted).length,
    den: den.length,
  })
  const promised = facts.filter(({ isResponseLate }) => isResponseLate !== undefined)
  const answeredOrLate = promised.filter(({ isResponseLate, responseMs }) => isResponseLate || responseMs !== undefined)
  const toClose = facts.filter(({ isClosed, isLate }) => isClosed || isLate)
  const closed = facts.filter(({ isClosed }) => isClosed)
  const rated = closed.filter(({ rating }) => rating !== undefined)
  return {
    reported: facts.length,
    response: share(facts, ({ responseMs }) => responseMs !== undefined),
    responseOnTime: share(answeredOrLate, ({ isResponseLate }) => !isResponseLate),
    resolution: share(facts, ({ isResolved }) => isResolved),
    closing: share(toClose, ({ isClosed }) => isClosed),
    closingOnTime: share(toClose, ({ isClosed, isLate }) => isClosed && !isLate),
    rated: share(closed, ({ rating }) => rating !== undefined),
    satisfaction: share(rated, ({ rating }) => rating! >= 4),
    acceptance: share(rated, ({ rating }) => rating! >= 3),
    reopened: share(
      facts.filter(({ wasResolved }) => wasResolved),
      ({ wasReopened }) => wasReopened,
    ),
    timeToResponse: medianOf(facts.map(({ responseMs }) => responseMs)),
    timeToResolution: medianOf(facts.map(({ resolutionMs }) => resolutionMs)),
  }
}

interface Facts {
  responseMs: number | undefined
  resolutionMs: number | undefined
  /** Undefined where nothing was promised. */
  isResponseLate: boolean | undefined
  /** In all the time it was open or, where only that was promised, in any period in somebody’s hands. */
  isLate: boolean
  isResolved: boolean
  isClosed: boolean
  wasResolved: boolean
  wasReopened: boolean
  rating: number | undefined
}

function factsOf(
  { history, terms }: Pick<Issue, 'history' | 'terms'>,
  { from, to, now }: RatesOptions,
  time: WorkingTime,
): Facts | undefined {
  const steps = history.filter(({ at }) => Date.parse(at) <= now)
  const [report] = steps
  const state = steps.at(-1)?.to
  if (!report || state === 'merged') return undefined
  const reportedAt = Date.parse(report.at)
  if (reportedAt < from || reportedAt >= to) return undefined

  const periods = clockPeriods({ history: steps, terms })
  const lateness = (kind: ClockKind) => periods.filter((one) => one.kind === kind).map((one) => reckon(one, time, now).isOver)
  const since = (step: { at: string } | undefined) => step && Date.parse(step.at) - reportedAt
  const resolution = steps.filter(({ action }) => action === 'resolve').at(-1)
  const closing = steps.filter(({ action }) => action === 'close').at(-1)?.seq ?? 0
  const isResolved = state === 'resolved' || state === 'verified' || state === 'closed'
  return {
    responseMs: since(steps.find(isAnswer)),
    resolutionMs: isResolved ? since(resolution) : undefined,
    isResponseLate: lateness('response')[0],
    isLate: (terms?.total ? lateness('total') : lateness('handling')).includes(true),
    isResolved,
    isClosed: state === 'closed',
    wasResolved: resolution !== undefined,
    wasReopened: steps.some(({ action }) => action === 'reopen'),
    // Each closing is rated anew: what was said of an earlier one is not said of the last.
    rating: steps.filter(({ seq, rating }) => rating !== undefined && seq > closing).at(-1)?.rating,
  }
}

function medianOf(values: readonly (number | undefined)[]): MedianTime {
  const sorted = values.filter((value) => value !== undefined).sort((one, other) => one - other)
  if (sorted.length === 0) return { of: 0 }
  const middle = sorted.length >> 1
  return { of: sorted.length, median: sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2 }
}
