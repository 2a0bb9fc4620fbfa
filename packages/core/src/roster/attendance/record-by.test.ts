import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CalendarYear } from '../week-schema.ts'
import { recordBy } from './record-by.ts'

const name = { zh: '节', en: 'Holiday' }
const calendar: CalendarYear[] = [
  {
    year: 2026,
    days: [
      ...['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'].map((date) => ({
        date,
        kind: 'holiday' as const,
        name,
      })),
      { date: '2026-10-10', kind: 'makeUpDay', name },
    ],
  },
]
const place = { calendar, timeZone: 'Asia/Shanghai' }

test('is the end of the tenth working day after the day of the shift’s end, by the district’s clocks', () => {
  // A Monday, then two weeks of five days.
  assert.equal(recordBy('2026-03-02T10:00:00+08:00', place), '2026-03-16T16:00:00.000Z')
  // Late on Monday by Chengdu's clocks, which is Monday in UTC too; a minute later it is Tuesday's.
  assert.equal(recordBy('2026-03-02T15:59:00Z', place), '2026-03-16T16:00:00.000Z')
  assert.equal(recordBy('2026-03-02T16:00:00Z', place), '2026-03-17T16:00:00.000Z')
})

test('holidays do not count, days worked in lieu do', () => {
  // Wednesday 30 September; 8 and 9 October, Saturday the 10th, then 12–16, 19 and 20.
  assert.equal(recordBy('2026-09-30T18:00:00+08:00', place), '2026-10-20T16:00:00.000Z')
})

test('a year that no calendar tells of goes by its weekdays', () => {
  assert.equal(recordBy('2026-09-30T18:00:00+08:00', { ...place, calendar: [] }), '2026-10-14T16:00:00.000Z')
})

test('a holiday of two months puts it off until people work again', () => {
  const days = Array.from({ length: 61 }, (_, at) => new Date(Date.UTC(2026, 6, 1 + at)).toISOString().slice(0, 10))
  const long = [{ year: 2026, days: days.map((date) => ({ date, kind: 'holiday' as const, name })) }]
  // To 30 August; Monday the 31st is the first day of ten.
  assert.equal(recordBy('2026-06-30T18:00:00+08:00', { ...place, calendar: long }), '2026-09-11T16:00:00.000Z')
})
