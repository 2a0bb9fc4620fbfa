import type { WorkingCalendar, WorkingTime } from '../../calendar/working-time.ts'
import type { GridTree } from '../../grid/grid-tree.ts'
import type { Appointment } from '../../grid/schema.ts'
import type { Id } from '../../schema.ts'
import { filedAt } from '../filed-as.ts'
import { gridPost } from '../post-holders.ts'
import type { Assignee, Climb, EscalationPolicy, Issue, TimeLimit, Transition } from '../schema.ts'
import { timeOf } from './clocks.ts'
import { clockPeriods } from './periods.ts'
import type { ClockPeriod } from './periods.ts'
import { dueAfter, dueIn, isOther, usedBefore, usedIn } from './reckon.ts'

export interface EscalationContext {
  tree: GridTree
  appointments: readonly Appointment[]
  calendar: WorkingCalendar
  policy: EscalationPolicy
  /** Since when the policy holds, epoch milliseconds: nothing is told under it as of an earlier instant. @defaultValue always */
  since?: number | undefined
  /** Epoch milliseconds; `Infinity` tells what will be due if nothing else happens. */
  now: number
}

/** An issue whose next level has to be told. */
export interface Escalation extends Climb {
  issueId: Id
}

/** One clock, and when it calls for the next level. */
interface Caller {
  clock: Climb['clock']
  period: number
  step: number
  calls: Generator<number, undefined, Answered>
  /** Undefined where it calls no more. */
  at: number | undefined
}

/** When a call was answered, and how long the clock then waits for the next; or that the levels begin anew, which a clock that is over waits from. */
interface Answered {
  at: number
  wait: TimeLimit
  anew?: true
}

/** What was owed is settled with it: somebody answered or resolved it, or it came back after all was done. */
const SETTLES: ReadonlySet<Transition['action']> = new Set(['accept', 'resolve', 'reopen', 'unmerge'])
const GIVES: ReadonlySet<Transition['action']> = new Set(['dispatch', 'reassign'])
/** From the building to the street; nobody else gives an issue to others. */
const RANKS: readonly string[] = ['buildingHead', 'estateWorker', 'community', 'street'] satisfies Assignee['role'][]

/**
 * What the clocks owe: each time one is over, the issue climbs one level of its path towards the street, and again after each
 * `every`, or `after` the level that was told. It is reckoned from the history alone: remarks move nothing, an issue that nobody
 * took on climbs as well, and whoever asks late gets the same climbs with the same times as who asked each minute. No level is
 * skipped, but for an emergency, which goes to the top at once; where nobody holds the post of a level it is told as vacant and
 * the next is told with it. The levels begin anew when it is taken on, resolved, reopened or parted again, and when the level that was told
 * last, or one above it, gives it to somebody: nobody below ends by passing it on what was told above them. Clocks that were over
 * by then wait `every` from there at least. Climbs that are in a history stand as they are, whatever has changed since.
 * @returns climbs not yet in the histories, by time, then by issue; all of them
 * @example
 * for (const climb of dueEscalations(issues, context)) … // { issueId, clock: 'handling', period: 1, step: 0, dueAt, gridId: 'estate-7' }
 */
export function dueEscalations(issues: readonly Issue[], context: EscalationContext): Escalation[] {
  const time = timeOf(context.calendar)
  return issues
    .flatMap((issue) => climbsOf(issue, context, time))
    .sort((one, other) => Date.parse(one.dueAt) - Date.parse(other.dueAt) || (one.issueId < other.issueId ? -1 : 1))
}

function climbsOf(issue: Issue, context: EscalationContext, time: WorkingTime): Escalation[] {
  const { tree, appointments, policy } = context
  const above = issue.gridPath.slice(0, -1).reverse()
  const written = issue.history.flatMap(({ climb }) => climb ?? [])
  const callers = clockPeriods(issue).map((period) => callerOf(period, context, time))
  const turns = issue.history.filter(({ action }) => SETTLES.has(action) || GIVES.has(action))
  const climbs: Escalation[] = []
  let level = 0
  let turn = 0
  for (let next = earliest(callers); next; next = earliest(callers)) {
    const { clock, period, step } = next
    const told = written.filter((climb) => climb.clock === clock && climb.period === period && climb.step === step)
    const at = told[0] ? Date.parse(told[0].dueAt) : next.at!
    const passed = turns[turn]
    if (passed && (Date.parse(passed.at) <= at || level === above.length)) {
      turn++
      if (level === 0 || !beginsAnew(passed, gridPost(above[level - 1]!, tree, appointments, at).role)) continue
      level = 0
      for (const caller of callers) callAgain(caller, { at: Date.parse(passed.at), wait: policy.every, anew: true })
      continue
    }
    if (level === above.length) break
    const goesToTop = isEmergency(issue, at) && policy.emergencyToTop !== false
    level = Math.max(level, goesToTop ? above.length - 1 : lowestAbove(issue, above, at))
    let isHeld = false
    for (const climb of told) {
      level = Math.max(level, above.indexOf(climb.gridId) + 1)
      isHeld ||= !climb.vacant
    }
    for (; !isHeld && level < above.length; level++) {
      const gridId = above[level]!
      const { vacant } = gridPost(gridId, tree, appointments, at)
      isHeld = !vacant
      climbs.push({
        issueId: issue.id,
        clock,
        period,
        step,
        dueAt: new Date(at).toISOString(),
        gridId,
        ...(vacant && { vacant }),
      })
    }
    const { role } = gridPost(above[level - 1]!, tree, appointments, at)
    callAgain(next, { at, wait: policy.after?.[role] ?? policy.every })
    next.step++
  }
  return climbs
}

const beginsAnew = ({ action, actor }: Transition, toldLast: Assignee['role']): boolean =>
  SETTLES.has(action) || RANKS.indexOf(actor.role) >= RANKS.indexOf(toldLast)

function callAgain(caller: Caller, answered: Answered): void {
  if (caller.at !== undefined) caller.at = caller.calls.next(answered).value
}

/** As it was filed at an instant: one that is corrected later was told by what it was taken for until then. */
function isEmergency(issue: Issue, at: number): boolean {
  const seq = issue.history.filter(({ at: when }) => Date.parse(when) <= at).at(-1)?.seq ?? 1
  return filedAt(issue, seq).severity === 'emergency'
}

function callerOf(period: ClockPeriod, { since, now }: EscalationContext, time: WorkingTime): Caller {
  const calls = callsOf(period, { since, now }, time)
  return { clock: period.kind, period: period.period, step: 0, calls, at: calls.next().value }
}

const earliest = (callers: readonly Caller[]): Caller | undefined =>
  callers
    .filter(({ at }) => at !== undefined)
    .sort((one, other) => one.at! - other.at! || (one.clock < other.clock ? -1 : 1) || one.period - other.period)[0]

/** The first level above whom the issue was given to, as far as that is a post on its path; the top is told of its own too. */
function lowestAbove({ history }: Issue, above: readonly Id[], at: number): number {
  const given = history.filter(({ assignee, at: when }) => assignee !== undefined && Date.parse(when) <= at).at(-1)?.assignee
  return given?.gridId === undefined ? 0 : Math.min(above.indexOf(given.gridId) + 1, above.length - 1)
}

/** When a clock calls the next level, up to `now`: at the end of its time, and after each wait from then while it runs. */
function* callsOf(
  { runs }: ClockPeriod,
  { since = -Infinity, now }: Pick<EscalationContext, 'since' | 'now'>,
  time: WorkingTime,
): Generator<number, undefined, Answered> {
  let used = 0
  let due: number | undefined
  let next: number | undefined
  let limit: TimeLimit | undefined
  let pause: { from: number; to: number } | undefined
  const paused = (at: number) => (pause && due! < pause.from ? Math.max(at, pause.to) : at)
  for (const [index, run] of runs.entries()) {
    if (run.from > now) break
    const until = Math.min(run.to ?? Infinity, now + 1)
    // With an extension, or a correction, the end of the time is another one.
    if (!limit || isOther(limit, run.limit)) {
      due = next = undefined
      used = usedBefore(runs, index, time)
    }
    limit = run.limit
    due ??= dueIn(run, used, time)
    next ??= due
    if (next !== undefined) next = paused(next)
    // What falls into a pause waits for its end.
    if (next !== undefined && next < run.from) next = run.from
    while (next !== undefined && Math.max(next, since) < until) {
      const { at, wait, anew }: Answered = yield Math.max(next, since)
      const again = dueAfter(at, Math.max(1, wait.amount), wait.unit, time)
      if (anew) pause = { from: at, to: again }
      else next = again
      next = paused(next)
    }
    if (run.to !== undefined) used += usedIn(run, Math.min(run.to, now), time)
  }
  return undefined
}
