import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CALENDAR_2026 } from '../../test/calendar-2026.ts'
import { lifeArbitrary } from '../../test/issue-walk.ts'
import type { WorkingCalendar } from '../calendar/working-time.ts'
import { timeOf } from './clocks/clocks.ts'
import { clockPeriods } from './clocks/periods.ts'
import { dueOf, reckon } from './clocks/reckon.ts'
import { issueFacts } from './issue-facts.ts'
import { addToTally, emptyTally, ratesOf } from './rate-tally.ts'
import { rates } from './rates.ts'

const calendar: WorkingCalendar = {
  timeZone: 'Asia/Shanghai',
  hours: [
    { from: '09:00', to: '12:00' },
    { from: '13:00', to: '17:00' },
  ],
  years: CALENDAR_2026,
}

test('facts kept beside each issue, added in any order and page by page, come to the rates of the whole', () => {
  fc.assert(
    fc.property(
      fc.array(lifeArbitrary, { maxLength: 8 }),
      fc.nat({ max: 60 * 24 * 3 }),
      fc.infiniteStream(fc.nat()),
      (lives, minutes, numbers) => {
        // Facts are kept from the last step on: whoever counts does so then or later.
        const now = Math.max(0, ...lives.map((one) => one.now)) + minutes * 60_000
        const issues = lives.map(({ issue }) => issue)
        const kept = issues.map((issue) => ({ facts: JSON.stringify(issueFacts(issue, calendar)), order: numbers.next().value! }))
        kept.sort((one, other) => one.order - other.order)
        const tally = emptyTally()
        for (const { facts } of kept) addToTally(tally, JSON.parse(facts), now)
        assert.deepEqual(ratesOf(tally), rates(issues, { from: 0, to: Infinity, now, calendar }))
      },
    ),
    { numRuns: 300 },
  )
})

test('a clock is over from the instant that is told, and not before', () => {
  const time = timeOf(calendar)
  let found = 0
  fc.assert(
    fc.property(lifeArbitrary, fc.integer({ min: 0, max: 60 * 24 * 30 }), ({ issue, now }, minutes) => {
      const at = now + minutes * 60_000
      for (const period of clockPeriods(issue)) {
        const due = dueOf(period, time)
        if (due !== undefined) found += 1
        assert.equal(due !== undefined && due <= at, reckon(period, time, at).isOver, JSON.stringify(period))
      }
    }),
    { numRuns: 500 },
  )
  assert.ok(found > 100, 'Expected clocks that run out')
})

test('rates that were told stay as they were told when more is counted', () => {
  const facts = {
    reportedAt: 0,
    isMerged: false,
    isResolved: true,
    isClosed: false,
    wasResolved: true,
    wasReopened: false,
    isAnswerPromised: false,
    responseMs: 1,
    resolutionMs: 3,
  }
  const tally = addToTally(emptyTally(), facts, 9)
  const told = ratesOf(tally)
  addToTally(tally, { ...facts, isMerged: true }, 9)
  assert.deepEqual(ratesOf(tally), told)
  addToTally(tally, { ...facts, responseMs: 2 }, 9)
  assert.deepEqual([told.reported, told.response.den, told.timeToResponse], [1, 1, { of: 1, median: 1 }])
  assert.deepEqual(ratesOf(tally).timeToResponse, { of: 2, median: 1.5 })
})
