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
const asMade = ({ make }: Pick<ReturnType<typeof planShifts>, 'make'>): MadeShift[] =>
  make.map((shift) => ({ ...shift, cancelled: false, withdrawn: false }))
const NOTHING = { make: [], change: [], restore: [], withdraw: [], kept: [], provisional: [] }

test('shifts are made from now on, and not again', () => {
  const plan = planShifts([daily], [], context)
  assert.deepEqual(
    plan.make.map(({ id }) => id),
    ['t:am:2026-09-29', 't:am:2026-09-30'],
  )
  assert.deepEqual(planShifts([daily], asMade(plan), context), NOTHING)
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

test('a line that is put back has its shifts again, as it asks for them now; one that was called off for a storm stays so', () => {
  const made = asMade(planShifts([daily], [], context))
  const ended = { ...daily, to: '2026-09-29' }
  const withdrawn = new Set(planShifts([ended], made, context).withdraw.map(({ id }) => id))
  assert.equal(withdrawn.size, 2)
  const off = made.map((shift) => ({ ...shift, cancelled: true, withdrawn: withdrawn.has(shift.id) }))
  assert.deepEqual(planShifts([ended], off, context), NOTHING)
  const longer = { ...daily, lines: [{ ...daily.lines[0]!, to: '11:00' }] }
  const { restore, ...others } = planShifts([longer], off, context)
  assert.deepEqual(
    restore.map(({ id, endsAt }) => [id, endsAt]),
    [
      ['t:am:2026-09-29', '2026-09-29T03:00:00.000Z'],
      ['t:am:2026-09-30', '2026-09-30T03:00:00.000Z'],
    ],
  )
  assert.deepEqual({ ...others, restore: [] }, NOTHING)
  const near = planShifts([longer], off, { ...context, now: at('2026-09-29T08:00:00') })
  assert.deepEqual(
    near.restore.map(({ id }) => id),
    ['t:am:2026-09-30'],
    'what would have begun does not come back',
  )
  const storm = off.map((shift) => ({ ...shift, withdrawn: false }))
  assert.deepEqual(planShifts([longer], storm, context), NOTHING)
})

test('a line that is put back has another shift in place of one that somebody had come to, and the same one from then on', () => {
  const [first] = asMade(planShifts([daily], [], context)) as [MadeShift]
  const off = { ...first, cancelled: true, withdrawn: true, served: true }
  const others = asMade(planShifts([daily], [], context)).slice(1)
  const later = { ...daily, lines: [{ ...daily.lines[0]!, from: '09:00', to: '11:00' }] }
  const { make, ...rest } = planShifts([later], [off, ...others], context)
  assert.deepEqual([rest.restore, rest.withdraw], [[], []])
  assert.deepEqual(
    make.map(({ id, startsAt }) => [id, startsAt]),
    [['t:am:20260929:2', '2026-09-29T01:00:00.000Z']],
  )
  const all = [off, ...others, ...asMade({ make })]
  assert.deepEqual(
    planShifts([daily], all, context).change.map(({ id }) => id),
    ['t:am:20260929:2'],
  )
  const gone = planShifts([{ ...daily, lines: [] }], all, context).withdraw.map(({ id }) => id)
  assert.deepEqual(gone.toSorted(), ['t:am:2026-09-30', 't:am:20260929:2'])
  // Called off by order meanwhile, which holds what is off already too: neither comes back.
  const stormy = [off, ...others, ...asMade({ make })].map((shift) => ({ ...shift, cancelled: true, withdrawn: false }))
  assert.deepEqual(planShifts([daily], stormy, context), NOTHING)
  const again = { ...asMade({ make })[0]!, cancelled: true, withdrawn: true }
  assert.deepEqual(
    planShifts([daily], [off, ...others, again], context).restore.map(({ id }) => id),
    [again.id],
  )
  assert.deepEqual(
    planShifts([daily], [off, ...others, { ...again, served: true }], context).make.map(({ id }) => id),
    ['t:am:20260929:3'],
  )
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

test('what a line asks for under its old id is given to the shifts that it made, not silently to none', () => {
  const [line] = daily.lines
  const made = asMade(planShifts([daily], [], context))
  const asking = (change: object) => ({ ...daily, lines: [{ ...line!, ...change }] })
  const changes = [{ from: '09:00' }, { to: '11:30' }, { need: 2 }, { minAge: 18 }, { skills: ['first-aid'] }, { campaign: 'c' }]
  for (const change of [...changes, { mix: [{ role: 'buildingHead' as const, need: 1 }] }]) {
    const plan = planShifts([asking(change)], made, context)
    assert.deepEqual([plan.make, plan.withdraw, plan.kept], [[], [], []])
    assert.deepEqual(
      plan.change.map(({ id }) => id),
      made.map(({ id }) => id),
      JSON.stringify(change),
    )
    assert.deepEqual(planShifts([asking(change)], asMade({ make: plan.change }), context).change, [])
  }
  const same = made.map((shift) => ({ ...shift, startsAt: '2026-09-29T08:00:00+08:00', mix: [], skills: [] }))
  assert.deepEqual(planShifts([daily], [same[0]!], context).change, [], 'said otherwise, and the same')
})

test('a shift that would begin in the past stays as it is, and that is told; one that began or was called off is none of it', () => {
  const made = asMade(planShifts([daily], [], context))
  const early = { ...daily, lines: [{ ...daily.lines[0]!, from: '06:00' }] }
  const at = (now: string) => planShifts([early], made, { ...context, now: Date.parse(`${now}+08:00`) })
  assert.deepEqual([at('2026-09-29T06:00:00').kept, at('2026-09-29T06:00:00').change.length], [['t:am:2026-09-29'], 1])
  assert.deepEqual([at('2026-09-29T08:00:00').kept, at('2026-09-29T08:00:00').change.length], [[], 1])
  const off = made.map((shift) => ({ ...shift, cancelled: true }))
  assert.deepEqual(planShifts([early], off, context).change, [])
})

test('nights over the end of a month or a year are made once, whichever week is planned when', () => {
  const nightly = { ...daily, lines: [{ ...daily.lines[0]!, from: '22:00', to: '06:00', holidays: 'on' as const }] }
  for (const monday of ['2026-12-28', '2026-06-29', '2028-02-28']) {
    const at = { ...context, calendar: [], from: monday, now: Date.parse(`${monday}T00:00:00+08:00`) }
    const next = new Date(Date.parse(monday) + 7 * 86_400_000).toISOString().slice(0, 10)
    const first = planShifts([nightly], [], at)
    const second = planShifts([nightly], asMade(first), { ...at, from: next })
    const both = planShifts([nightly], [], { ...at, weeks: 2 })
    assert.deepEqual([...first.make, ...second.make], both.make)
    const spans = both.make.map(({ startsAt, endsAt }) => [Date.parse(startsAt), Date.parse(endsAt)] as const)
    assert.equal(spans.length, 14)
    spans.forEach(([start, end], night) => {
      assert.equal(end - start, 8 * 3_600_000)
      assert.equal(start - spans[0]![0], night * 86_400_000)
    })
  }
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
      const changed = new Map(second.change.map((shift) => [shift.id, shift]))
      const then = made.map((shift) => {
        const isOff = withdrawn.has(shift.id)
        return { ...shift, ...changed.get(shift.id), cancelled: isOff, withdrawn: isOff }
      })
      const all = [...then, ...asMade(second)]
      assert.equal(new Set(all.map(({ id }) => id)).size, all.length)
      const third = planShifts(after, all, { calendar: learnt, timeZone, from, weeks, now })
      assert.deepEqual({ ...third, provisional: [] }, { ...NOTHING, kept: second.kept })
      // As it was before: whatever was withdrawn is there again, once.
      const back = planShifts(before, all, { calendar: known, timeZone, from, weeks, now })
      assert.deepEqual(back.restore.map(({ id }) => id).toSorted(), [...withdrawn].toSorted())
      assert.deepEqual(back.make, [])
      // Where somebody had come to all of them, as many others are there in their place, once, and they stay as they are.
      const served = all.map((shift) => ({ ...shift, served: shift.withdrawn }))
      const anew = planShifts(before, served, { calendar: known, timeZone, from, weeks, now })
      assert.deepEqual(anew.restore, [])
      assert.deepEqual(
        anew.make.map(({ id }) => id).toSorted(),
        [...withdrawn].map((id) => `${id.slice(0, -10)}${id.slice(-10).replaceAll('-', '')}:2`).toSorted(),
      )
      const done = planShifts(before, [...served, ...asMade(anew)], { calendar: known, timeZone, from, weeks, now })
      assert.deepEqual([done.make, done.restore], [[], []])
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
