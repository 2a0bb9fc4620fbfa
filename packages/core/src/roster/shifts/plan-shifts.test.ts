import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CALENDAR_2026 } from '../../../test/calendar-2026.ts'
import { anyCalendar, anyDate, anyTemplate } from '../../../test/week-arbitraries.ts'
import type { WeekTemplate } from '../week-schema.ts'
import { mondayOf, planShifts } from './plan-shifts.ts'
import type { MadeShift } from './plan-shifts.ts'

const timeZone = 'Asia/Shanghai'
const at = (text: string) => Date.parse(`${text}+08:00`)
const daily: WeekTemplate = {
  id: 't',
  postId: 'p',
  from: '2026-01-01',
  lines: [{ id: 'am', weekdays: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '10:00', need: 1 }],
}
const context = { calendar: CALENDAR_2026, timeZone, from: '2026-09-28', weeks: 1, now: at('2026-09-28T12:00:00') }
const asMade = (plan: ReturnType<typeof planShifts>): MadeShift[] => plan.make.map((shift) => ({ ...shift, cancelled: false }))

test('shifts are made from now on, and not again', () => {
  const plan = planShifts([daily], [], context)
  assert.deepEqual(
    plan.make.map(({ id }) => id),
    ['t:am:2026-09-29', 't:am:2026-09-30'],
  )
  assert.deepEqual(planShifts([daily], asMade(plan), context), { make: [], withdraw: [], provisional: [] })
})

test('a holiday that becomes known takes its shifts with it; what was called off stays so', () => {
  const before = planShifts([daily], [], { ...context, calendar: [] })
  assert.deepEqual(before.provisional.length, 7)
  const made = asMade(before).map((shift) => (shift.id.endsWith('10-04') ? { ...shift, cancelled: true } : shift))
  assert.deepEqual(planShifts([daily], made, context).withdraw, [
    { id: 't:am:2026-10-01', reason: 'holiday' },
    { id: 't:am:2026-10-02', reason: 'holiday' },
    { id: 't:am:2026-10-03', reason: 'holiday' },
  ])
})

test('a template that ends takes what it would have given; one that is not there takes nothing', () => {
  const made = asMade(planShifts([daily], [], context))
  const ended = { ...daily, to: '2026-09-30' }
  assert.deepEqual(planShifts([ended], made, context).withdraw, [{ id: 't:am:2026-09-30', reason: 'other' }])
  assert.deepEqual(planShifts([], made, context).withdraw, [])
})

test('what has begun, and what is outside the time, is left as it is', () => {
  const made = asMade(planShifts([daily], [], context))
  const ended = { ...daily, to: '2026-01-02' }
  assert.deepEqual(
    planShifts([ended], made, { ...context, now: at('2026-09-29T08:00:00') }).withdraw.map(({ id }) => id),
    ['t:am:2026-09-30'],
  )
  assert.deepEqual(planShifts([ended], made, { ...context, from: '2026-10-05' }).withdraw, [])
})

test('the Monday of a date', () => {
  for (const date of ['2026-06-01', '2026-06-04', '2026-06-07']) assert.equal(mondayOf(date), '2026-06-01')
  assert.equal(mondayOf('2027-01-01'), '2026-12-28')
})

test('after a plan is carried out nothing is left to do, whatever was known when; shifts come by start and once', () => {
  const weeks = fc.integer({ min: 1, max: 4 })
  const span = fc.record({ from: anyDate, weeks, ahead: fc.integer({ min: -20, max: 40 }) })
  const templates = fc.tuple(anyTemplate('t1'), anyTemplate('t2'))
  fc.assert(
    fc.property(templates, templates, anyCalendar, anyCalendar, span, (before, after, known, learnt, { from, weeks, ahead }) => {
      const now = Date.parse(from) + ahead * 43_200_000
      const first = planShifts(before, [], { calendar: known, timeZone, from, weeks, now })
      const made = asMade(first)
      const second = planShifts(after, made, { calendar: learnt, timeZone, from, weeks, now })
      const withdrawn = new Set(second.withdraw.map(({ id }) => id))
      const all = [...made.map((shift) => ({ ...shift, cancelled: withdrawn.has(shift.id) })), ...asMade(second)]
      assert.equal(new Set(all.map(({ id }) => id)).size, all.length)
      const third = planShifts(after, all, { calendar: learnt, timeZone, from, weeks, now })
      assert.deepEqual([third.make, third.withdraw], [[], []])
      for (const { make } of [first, second]) {
        const starts = make.map(({ startsAt }) => Date.parse(startsAt))
        assert.deepEqual(
          starts,
          starts.toSorted((one, other) => one - other),
        )
        assert.ok(starts.every((start) => start > now))
      }
    }),
  )
})
