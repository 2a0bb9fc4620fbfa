import type { ClockKind, Issue, ServiceTerms, TimeLimit, Transition } from '../schema.ts'

/** Time in which a clock runs, under one limit. Epoch milliseconds; without an end it runs still. */
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

/** A remark, what the clock itself writes down, and whether others may read it: none of it is an answer. */
const NO_ANSWER: ReadonlySet<Transition['action']> = new Set(['report', 'note', 'climb', 'publish', 'withhold'])

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
]

/**
 * The clocks that a history has started, in the order of their start: one for the first response, one for each period in
 * somebody's hands, and one for all the time it was open. They stand still while the issue is suspended (挂账).
 */
export function clockPeriods({ history, terms }: Pick<Issue, 'history' | 'terms'>): ClockPeriod[] {
  if (!terms) return []
  return RULES.flatMap((rule) => periodsOf(rule, history, terms)).sort((one, other) => one.startedAt - other.startedAt)
}

function periodsOf(rule: Rule, history: readonly Transition[], terms: ServiceTerms): ClockPeriod[] {
  const limit = terms[rule.kind]
  if (!limit) return []
  const periods: ClockPeriod[] = []
  for (const step of history) {
    const at = Date.parse(step.at)
    const current = periods.at(-1)
    const running = current !== undefined && current.stoppedAt === undefined
    if (running && (rule.stops(step) || (rule.kind === 'handling' && rule.starts(step, running)))) stop(current, at)
    // Whoever reports what is known already merges it themselves: no answer, and none is owed until it is parted again.
    else if (running && (step.action === 'suspend' || step.action === 'merge')) endRun(current, at)
    else if (running && step.action === 'resume') current.runs.push({ from: at, limit: current.runs.at(-1)!.limit })
    else if (running && step.extension && rule.kind !== 'response') extend(current, at, step.extension)
    if (!rule.starts(step, running)) continue
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
