import { workingTime } from '../../calendar/working-time.ts'
import type { WorkingCalendar, WorkingTime } from '../../calendar/working-time.ts'
import type { Clock, Issue } from '../schema.ts'
import { clockPeriods, openedTerms } from './periods.ts'
import type { ClockPeriod } from './periods.ts'
import { reckon } from './reckon.ts'

const compiled = new WeakMap<WorkingCalendar, WorkingTime>()

/** The same calendar is worked out once, for however many issues. */
export function timeOf(calendar: WorkingCalendar): WorkingTime {
  const known = compiled.get(calendar)
  if (known) return known
  const time = workingTime(calendar)
  compiled.set(calendar, time)
  return time
}

/**
 * How an issue stands with what was promised when it was opened (its `terms`): the first response, each period in somebody's
 * hands, and all the time it was open; in the order of their start. They stand still while it is suspended, until the day that this was approved to (INV-22), and an
 * extension (延期) lengthens what is running. Without terms there are none.
 * @param now epoch milliseconds; steps after it are not looked at
 * @example
 * clocks(issue, calendar, now)
 * // [{ kind: 'response', state: 'met', … }, { kind: 'handling', period: 1, state: 'running', dueAt: '2026-10-10T09:00:00.000Z', … }]
 */
export function clocks(issue: Pick<Issue, 'history' | 'terms'>, calendar: WorkingCalendar, now: number): Clock[] {
  const time = timeOf(calendar)
  const history = issue.history.filter(({ at }) => Date.parse(at) <= now)
  return clockPeriods({ history, terms: openedTerms(issue) }).map((period) => clockAt(period, time, now))
}

function clockAt(period: ClockPeriod, time: WorkingTime, now: number): Clock {
  const { kind, period: number, startedAt, stoppedAt, runs } = period
  const { used, dueAt, isOver } = reckon(period, time, now)
  const last = runs.at(-1)!
  const isPaused = stoppedAt === undefined && (last.to !== undefined || last.from > now)
  const state = stoppedAt !== undefined ? (isOver ? 'missed' : 'met') : isOver ? 'overdue' : isPaused ? 'paused' : 'running'
  return {
    kind,
    period: number,
    startedAt: new Date(startedAt).toISOString(),
    ...(stoppedAt !== undefined && { stoppedAt: new Date(stoppedAt).toISOString() }),
    limit: last.limit,
    used,
    ...(dueAt !== undefined && { dueAt: new Date(dueAt).toISOString() }),
    state,
  }
}
