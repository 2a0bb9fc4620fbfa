import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { localDate } from '../../calendar/zoned-time.ts'
import { hostTimesRefusal } from './host-times.ts'
import { isHostedToday } from './hosted-today.ts'
import { ATTENDANCE_POLICY } from './policy.ts'

const timeZone = 'Asia/Shanghai'
const policy = ATTENDANCE_POLICY
const shift = (startsAt: string, endsAt: string) => ({
  id: 'slot',
  startsAt: `2026-03-${startsAt}:00+08:00`,
  endsAt: `2026-03-${endsAt}:00+08:00`,
})

for (const [words, startsAt, endsAt, now, expected] of [
  ['that is over since the morning', '02T07:00', '02T08:00', '02T23:59', true],
  ['of this evening', '02T19:00', '02T21:00', '02T00:00', true],
  ['of yesterday until midnight', '01T22:00', '01T23:30', '01T23:59', true],
  ['of yesterday after midnight, while one checks out', '01T22:00', '01T23:30', '02T01:30', true],
  ['of yesterday at which nobody checks out any more', '01T19:00', '01T21:00', '02T08:00', false],
  ['of the night that has just ended', '01T22:00', '02T01:00', '02T03:00', true],
  ['of the night that ended hours ago', '01T22:00', '02T01:00', '02T03:01', false],
  ['soon after midnight', '03T00:30', '03T02:00', '02T23:30', true],
  ['soon after midnight, an hour too early', '03T00:30', '03T02:00', '02T23:29', false],
  ['of tomorrow', '03T08:00', '03T10:00', '02T22:00', false],
] as const) {
  test(`whoever runs it has ${expected ? '' : 'not '}to do with a shift ${words}`, () => {
    const at = Date.parse(`2026-03-${now}:00+08:00`)
    assert.equal(isHostedToday(shift(startsAt, endsAt), { now: at, timeZone, policy }), expected)
  })
}

const zone = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Pacific/Apia')
const around = fc.integer({ min: -3 * 24 * 60, max: 3 * 24 * 60 })

test('whatever can be said now of somebody who comes or goes is of a shift of today, and what is not is of no other day', () => {
  fc.assert(
    fc.property(zone, around, fc.integer({ min: 15, max: 12 * 60 }), (timeZone, startsIn, lasts) => {
      const now = Date.parse('2026-03-29T02:30:00Z')
      const starts = now + startsIn * 60_000
      const slot = {
        id: 'slot',
        startsAt: new Date(starts).toISOString(),
        endsAt: new Date(starts + lasts * 60_000).toISOString(),
      }
      const isOfToday = isHostedToday(slot, { now, timeZone, policy })
      const mayBeSaid = hostTimesRefusal({ out: new Date(now).toISOString() }, {}, { slot, now, policy }) === undefined
      assert.equal(isOfToday, mayBeSaid || localDate(starts, timeZone) === localDate(now, timeZone))
    }),
  )
})
