import type { WorkingTime } from '../../calendar/working-time.ts'
import type { TimeLimit } from '../schema.ts'
import type { ClockPeriod, Run } from './periods.ts'

const MINUTE_MS = 60_000

/** How a clock stands: what is used of it, and when its time was or will be up. */
export interface Reckoning {
  /** In the limit's unit. */
  used: number
  /** Of the limit that holds now; absent where no run reaches it. */
  dueAt?: number
  /** Whether the time was up before the clock stopped, or before `now`. */
  isOver: boolean
}

/** @param now nothing after it counts */
export function reckon({ runs }: ClockPeriod, time: WorkingTime, now: number): Reckoning {
  let used = 0
  let dueAt: number | undefined
  let isOver = false
  let earlier: TimeLimit | undefined
  for (const [index, run] of runs.entries()) {
    if (run.from > now) break
    const until = Math.min(run.to ?? now, now)
    // An extension, or a correction, gives new time to whoever had run out of it.
    if (earlier && isOther(earlier, run.limit)) {
      isOver = false
      dueAt = undefined
      used = usedBefore(runs, index, time)
    }
    earlier = run.limit
    dueAt ??= dueIn(run, used, time)
    isOver ||= dueAt !== undefined && dueAt <= until && (run.to === undefined || dueAt < run.to)
    used += usedIn(run, until, time)
  }
  return { used, ...(dueAt !== undefined && { dueAt }), isOver }
}

/**
 * From when on a clock is over, if its history stays as it is: `isOver` of `reckon` at any instant that is not before the last
 * run's start or end. Undefined where it stopped or stands still before its time.
 */
export function dueOf({ runs }: ClockPeriod, time: WorkingTime): number | undefined {
  let used = 0
  let dueAt: number | undefined
  let earlier: TimeLimit | undefined
  for (const [index, run] of runs.entries()) {
    // An extension, or a correction, gives new time to whoever had run out of it.
    if (earlier && isOther(earlier, run.limit)) {
      dueAt = undefined
      used = usedBefore(runs, index, time)
    }
    earlier = run.limit
    dueAt ??= dueIn(run, used, time)
    if (run.to !== undefined) used += usedIn(run, run.to, time)
  }
  return dueAt
}

/** Whether another time holds from then on. */
export const isOther = (one: TimeLimit, other: TimeLimit): boolean => one.amount !== other.amount || one.unit !== other.unit

/** What the runs before one have used, in its own limit's unit: a correction may have promised days where there were minutes. */
export function usedBefore(runs: readonly Run[], index: number, time: WorkingTime): number {
  const { limit } = runs[index]!
  return runs.slice(0, index).reduce((sum, { from, to }) => sum + usedIn({ from, limit }, to!, time), 0)
}

/** When the time is up in a run, where that is before its end. @param used before the run, in the limit's unit */
export function dueIn({ from, to, limit }: Run, used: number, time: WorkingTime): number | undefined {
  const due = dueAfter(from, limit.amount - used, limit.unit, time)
  return to === undefined || due < to ? due : undefined
}

/** The instant so much after another; a number below 0 is taken as 0. */
export function dueAfter(from: number, amount: number, unit: TimeLimit['unit'], time: WorkingTime): number {
  const left = Math.max(0, amount)
  if (unit === 'minutes') return from + left * MINUTE_MS
  if (unit === 'workingMinutes') return time.after(from, left * MINUTE_MS)
  const last = time.dayAfter(time.dateOf(from), left, unit === 'days' ? 'each' : 'working')
  const closes = time.isWorkingDay(last) ? last : time.dayAfter(last, 1, 'working')
  // A report after closing on a day that is the last itself is late at once; its day ends with it.
  return Math.max(from, time.closing(closes))
}

export function usedIn({ from, limit: { unit } }: Run, until: number, time: WorkingTime): number {
  if (unit === 'minutes') return Math.max(0, until - from) / MINUTE_MS
  if (unit === 'workingMinutes') return time.between(from, until) / MINUTE_MS
  return time.daysBetween(time.dateOf(from), time.dateOf(until), unit === 'days' ? 'each' : 'working')
}
