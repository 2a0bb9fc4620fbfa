import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CALENDAR_2026 } from '../../test/calendar-2026.ts'
import { lifeArbitrary } from '../../test/issue-walk.ts'
import { ACTORS, COMPLETE, correctionOf, context, GOES_ON, REPORT } from '../../test/sample-issue.ts'
import { slowClocks } from '../../test/slow-clocks.ts'
import type { WorkingCalendar } from '../calendar/working-time.ts'
import { advance } from './advance.ts'
import { openIssue } from './open-issue.ts'
import { rates } from './rates.ts'
import type { Issue, IssueAction, ServiceTerms, Transition } from './schema.ts'

const calendar: WorkingCalendar = {
  timeZone: 'Asia/Shanghai',
  hours: [
    { from: '09:00', to: '12:00' },
    { from: '13:00', to: '17:00' },
  ],
  years: CALENDAR_2026,
}
const TERMS: ServiceTerms = { response: { amount: 60, unit: 'minutes' }, handling: { amount: 1, unit: 'workingDays' } }
const at = (text: string) => Date.parse(`2026-${text}:00+08:00`)

function life(steps: string, rating = 5): Issue {
  const [reported, ...rest] = steps.split(',').map((text) => text.trim())
  let issue = openIssue(REPORT, { gridPath: ['s', 'c1', 'e1', 'm1'], actor: ACTORS.resident, now: at(reported!), terms: TERMS })
  for (const step of rest) {
    const [when, who, action] = step.split(' ') as [string, keyof typeof ACTORS, IssueAction]
    const given = { ...context, actor: ACTORS[who], now: at(when), target: GOES_ON }
    const result = advance(issue, { ...COMPLETE, correction: correctionOf(issue), action, version: issue.version, rating }, given)
    assert.ok(result.ok, `${step}: ${JSON.stringify(result)}`)
    ;({ issue } = result)
  }
  return issue
}

const HANDLED = `10-12T09:00, 10-12T09:30 community accept, 10-12T09:30 community start, 10-12T15:00 community resolve,
  10-12T16:00 inspector verify, 10-12T16:30 community close`
const ISSUES = [
  life(`${HANDLED}, 10-12T20:00 resident rate`),
  life(`${HANDLED}, 10-12T20:00 resident rate`, 3),
  life(`${HANDLED}, 10-13T09:00 resident reopen`),
  // Answered late, resolved late.
  life(`10-12T09:00, 10-12T11:00 community accept, 10-12T11:00 community start, 10-15T09:00 community resolve`),
  // Nobody has looked at it.
  life('10-12T09:00'),
  life('10-12T09:00, 10-12T09:10 community reject'),
  life('10-12T09:00, 10-12T09:10 community merge'),
]
const day = { from: at('10-12T00:00'), to: at('10-13T00:00'), calendar }

test('each rate says of how many', () => {
  assert.deepEqual(rates(ISSUES, { ...day, now: at('10-16T09:00') }), {
    reported: 6,
    response: { num: 5, den: 6 },
    responseOnTime: { num: 4, den: 6 },
    resolution: { num: 3, den: 6 },
    // The reopened one is in nobody’s hands for three days; the fourth was resolved late.
    closing: { num: 2, den: 4 },
    closingOnTime: { num: 2, den: 4 },
    rated: { num: 2, den: 2 },
    satisfaction: { num: 1, den: 2 },
    acceptance: { num: 2, den: 2 },
    reopened: { num: 1, den: 4 },
    timeToResponse: { of: 5, median: 30 * 60_000 },
    timeToResolution: { of: 3, median: 6 * 3_600_000 },
  })
})

test('nothing after the instant is looked at, and nothing outside the time', () => {
  const early = rates(ISSUES, { ...day, now: at('10-12T09:05') })
  assert.deepEqual([early.reported, early.response], [7, { num: 0, den: 7 }])
  assert.equal(rates(ISSUES, { ...day, from: at('10-12T09:01'), now: at('10-16T09:00') }).reported, 0)
  assert.deepEqual(rates([], { ...day, now: at('10-16T09:00') }).timeToResponse, { of: 0 })
})

test('a second closing is rated anew: what was said of the first is not said of it', () => {
  const again = `${HANDLED}, 10-12T20:00 resident rate, 10-13T09:00 resident reopen, 10-13T10:00 community dispatch,
    10-13T10:10 community start, 10-13T11:00 community resolve, 10-13T11:30 inspector verify, 10-13T12:00 community close`
  const all = { ...day, now: at('10-16T09:00') }
  const unrated = rates([life(again)], all)
  assert.deepEqual(
    [unrated.rated, unrated.satisfaction],
    [
      { num: 0, den: 1 },
      { num: 0, den: 0 },
    ],
  )
  const rated = rates([life(`${again}, 10-14T09:00 resident rate`, 2)], all)
  assert.deepEqual(
    [rated.rated, rated.satisfaction],
    [
      { num: 1, den: 1 },
      { num: 0, den: 1 },
    ],
  )
})

const ROUND = [
  ['community', 'start'],
  ['community', 'resolve'],
  ['inspector', 'verify'],
  ['community', 'close'],
] as const
/** Lives that are closed, rated and reopened again and again, broken off anywhere. */
const closingsArbitrary = fc
  .record({
    rounds: fc.array(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 2 }), { minLength: 1, maxLength: 4 }),
    waits: fc.array(fc.integer({ min: 1, max: 2 * 24 * 60 }), { minLength: 40, maxLength: 40 }),
    steps: fc.integer({ min: 0, max: 40 }),
  })
  .map(({ rounds, waits, steps }) => {
    const moves = rounds.flatMap((ratings, round) => [
      ...(round === 0
        ? [['community', 'accept'] as const]
        : [['resident', 'reopen'] as const, ['community', 'dispatch'] as const]),
      ...ROUND,
      ...ratings.map((rating) => ['resident', 'rate', rating] as const),
    ])
    let now = at('10-12T09:00')
    let issue = openIssue(REPORT, { gridPath: ['s', 'c1', 'e1', 'm1'], actor: ACTORS.resident, now, terms: TERMS })
    for (const [index, [who, action, rating = 1]] of moves.slice(0, steps).entries()) {
      now += waits[index]! * 60_000
      const given = { ...context, actor: ACTORS[who], now, target: GOES_ON }
      const result = advance(
        issue,
        { ...COMPLETE, correction: correctionOf(issue), action, version: issue.version, rating },
        given,
      )
      assert.ok(result.ok, action)
      ;({ issue } = result)
    }
    return issue
  })

/** What became of one, step by step. */
function slowFacts({ history }: Issue, now: number) {
  const facts = { closed: false, resolved: false, rating: 0, answeredMs: -1, resolvedMs: -1 }
  const begin = Date.parse(history[0]!.at)
  const take = ({ action, at: time, actor, rating }: Transition) => {
    const after = Date.parse(time) - begin
    if (facts.answeredMs < 0 && action !== 'report' && action !== 'note' && actor.role !== 'resident') facts.answeredMs = after
    if (action === 'resolve') Object.assign(facts, { resolved: true, resolvedMs: after })
    if (action === 'close') Object.assign(facts, { closed: true, rating: 0 })
    if (action === 'reopen') Object.assign(facts, { closed: false, resolved: false, rating: 0 })
    if (action === 'rate') facts.rating = rating!
  }
  for (const step of history) if (Date.parse(step.at) <= now) take(step)
  return facts
}

/** In the middle: as many are below as above. */
function slowMedian(values: number[]): number | undefined {
  const left = [...values]
  const drop = (extreme: number) => left.splice(left.indexOf(extreme), 1)
  while (left.length > 2) {
    drop(Math.min(...left))
    drop(Math.max(...left))
  }
  return left.length === 0 ? undefined : left.reduce((sum, value) => sum + value, 0) / left.length
}

test('closings, ratings and medians are what counting them one by one gives, over lives with several closings', () => {
  let again = 0
  fc.assert(
    fc.property(fc.array(closingsArbitrary, { minLength: 1, maxLength: 7 }), fc.nat(60), (issues, days) => {
      const now = at('10-12T09:00') + days * 86_400_000
      const found = rates(issues, { from: 0, to: Infinity, now, calendar })
      const facts = issues.map((issue) => slowFacts(issue, now))
      again += issues.filter(({ history }) => history.filter(({ action }) => action === 'close').length > 1).length
      const closed = facts.filter((one) => one.closed)
      const rated = closed.filter(({ rating }) => rating > 0)
      const isLate = (issue: Issue) =>
        slowClocks({ ...issue, history: issue.history.filter((step) => Date.parse(step.at) <= now) }, now).some(
          ({ kind, state }) => kind === 'handling' && /overdue|missed/.test(state),
        )
      const due = issues.filter((issue, index) => facts[index]!.closed || isLate(issue))
      assert.deepEqual(found.resolution, { num: facts.filter(({ resolved }) => resolved).length, den: issues.length })
      assert.deepEqual(found.closing, { num: closed.length, den: due.length })
      assert.deepEqual(found.closingOnTime, {
        num: issues.filter((issue, index) => facts[index]!.closed && !isLate(issue)).length,
        den: due.length,
      })
      assert.deepEqual(found.rated, { num: rated.length, den: closed.length })
      assert.deepEqual(found.satisfaction, { num: rated.filter(({ rating }) => rating > 3).length, den: rated.length })
      assert.deepEqual(found.acceptance, { num: rated.filter(({ rating }) => rating > 2).length, den: rated.length })
      const answers = facts.flatMap(({ answeredMs }) => (answeredMs < 0 ? [] : [answeredMs]))
      const resolutions = facts.flatMap(({ resolved, resolvedMs }) => (resolved ? [resolvedMs] : []))
      assert.deepEqual([found.timeToResponse.of, found.timeToResponse.median], [answers.length, slowMedian(answers)])
      assert.deepEqual([found.timeToResolution.of, found.timeToResolution.median], [resolutions.length, slowMedian(resolutions)])
    }),
    { numRuns: 150 },
  )
  assert.ok(again > 20, 'Expected lives that are closed more than once')
})

test('over random lives numerators stay within denominators, parts sum up, and lateness is what counting minutes gives', () => {
  fc.assert(
    fc.property(fc.array(lifeArbitrary, { minLength: 1, maxLength: 6 }), fc.nat(5), (lives, cut) => {
      const now = Math.max(...lives.map((one) => one.now))
      const issues = lives.map(({ issue }) => issue)
      const all = { from: 0, to: Infinity, now, calendar }
      const whole = rates(issues, all)
      const parts = [rates(issues.slice(0, cut), all), rates(issues.slice(cut), all)]
      for (const [name, value] of Object.entries(whole)) {
        if (typeof value === 'number' || 'of' in value) continue
        assert.ok(value.num <= value.den, name)
        const sums = parts.map((part) => part[name as 'response'])
        assert.deepEqual({ num: sums[0]!.num + sums[1]!.num, den: sums[0]!.den + sums[1]!.den }, value, name)
      }
      const counted = issues.filter(({ history }) => history.at(-1)!.to !== 'merged')
      const late = counted.filter((issue) =>
        slowClocks(issue, now).some(({ kind, state }) => kind === 'response' && /overdue|missed/.test(state)),
      )
      assert.equal(whole.responseOnTime.den - whole.responseOnTime.num, late.length)
    }),
    { numRuns: 200 },
  )
})
