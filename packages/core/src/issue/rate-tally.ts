import type { Rate } from '../schema.ts'
import type { IssueFacts } from './issue-facts.ts'
import type { IssueRates, MedianTime } from './schema.ts'

const SHARES = [
  'response',
  'responseOnTime',
  'resolution',
  'closing',
  'closingOnTime',
  'rated',
  'satisfaction',
  'acceptance',
  'reopened',
] as const
type Share = (typeof SHARES)[number]

/**
 * What has been counted so far. Of an issue that was added it keeps two numbers, how long the first answer and the resolution took:
 * medians are exact, and a million issues are some sixteen megabytes. All else are counters.
 */
export interface RateTally {
  reported: number
  /** By share, what it counts and of how many. */
  shares: Record<Share, Rate>
  /** Milliseconds. */
  responseTimes: number[]
  resolutionTimes: number[]
}

/** Nothing counted yet. */
export const emptyTally = (): RateTally => ({
  reported: 0,
  shares: Object.fromEntries(SHARES.map((share) => [share, { num: 0, den: 0 }])) as Record<Share, Rate>,
  responseTimes: [],
  resolutionTimes: [],
})

/**
 * Counts one issue in, in place: many are read page by page, and no list of them is ever whole. The order is no matter.
 * @param now as of which is counted, epoch milliseconds; not before the issue's last step
 * @returns the same tally
 * @example
 * const tally = emptyTally()
 * for await (const page of pages) for (const issue of page) addToTally(tally, issueFacts(issue, calendar), now)
 * ratesOf(tally).closing // { num: 911, den: 972 }
 */
export function addToTally(tally: RateTally, facts: IssueFacts, now: number): RateTally {
  if (facts.isMerged) return tally
  const { isAnswerPromised, isResolved, isClosed, wasResolved, wasReopened, responseMs, resolutionMs, rating } = facts
  const isAnswered = responseMs !== undefined
  const isResponseLate = isUp(facts.responseLateAt, now)
  const isLate = isUp(facts.lateAt, now)
  const isRated = isClosed && rating !== undefined
  const { shares } = tally
  tally.reported += 1
  count(shares.response, true, isAnswered)
  count(shares.responseOnTime, isAnswerPromised && (isResponseLate || isAnswered), !isResponseLate)
  count(shares.resolution, true, isResolved)
  count(shares.closing, isClosed || isLate, isClosed)
  count(shares.closingOnTime, isClosed || isLate, isClosed && !isLate)
  count(shares.rated, isClosed, isRated)
  count(shares.satisfaction, isRated, rating !== undefined && rating >= 4)
  count(shares.acceptance, isRated, rating !== undefined && rating >= 3)
  count(shares.reopened, wasResolved, wasReopened)
  if (responseMs !== undefined) tally.responseTimes.push(responseMs)
  if (resolutionMs !== undefined) tally.resolutionTimes.push(resolutionMs)
  return tally
}

/** The rates of what was counted. The tally can be added to afterwards. */
export function ratesOf({ reported, shares, responseTimes, resolutionTimes }: RateTally): IssueRates {
  const copies = Object.fromEntries(SHARES.map((share) => [share, { ...shares[share] }])) as Record<Share, Rate>
  return { reported, ...copies, timeToResponse: medianOf(responseTimes), timeToResolution: medianOf(resolutionTimes) }
}

const isUp = (at: number | undefined, now: number): boolean => at !== undefined && at <= now

function count(share: Rate, isOf: boolean, isCounted: boolean): void {
  if (!isOf) return
  share.den += 1
  if (isCounted) share.num += 1
}

function medianOf(values: readonly number[]): MedianTime {
  if (values.length === 0) return { of: 0 }
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  return { of: sorted.length, median: sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2 }
}
