import type { ClockKind, Issue, ServiceTerms, TimeLimit, Transition } from '../schema.ts'

/** Time in which a clock runs, under one limit. Epoch milliseconds; without an end it runs still, or will from its start on. */
export interface Run {
  from: number
  to?: number
  /** Extensions up to then included. */
  limit: TimeLimit
}

/** One clock from its start to its stop. */
export interface ClockPeriod {
  kind: ClockKind
  /** From 1. */
  period: number
  startedAt: number
  stoppedAt?: number
  /** In order; a gap between two is a pause. */
  runs: Run[]
}

/** What starts a clock, and what stops it. A step that is in neither leaves it as it is. */
interface Rule {
  kind: ClockKind
  starts(step: Transition, running: boolean): boolean
  stops(step: Transition): boolean
}

const TAKEN_ON = new Set(['accept', 'dispatch', 'reassign', 'reopen'])
const OUT_OF_HANDS = new Set(['resolve', 'return', 'reject', 'merge'])
const AT_REST = new Set(['resolve', 'reject', 'merge'])
const GIVEN = new Set(['dispatch', 'reassign', 'merge'])
/** Time is added for whoever has it in hand, and with it to the whole. */
const EXTENDED: ReadonlySet<ClockKind> = new Set(['handling', 'total'])
const SETTLED = new Set(['close', 'reopen'])

/** A remark, what the clock itself writes down, what it is filed as, and whether others may read it: none of it is an answer. */
const NO_ANSWER: ReadonlySet<Transition['action']> = new Set(['report', 'note', 'climb', 'correct', 'publish', 'withhold'])

/** The first word of anybody who works on it. */
export const isAnswer = ({ action, actor }: Transition): boolean => actor.role !== 'resident' && !NO_ANSWER.has(action)

const RULES: readonly Rule[] = [
  { kind: 'response', starts: ({ action }) => action === 'report', stops: isAnswer },
  { kind: 'handling', starts: ({ action }) => TAKEN_ON.has(action), stops: ({ action }) => OUT_OF_HANDS.has(action) },
  {
    kind: 'total',
    starts: ({ action }, running) => !running && (action === 'report' || action === 'reopen' || action === 'unmerge'),
    stops: ({ action }) => AT_REST.has(action),
  },
  { kind: 'dispatch', starts: ({ action }) => action === 'return', stops: ({ action }) => GIVEN.has(action) },
  { kind: 'verification', starts: ({ action }) => action === 'resolve', stops: ({ action }) => SETTLED.has(action) },
]

/**
 * The clocks that a history has started, in the order of their start: one for the first response, one for each period in
 * somebody's hands, one for all the time it was open, one for each time it was given back, and one for each time it was resolved.
 * They stand still while the issue is suspended (挂账), until the day that it was suspended to. A correction of its category or
 * severity (更正) gives each clock that runs the limit of what is promised then, with the extensions it had in the same unit: what
 * was used of it counts, and its time is up at the correction at the earliest. What has stopped stays as it was, and what began
 * without a promise goes on without.
 */
export function clockPeriods({ history, terms }: Pick<Issue, 'history' | 'terms'>): ClockPeriod[] {
  const opened = openedTerms({ history, terms })
  return RULES.flatMap((rule) => periodsOf(rule, history, opened)).sort((one, other) => one.startedAt - other.startedAt)
}

/** What was promised when it was reported, whatever has been corrected since. */
export function openedTerms({ history, terms }: Pick<Issue, 'history' | 'terms'>): ServiceTerms | undefined {
  const first = history.find(({ corrected }) => corrected)?.corrected
  return first ? first.was.terms : terms
}

function periodsOf(rule: Rule, history: readonly Transition[], terms: ServiceTerms | undefined): ClockPeriod[] {
  let limit = terms?.[rule.kind]
  const periods: ClockPeriod[] = []
  for (const step of history) {
    const at = Date.parse(step.at)
    const current = periods.at(-1)
    const running = current !== undefined && current.stoppedAt === undefined
    if (running && (rule.stops(step) || (rule.kind === 'handling' && rule.starts(step, running)))) stop(current, at)
    // Whoever reports what is known already merges it themselves: no answer, and none is owed until it is parted again.
    else if (running && step.action === 'merge') endRun(current, at)
    else if (running && step.action === 'suspend') pause(current, at, step.until)
    else if (running && step.action === 'resume') resume(current, at)
    else if (running && step.extension && EXTENDED.has(rule.kind)) extend(current, at, step.extension)
    if (step.corrected) {
      const next = step.corrected.now.terms?.[rule.kind]
      if (running && limit && next) renew(current, at, { from: limit, to: next })
      limit = next
    }
    if (!limit || !rule.starts(step, running)) continue
    // All the time it was open is one clock, however often it is reopened.
    if (rule.kind === 'total' && current) {
      delete current.stoppedAt
      current.runs.push({ from: at, limit: current.runs.at(-1)!.limit })
    } else periods.push({ kind: rule.kind, period: periods.length + 1, startedAt: at, runs: [{ from: at, limit }] })
  }
  return periods
}

function stop(period: ClockPeriod, at: number): void {
  endRun(period, at)
  period.stoppedAt = at
}

function endRun({ runs }: ClockPeriod, at: number): void {
  const run = runs.at(-1)!
  run.to ??= at
}

/** It goes on at the end of the suspension (挂账) whether or not anybody resumes it; without one, only then. */
function pause(period: ClockPeriod, at: number, until: string | undefined): void {
  endRun(period, at)
  if (until !== undefined) period.runs.push({ from: Date.parse(until), limit: period.runs.at(-1)!.limit })
}

function resume({ runs }: ClockPeriod, at: number): void {
  const run = runs.at(-1)!
  if (run.to !== undefined) runs.push({ from: at, limit: run.limit })
  else if (run.from > at) run.from = at
}

function renew(period: ClockPeriod, at: number, promise: { from: TimeLimit; to: TimeLimit }): void {
  const { from, to } = promise
  const { limit } = period.runs.at(-1)!
  const added = from.unit === to.unit ? limit.amount - from.amount : 0
  const next = { unit: to.unit, amount: to.amount + added }
  if (next.unit === limit.unit && next.amount === limit.amount) return
  endRun(period, at)
  period.runs.push({ from: at, limit: next })
}

function extend(period: ClockPeriod, at: number, { amount, unit }: TimeLimit): void {
  const { limit, to } = period.runs.at(-1)!
  if (limit.unit !== unit) return
  const longer = { unit, amount: limit.amount + amount }
  if (to !== undefined) {
    // In a pause: it holds from the next run on.
    period.runs.push({ from: at, to: at, limit: longer })
    return
  }
  endRun(period, at)
  period.runs.push({ from: at, limit: longer })
}
