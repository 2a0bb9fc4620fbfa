import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CALENDAR_2026 } from '../../test/calendar-2026.ts'
import { workingTime } from './working-time.ts'
import type { WorkingCalendar } from './working-time.ts'

const OFFICE: WorkingCalendar = {
  timeZone: 'Asia/Shanghai',
  hours: [
    { from: '09:00', to: '12:00' },
    { from: '13:00', to: '17:00' },
  ],
  years: CALENDAR_2026,
}
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const at = (text: string) => Date.parse(`${text}:00+08:00`)
const time = workingTime(OFFICE)

test('a holiday’s week takes no working time, and a Saturday worked for it does', () => {
  assert.equal(time.between(at('2026-09-30T16:00'), at('2026-10-08T10:00')), 2 * HOUR)
  assert.equal(time.between(at('2026-10-09T17:00'), at('2026-10-12T09:00')), 7 * HOUR, 'Saturday the 10th is worked')
  assert.equal(time.after(at('2026-09-30T16:00'), 2 * HOUR), at('2026-10-08T10:00'))
})

test('noon is no working time, and a report at night begins to count in the morning', () => {
  assert.equal(time.between(at('2026-10-13T11:30'), at('2026-10-13T13:30')), HOUR)
  assert.equal(time.after(at('2026-10-13T11:30'), HOUR), at('2026-10-13T13:30'))
  assert.equal(time.after(at('2026-10-13T22:00'), HOUR), at('2026-10-14T10:00'))
  assert.equal(time.after(at('2026-10-13T22:00'), 0), at('2026-10-13T22:00'))
})

test('days are counted from the next one; the last moment of a working day is its closing', () => {
  assert.equal(time.dayAfter('2026-09-30', 3, 'working'), '2026-10-10')
  assert.equal(time.dayAfter('2026-09-30', 3, 'each'), '2026-10-03')
  assert.equal(time.daysBetween('2026-09-30', '2026-10-10', 'working'), 3)
  assert.equal(time.closing('2026-10-10'), at('2026-10-10T17:00'))
  assert.equal(time.closing('2026-10-11'), at('2026-10-12T00:00'), 'a Sunday ends at midnight')
})

test('a zone whose clocks change counts the hours that were there', () => {
  const berlin = workingTime({ timeZone: 'Europe/Berlin', hours: [{ from: '00:00', to: '24:00' }], years: [] })
  // Monday after the change to summer time: the Sunday before is no working day, the Friday is whole.
  assert.equal(berlin.between(Date.parse('2026-03-27T00:00+01:00'), Date.parse('2026-03-31T00:00+02:00')), 48 * HOUR)
})

test('hours out of order are told, and a calendar without work does not search for ever', () => {
  assert.throws(
    () =>
      workingTime({
        ...OFFICE,
        hours: [
          { from: '13:00', to: '17:00' },
          { from: '09:00', to: '12:00' },
        ],
      }),
    /got 13:00–17:00, 09:00–12:00/,
  )
  assert.throws(() => workingTime({ ...OFFICE, hours: [] }), /got none/)
  const days = Array.from({ length: 800 }, (_, i) => new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10))
  const never = workingTime({
    ...OFFICE,
    years: [{ year: 2026, days: days.map((date) => ({ date, kind: 'holiday', name: { zh: '休', en: 'Off' } })) }],
  })
  assert.throws(() => never.after(at('2026-01-05T09:00'), HOUR), /Expected a calendar with working days/)
  assert.throws(() => never.dayAfter('2026-01-05', 1, 'working'), /Expected a calendar with working days/)
})

/** Minute by minute: slow, and nothing to go wrong. */
function slowly(from: number, to: number): number {
  let sum = 0
  for (let instant = from; instant < to; instant += MINUTE) {
    const local = new Date(instant + 8 * HOUR)
    const date = local.toISOString().slice(0, 10)
    const special = CALENDAR_2026.flatMap(({ days }) => days).find((day) => day.date === date)
    const isWorked = special ? special.kind === 'makeUpDay' : local.getUTCDay() % 6 !== 0
    const minute = local.getUTCHours() * 60 + local.getUTCMinutes()
    if (isWorked && ((minute >= 540 && minute < 720) || (minute >= 780 && minute < 1020))) sum += MINUTE
  }
  return sum
}

const instants = fc.integer({ min: at('2025-12-20T00:00') / MINUTE, max: at('2026-12-20T00:00') / MINUTE }).map((m) => m * MINUTE)

test('any span is what counting minute by minute gives, and `after` is its inverse', () => {
  fc.assert(
    fc.property(instants, fc.integer({ min: 0, max: 20 * 24 * 60 }), (from, minutes) => {
      const to = from + minutes * MINUTE
      const worked = time.between(from, to)
      assert.equal(worked, slowly(from, to))
      const first = time.after(from, worked)
      assert.ok(first <= to)
      assert.equal(time.between(from, first), worked)
      if (worked > 0) assert.equal(time.between(from, first - MINUTE), worked - MINUTE)
    }),
    { numRuns: 300 },
  )
})

test('a span is the sum of its parts', () => {
  fc.assert(
    fc.property(fc.tuple(instants, instants, instants), (three) => {
      const [from, middle, to] = three.sort((one, other) => one - other) as [number, number, number]
      assert.equal(time.between(from, middle) + time.between(middle, to), time.between(from, to))
    }),
  )
})
