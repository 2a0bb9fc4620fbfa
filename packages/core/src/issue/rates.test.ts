import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CALENDAR_2026 } from '../../test/calendar-2026.ts'
import { lifeArbitrary } from '../../test/issue-walk.ts'
import { ACTORS, COMPLETE, context, GOES_ON, REPORT } from '../../test/sample-issue.ts'
import { slowClocks } from '../../test/slow-clocks.ts'
import type { WorkingCalendar } from '../calendar/working-time.ts'
import { advance } from './advance.ts'
import { openIssue } from './open-issue.ts'
import { rates } from './rates.ts'
import type { Issue, IssueAction, ServiceTerms } from './schema.ts'

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
    const result = advance(issue, { ...COMPLETE, action, version: issue.version, rating }, given)
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
