import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { localDate, localYear, zonedTime } from './zoned-time.ts'

const at = (date: string, clock: string, timeZone: string) => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return new Date(zonedTime(date, hours * 60 + minutes, timeZone)).toISOString()
}

/** [date, time of day, zone, instant]; the transitions are those of the tz database. */
const CASES: [string, string, string, string][] = [
  ['2026-06-01', '07:30', 'Asia/Shanghai', '2026-05-31T23:30:00.000Z'],
  ['2026-06-01', '00:00', 'Asia/Shanghai', '2026-05-31T16:00:00.000Z'],
  ['2026-06-01', '24:00', 'Asia/Shanghai', '2026-06-01T16:00:00.000Z'],
  ['2026-12-31', '30:00', 'Asia/Shanghai', '2026-12-31T22:00:00.000Z'],
  // New York goes to summer time on 8 March 2026 at 2:00, back on 1 November at 2:00.
  ['2026-03-08', '01:59', 'America/New_York', '2026-03-08T06:59:00.000Z'],
  ['2026-03-08', '02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'],
  ['2026-03-08', '03:00', 'America/New_York', '2026-03-08T07:00:00.000Z'],
  ['2026-11-01', '01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
  ['2026-11-01', '02:00', 'America/New_York', '2026-11-01T07:00:00.000Z'],
  // Half an hour of summer time, and zones ahead of and behind all others.
  ['2026-10-04', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z'],
  ['2026-06-01', '00:00', 'Pacific/Kiritimati', '2026-05-31T10:00:00.000Z'],
  ['2026-06-01', '00:00', 'Pacific/Pago_Pago', '2026-06-01T11:00:00.000Z'],
  // The whole of 30 December 2011 was left out in Samoa.
  ['2011-12-30', '12:00', 'Pacific/Apia', '2011-12-30T22:00:00.000Z'],
]

for (const [date, clock, timeZone, expected] of CASES) {
  test(`${clock} on ${date} in ${timeZone} is ${expected}`, () => assert.equal(at(date, clock, timeZone), expected))
}

test('a zone that there is not is no zone', () => {
  assert.throws(() => zonedTime('2026-06-01', 0, 'Asia/Guixi'), RangeError)
})

const anyDay = fc.integer({ min: 0, max: 20_000 }).map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10))
const anyZone = fc.constantFrom(
  'Asia/Shanghai',
  'America/New_York',
  'Australia/Lord_Howe',
  'Europe/Lisbon',
  'Asia/Kathmandu',
  'UTC',
)

test('noon of a date is on that date, and times of a day are in order', () => {
  fc.assert(
    fc.property(
      anyDay,
      anyZone,
      fc.integer({ min: 0, max: 1439 }),
      fc.integer({ min: 1, max: 600 }),
      (date, zone, clock, more) => {
        assert.equal(localDate(zonedTime(date, 720, zone), zone), date)
        // An hour that the clocks skip is put after the jump.
        assert.ok(zonedTime(date, clock, zone) <= zonedTime(date, clock + more, zone) + 3_600_000)
      },
    ),
  )
})

test('in Shanghai, since its clocks stand still, a time of day is eight hours ahead of UTC', () => {
  const since1992 = fc.integer({ min: 8_036, max: 30_000 }).map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10))
  fc.assert(
    fc.property(since1992, fc.integer({ min: 0, max: 2880 }), (date, clock) => {
      assert.equal(zonedTime(date, clock, 'Asia/Shanghai'), Date.parse(`${date}T00:00:00+08:00`) + clock * 60_000)
    }),
  )
})

test('the year is the one of the local date, also around its turn', () => {
  const turn = Date.parse('2027-01-01T00:00:00Z')
  fc.assert(
    fc.property(anyZone, fc.integer({ min: -2_000, max: 2_000 }), (zone, minutes) => {
      const ms = turn + minutes * 60_000
      assert.equal(localYear(ms, zone), Number(localDate(ms, zone).slice(0, 4)))
    }),
  )
  assert.equal(localYear(turn - 10 * 3_600_000, 'Pacific/Kiritimati'), 2027)
  assert.equal(localYear(turn + 10 * 3_600_000, 'Pacific/Pago_Pago'), 2026)
})
