import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CALENDAR_2026 } from '../../../test/calendar-2026.ts'
import { anyCalendar, anyDate, anyTemplate } from '../../../test/week-arbitraries.ts'
import { idSchema } from '../../schema.ts'
import { weekTemplateSchema } from '../schema.ts'
import type { WeekLine, WeekTemplate } from '../week-schema.ts'
import { dutyDays } from '../../calendar/duty-days.ts'
import { shiftsOfWeek } from './shifts-of-week.ts'
import { localDate } from '../../calendar/zoned-time.ts'

const timeZone = 'Asia/Shanghai'
const context = { calendar: CALENDAR_2026, timeZone }
const template = (line: Partial<WeekLine>, span: Partial<WeekTemplate> = {}): WeekTemplate => ({
  id: 't1',
  postId: 'p1',
  from: '2026-01-01',
  lines: [{ id: 'am', weekdays: [1, 2, 3, 4, 5], from: '07:30', to: '09:00', need: 2, ...line }],
  ...span,
})
const datesOf = (one: WeekTemplate, weekStart: string) => shiftsOfWeek(one, weekStart, context).map(({ id }) => id.slice(-5))

test('an ordinary week has the template’s weekdays at its hours', () => {
  assert.deepEqual(shiftsOfWeek(template({ weekdays: [1, 6] }), '2026-06-01', context), [
    {
      id: 't1:am:2026-06-01',
      templateId: 't1',
      postId: 'p1',
      startsAt: '2026-05-31T23:30:00.000Z',
      endsAt: '2026-06-01T01:00:00.000Z',
      need: 2,
    },
    {
      id: 't1:am:2026-06-06',
      templateId: 't1',
      postId: 'p1',
      startsAt: '2026-06-05T23:30:00.000Z',
      endsAt: '2026-06-06T01:00:00.000Z',
      need: 2,
    },
  ])
})

test('what a line asks for is asked of its shifts', () => {
  const mix = [{ role: 'dualRegistrant' as const, need: 1 }]
  const asked = { mix, skills: ['first-aid'], minAge: 18, campaign: 'civil-city' }
  const [shift] = shiftsOfWeek(template({ weekdays: [1], ...asked }), '2026-06-01', context)
  const { mix: theirs, skills, minAge, campaign } = shift!
  assert.deepEqual({ mix: theirs, skills, minAge, campaign }, asked)
})

test('a holiday and a Saturday that is worked are as the line says', () => {
  const workdays = [1, 2, 3, 4, 5]
  const cases: [Partial<WeekLine>, string[]][] = [
    [{ weekdays: workdays }, ['10-08', '10-09']],
    [{ weekdays: workdays, makeUpDays: 'on' }, ['10-08', '10-09', '10-10']],
    [{ weekdays: workdays, makeUpDays: 'asWeekday' }, ['10-08', '10-09']],
    [{ weekdays: [6, 7] }, ['10-11']],
    [{ weekdays: [6, 7], makeUpDays: 'asWeekday' }, ['10-10', '10-11']],
    [{ weekdays: [6, 7], holidays: 'on' }, ['10-05', '10-06', '10-07', '10-11']],
    [{ weekdays: [2], holidays: 'asWeekday' }, ['10-06']],
    [{ weekdays: [], holidays: 'on' }, ['10-05', '10-06', '10-07']],
  ]
  for (const [line, expected] of cases) {
    assert.deepEqual(datesOf(template(line), '2026-10-05'), expected, JSON.stringify(line))
  }
})

test('a line that ends at or before its begin ends on the next day', () => {
  const [night] = shiftsOfWeek(template({ weekdays: [7], from: '22:00', to: '06:00' }), '2026-06-01', context)
  assert.deepEqual([night!.startsAt, night!.endsAt], ['2026-06-07T14:00:00.000Z', '2026-06-07T22:00:00.000Z'])
  const [whole] = shiftsOfWeek(template({ weekdays: [7], from: '08:00', to: '08:00' }), '2026-06-01', context)
  assert.equal(Date.parse(whole!.endsAt) - Date.parse(whole!.startsAt), 86_400_000)
})

test('a template lasts from its first day until before its last', () => {
  const span = { from: '2026-06-03', to: '2026-06-05' }
  assert.deepEqual(datesOf(template({}, span), '2026-06-01'), ['06-03', '06-04'])
})

test('hours that the clocks skip are no shift', () => {
  const night = template({ weekdays: [7], from: '02:30', to: '03:00' })
  assert.deepEqual(shiftsOfWeek(night, '2026-03-02', { calendar: [], timeZone: 'America/New_York' }), [])
  assert.equal(shiftsOfWeek(night, '2026-03-09', { calendar: [], timeZone: 'America/New_York' }).length, 1)
})

test('no shift is on a day that the template does not speak of, and each day that it speaks of has one', () => {
  fc.assert(
    fc.property(anyTemplate('t'), anyCalendar, anyDate, (one, calendar, weekStart) => {
      weekTemplateSchema.parse(one)
      const shifts = shiftsOfWeek(one, weekStart, { calendar, timeZone })
      const ids = new Set(shifts.map(({ id }) => id))
      assert.equal(ids.size, shifts.length)
      for (const { date, weekday, kind } of dutyDays(weekStart, 7, calendar)) {
        for (const line of one.lines) {
          const isIn = one.from <= date && (one.to === undefined || date < one.to)
          const said = { workday: 'asWeekday', dayOff: 'asWeekday', holiday: line.holidays, makeUpDay: line.makeUpDays }[kind]
          const isMeant = said === 'on' || (said === 'asWeekday' && line.weekdays.includes(weekday))
          assert.equal(ids.has(`t:${line.id}:${date}`), isIn && isMeant, `${date} ${kind} ${JSON.stringify(line)}`)
        }
      }
    }),
  )
})

test('made twice is made once, whichever week it is asked for; each shift is on its day and at most a day long', () => {
  fc.assert(
    fc.property(anyTemplate('t'), anyCalendar, anyDate, fc.integer({ min: -6, max: 6 }), (one, calendar, weekStart, shift) => {
      const shifts = shiftsOfWeek(one, weekStart, { calendar, timeZone })
      const moved = new Date(Date.parse(weekStart) + shift * 86_400_000).toISOString().slice(0, 10)
      const others = new Map(shiftsOfWeek(one, moved, { calendar, timeZone }).map((other) => [other.id, other]))
      for (const made of shifts) {
        assert.ok(idSchema.safeParse(made.id).success, made.id)
        assert.ok(made.id.endsWith(localDate(Date.parse(made.startsAt), timeZone)))
        const length = Date.parse(made.endsAt) - Date.parse(made.startsAt)
        assert.ok(length > 0 && length <= 86_400_000)
        if (others.has(made.id)) assert.deepEqual(others.get(made.id), made)
      }
    }),
  )
})
