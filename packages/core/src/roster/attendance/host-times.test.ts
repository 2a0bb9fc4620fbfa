import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkIn, checkOut } from './check-in.ts'
import { hostTimesRefusal } from './host-times.ts'
import type { HostTimes } from './host-times.ts'
import { ATTENDANCE_POLICY } from './policy.ts'

const MINUTE = 60_000
const nine = Date.parse('2026-03-02T09:00:00+08:00')
const slot = { id: 'slot', startsAt: '2026-03-02T09:00:00+08:00', endsAt: '2026-03-02T11:00:00+08:00' }
/** Minutes after nine. */
const at = (minutes: number) => new Date(nine + minutes * MINUTE).toISOString()
const context = (minutes: number) => ({ slot, now: nine + minutes * MINUTE, policy: ATTENDANCE_POLICY })
const DAYS_LATER = 9 * 24 * 60

for (const [words, said, known, now, reason] of [
  ['both, days later', { in: at(0), out: at(120) }, {}, DAYS_LATER, undefined],
  ['only that they went', { out: at(120) }, { in: at(3) }, DAYS_LATER, undefined],
  ['only that they came', { in: at(5) }, {}, 30, undefined],
  ['before it opens', { in: at(-61) }, {}, DAYS_LATER, 'too-early'],
  ['in after the end', { in: at(121) }, {}, DAYS_LATER, 'too-late'],
  ['out after it closes', { in: at(0), out: at(241) }, {}, DAYS_LATER, 'too-late'],
  ['of another day', { in: at(24 * 60), out: at(25 * 60) }, {}, DAYS_LATER, 'too-late'],
  ['what is to come', { in: at(0), out: at(120) }, {}, 60, 'clock-ahead'],
  ['gone before they came', { in: at(60), out: at(50) }, {}, DAYS_LATER, 'out-before-in'],
  ['gone before they are known to have come', { out: at(50) }, { in: at(60) }, DAYS_LATER, 'out-before-in'],
] as [string, HostTimes, HostTimes, number, string | undefined][]) {
  test(`a host ${reason ? 'does not record' : 'records'} ${words}`, () => {
    assert.equal(hostTimesRefusal(said, known, context(now))?.reason, reason)
  })
}

test('a host who records late says why, and times that cannot have been come before that', () => {
  const late = { ...context(DAYS_LATER), recordBy: at(8 * 24 * 60) }
  assert.equal(hostTimesRefusal({ in: at(0), out: at(120) }, {}, late)?.reason, 'late-note-required')
  assert.equal(hostTimesRefusal({ in: at(0), out: at(120) }, {}, { ...late, note: '手机进水了' }), undefined)
  assert.equal(hostTimesRefusal({ in: at(60), out: at(50) }, {}, late)?.reason, 'out-before-in')
  const inTime = { ...context(DAYS_LATER), recordBy: at(10 * 24 * 60) }
  assert.equal(hostTimesRefusal({ in: at(0), out: at(120) }, {}, inTime), undefined)
})

for (const [words, said, known, reason] of [
  ['came and went before it', { in: at(-30), out: at(-20) }, {}, undefined],
  ['who is known to have come goes at it', { out: at(-20) }, { in: at(-30) }, undefined],
  ['nobody is known to have come', { out: at(-20) }, {}, 'slot-cancelled'],
  ['came after it', { in: at(-10), out: at(0) }, {}, 'slot-cancelled'],
] as [string, HostTimes, HostTimes, string | undefined][]) {
  test(`of a shift that was called off before it began: ${words}`, () => {
    const off = { ...slot, cancelled: true, calledOffAt: at(-20) }
    assert.equal(hostTimesRefusal(said, known, { ...context(DAYS_LATER), slot: off })?.reason, reason)
  })
}

test('what is not refused is what the server takes down, in whichever order it comes', () => {
  const minutes = fc.integer({ min: -200, max: 400 })
  fc.assert(
    fc.property(minutes, minutes, minutes, (came, went, now) => {
      const said = { in: at(came), out: at(went) }
      if (hostTimesRefusal(said, {}, context(now))) return
      const proof = { by: 'host' } as const
      const first = checkOut({}, { at: said.out, proof }, context(now))
      const both = first.ok && checkIn(first.attendance, { at: said.in, proof }, context(now))
      assert.deepEqual(both && both.ok && both.attendance, { in: { at: said.in, by: 'host' }, out: { at: said.out, by: 'host' } })
    }),
  )
})
