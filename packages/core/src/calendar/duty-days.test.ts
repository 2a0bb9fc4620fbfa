import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CALENDAR_2026 } from '../../test/calendar-2026.ts'
import { dutyDays } from './duty-days.ts'

test('a National Day’s week and the Saturday that is worked for it', () => {
  const days = dutyDays('2026-09-28', 14, CALENDAR_2026)
  assert.deepEqual(
    days.map(({ date, weekday, kind }) => `${date.slice(5)} ${weekday} ${kind}`),
    [
      '09-28 1 workday',
      '09-29 2 workday',
      '09-30 3 workday',
      '10-01 4 holiday',
      '10-02 5 holiday',
      '10-03 6 holiday',
      '10-04 7 holiday',
      '10-05 1 holiday',
      '10-06 2 holiday',
      '10-07 3 holiday',
      '10-08 4 workday',
      '10-09 5 workday',
      '10-10 6 makeUpDay',
      '10-11 7 dayOff',
    ],
  )
  assert.equal(days[3]!.name?.zh, '国庆节')
  assert.equal(days[12]!.name?.zh, '国庆节')
  assert.equal(days[0]!.name, undefined)
})

test('a year that the calendar does not know is told: its holidays are looked at again once they are', () => {
  const days = dutyDays('2026-12-30', 4, CALENDAR_2026)
  assert.deepEqual(
    days.map(({ date, kind, provisional }) => [date, kind, provisional]),
    [
      ['2026-12-30', 'workday', undefined],
      ['2026-12-31', 'workday', undefined],
      ['2027-01-01', 'workday', true],
      ['2027-01-02', 'dayOff', true],
    ],
  )
})

test('a notice may name a day of the year before its own', () => {
  const newYear = { date: '2026-12-31', kind: 'holiday' as const, name: { zh: '元旦', en: 'New Year' } }
  const [day] = dutyDays('2026-12-31', 1, [
    { year: 2026, days: [] },
    { year: 2027, days: [newYear] },
  ])
  assert.equal(day!.kind, 'holiday')
})

test('a leap day is a day', () => {
  assert.deepEqual(
    dutyDays('2028-02-28', 3, []).map(({ date, weekday }) => [date, weekday]),
    [
      ['2028-02-28', 1],
      ['2028-02-29', 2],
      ['2028-03-01', 3],
    ],
  )
})
