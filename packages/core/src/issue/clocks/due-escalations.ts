import type { WorkingCalendar, WorkingTime } from '../../calendar/working-time.ts'
import type { GridTree } from '../../grid/grid-tree.ts'
import type { Appointment } from '../../grid/schema.ts'
import type { Id, Instant } from '../../schema.ts'
import { gridPost } from '../post-holders.ts'
import type { Climb, EscalationPolicy, Issue } from '../schema.ts'
import { timeOf } from './clocks.ts'
import { clockPeriods } from './periods.ts'
import type { ClockPeriod } from './periods.ts'
import { dueAfter, dueIn, usedIn } from './reckon.ts'

export interface EscalationContext {
  tree: GridTree
  appointments: readonly Appointment[]
  calendar: WorkingCalendar
  policy: EscalationPolicy
  /** Epoch milliseconds. */
  now: number
}

/** An issue whose next level has to be told. */
export interface Escalation extends Climb {
  issueId: Id
  /** When it was due, which may be long before it is written down. */
  at: Instant
}

interface DueClimb {
  clock: Climb['clock']
  period: number
  step: number
  at: number
}

/**
 * What the clocks owe: each time one is over, the issue climbs one level of its path towards the street, and again after each
 * `every`. It is reckoned from the history alone: remarks and earlier climbs move nothing, an issue that nobody took on climbs
 * as well, and whoever asks late gets the same climbs with the same times as who asked each minute. No level is skipped, but
 * for an emergency, which goes to the top at once; where nobody holds the post of a level it is told as vacant and the next is
 * told with it.
 * @returns climbs not yet in the histories, by time, then by issue; all of them
 * @example
 * for (const climb of dueEscalations(issues, context)) … // { issueId, at, clock: 'handling', period: 1, step: 0, gridId: 'estate-7' }
 */
export function dueEscalations(issues: readonly Issue[], context: EscalationContext): Escalation[] {
  const time = timeOf(context.calendar)
  return issues
    .flatMap((issue) => climbsOf(issue, context, time))
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at) || (one.issueId < other.issueId ? -1 : 1))
}

function climbsOf(issue: Issue, { tree, appointments, policy, now }: EscalationContext, time: WorkingTime): Escalation[] {
  const written = new Set(issue.history.flatMap(({ climb }) => (climb ? [keyOf(climb)] : [])))
  const due = clockPeriods(issue)
    .flatMap((period) => dueClimbs(period, policy, time, now))
    .sort((one, other) => one.at - other.at || (one.clock < other.clock ? -1 : 1) || one.period - other.period)
  const above = issue.gridPath.slice(0, -1).reverse()
  const climbs: Escalation[] = []
  let level = 0
  for (const { at, ...climb } of due) {
    if (level >= above.length) break
    if (issue.severity === 'emergency') level = above.length - 1
    for (let isHeld = false; !isHeld && level < above.length; level++) {
      const gridId = above[level]!
      const { vacant } = gridPost(gridId, tree, appointments, at)
      isHeld = !vacant
      const full = { ...climb, gridId, ...(vacant && { vacant }) }
      if (!written.has(keyOf(full))) climbs.push({ issueId: issue.id, at: new Date(at).toISOString(), ...full })
    }
  }
  return climbs
}

const keyOf = ({ clock, period, step, gridId }: Climb) => `${clock} ${period} ${step} ${gridId}`

/** When a clock calls the next level, up to `now`: at the end of its time, and after each `every` from then while it runs. */
function dueClimbs({ kind, period, runs }: ClockPeriod, { every }: EscalationPolicy, time: WorkingTime, now: number): DueClimb[] {
  const climbs: DueClimb[] = []
  let used = 0
  let next: number | undefined
  let amount: number | undefined
  for (const run of runs) {
    if (run.from > now) break
    const until = Math.min(run.to ?? Infinity, now + 1)
    // With an extension the end of the time is another one.
    if (amount !== run.limit.amount) next = undefined
    amount = run.limit.amount
    next ??= dueIn(run, used, time)
    // What falls into a pause waits for its end.
    if (next !== undefined && next < run.from) next = run.from
    while (next !== undefined && next < until) {
      climbs.push({ clock: kind, period, step: climbs.length, at: next })
      next = dueAfter(next, Math.max(1, every.amount), every.unit, time)
    }
    used += usedIn(run, Math.min(run.to ?? now, now), time)
  }
  return climbs
}
