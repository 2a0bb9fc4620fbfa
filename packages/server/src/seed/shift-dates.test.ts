import assert from 'node:assert/strict'
import { it } from 'node:test'
import { daysBetween, shiftDates } from './shift-dates.ts'

it('counts whole days over months and leap years', () => {
  assert.equal(daysBetween('2026-02-27', '2026-03-02'), 3)
  assert.equal(daysBetween('2028-02-28', '2028-03-01'), 2)
  assert.equal(daysBetween('2026-03-02', '2026-02-27'), -3)
})

it('moves dates and instants by whole days and keeps the time of day and the offset', () => {
  const record = {
    date: '2026-02-27',
    at: '2026-02-28T23:59:59.5+08:00',
    utc: '2026-12-31T00:00:00.000Z',
    history: [{ at: '2026-02-27T00:00:00+08:00' }],
  }
  assert.deepEqual(shiftDates(record, 3), {
    date: '2026-03-02',
    at: '2026-03-03T23:59:59.5+08:00',
    utc: '2027-01-03T00:00:00.000Z',
    history: [{ at: '2026-03-02T00:00:00+08:00' }],
  })
})

it('leaves alone what only resembles a date, and geometry', () => {
  const record = { text: 'on 2026-02-27', number: 20260227, code: '2026-02-27-01', geometry: { note: '2026-02-27' } }
  assert.deepEqual(shiftDates(record, 5), record)
})
