// The clocks of an issue once more, walked minute by minute through a table of the year: slow, and nothing to go wrong.
import type { Clock, ClockKind, Issue, TimeLimit, Transition } from '../src/issue/schema.ts'
import { CALENDAR_2026 } from './calendar-2026.ts'

const MINUTE = 60_000
/** Local midnight of the table's first day. */
const FIRST = Date.parse('2026-09-01T00:00:00+08:00')
const DAYS = 200
const MINUTES = DAYS * 1440

const SPECIAL = new Map(CALENDAR_2026.flatMap(({ days }) => days).map(({ date, kind }) => [date, kind]))
/** By day: whether it is worked. Office hours are 9 to 12 and 13 to 17. */
const WORKED = Array.from({ length: DAYS }, (_, day) => {
  const date = new Date(FIRST + 8 * 3_600_000 + day * 86_400_000)
  const kind = SPECIAL.get(date.toISOString().slice(0, 10))
  return kind ? kind === 'makeUpDay' : ![0, 6].includes(date.getUTCDay())
})
const isWorked = (minute: number) => WORKED[Math.floor(minute / 1440)]!
const clockOf = (minute: number) => minute % 1440
const isOpen = (minute: number) => {
  const clock = clockOf(minute)
  return isWorked(minute) && ((clock >= 540 && clock < 720) || (clock >= 780 && clock < 1020))
}

export interface SlowClock {
  kind: ClockKind
  state: Clock['state']
  used: number
}

interface Hand {
  kind: ClockKind
  limit: TimeLimit
  used: number
  runs: boolean
  stopped: boolean
  over: boolean
  /** Where it stands still until then. */
  resumes?: string | undefined
}

/** @param now to the minute, as are the steps of the history */
export function slowClocks(issue: Issue, now: number): SlowClock[] {
  const terms = issue.terms!
  const all: Hand[] = []
  const steps = [...issue.history]
  const end = (now - FIRST) / MINUTE
  if (end >= MINUTES) throw new Error('Expected an instant within the table')
  for (let minute = (Date.parse(steps[0]!.at) - FIRST) / MINUTE; ; minute++) {
    while (steps[0] && (Date.parse(steps[0].at) - FIRST) / MINUTE <= minute) apply(steps.shift()!)
    for (const hand of all) if (hand.resumes && FIRST + minute * MINUTE >= Date.parse(hand.resumes)) goOn(hand)
    for (const hand of all) if (hand.runs && isUp(hand, minute)) hand.over = true
    if (minute >= end) break
    for (const hand of all) if (hand.runs) tick(hand, minute)
  }
  return all.map(({ kind, stopped, runs, over, used }) => {
    const state = stopped ? (over ? 'missed' : 'met') : over ? 'overdue' : runs ? 'running' : 'paused'
    return { kind, state, used }
  })

  function apply({ action, actor, extension, until }: Transition) {
    const open = all.filter(({ stopped }) => !stopped)
    if (action === 'report') start('response', 'total')
    if (['dispatch', 'reassign', 'merge'].includes(action)) stop('dispatch')
    if (['close', 'reopen'].includes(action)) stop('verification')
    if (action === 'return') start('dispatch')
    if (action === 'resolve') start('verification')
    if (actor.role !== 'resident' && !['note', 'report', 'correct'].includes(action)) stop('response')
    if (['resolve', 'return', 'reject', 'merge', 'accept', 'dispatch', 'reassign', 'reopen'].includes(action)) stop('handling')
    if (['accept', 'dispatch', 'reassign', 'reopen'].includes(action)) start('handling')
    if (['resolve', 'reject', 'merge'].includes(action)) stop('total')
    const total = all.find(({ kind }) => kind === 'total')!
    if ((action === 'reopen' || action === 'unmerge') && total.stopped) Object.assign(total, { stopped: false, runs: true })
    if (action === 'suspend') for (const hand of open) Object.assign(hand, { runs: false, resumes: until })
    if (action === 'resume') open.forEach(goOn)
    for (const hand of extension ? open : []) {
      if (!['handling', 'total'].includes(hand.kind) || hand.limit.unit !== extension!.unit) continue
      hand.limit = { ...hand.limit, amount: hand.limit.amount + extension!.amount }
      hand.over = false
    }
  }

  function start(...kinds: ClockKind[]) {
    for (const kind of kinds) all.push({ kind, limit: { ...terms[kind]! }, used: 0, runs: true, stopped: false, over: false })
  }

  function stop(kind: ClockKind) {
    const hand = all.findLast((one) => one.kind === kind && !one.stopped)
    if (hand) Object.assign(hand, { stopped: true, runs: false })
  }
}

function goOn(hand: Hand) {
  hand.runs = !hand.stopped
  hand.resumes = undefined
}

function tick(hand: Hand, minute: number) {
  const { unit } = hand.limit
  if (unit === 'minutes') hand.used++
  else if (unit === 'workingMinutes') hand.used += isOpen(minute) ? 1 : 0
  // A day is counted when it begins.
  else if (clockOf(minute + 1) === 0) hand.used += unit === 'days' || isWorked(minute + 1) ? 1 : 0
}

/** Days: past the closing of a working day on which their number is complete. */
function isUp({ limit: { unit, amount }, used }: Hand, minute: number): boolean {
  return used >= amount && (unit === 'minutes' || unit === 'workingMinutes' || (isWorked(minute) && clockOf(minute) >= 1020))
}
