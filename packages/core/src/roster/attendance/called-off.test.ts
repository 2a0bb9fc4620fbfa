import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dueRosterSteps } from '../due-roster-steps.ts'
import type { Slot } from '../slot.ts'
import { toldTimes } from './called-off.ts'
import { checkIn, checkOut } from './check-in.ts'
import type { CheckInContext, Presence } from './check-in.ts'
import { ATTENDANCE_POLICY } from './policy.ts'
import { countedMinutes, serviceHours } from './service-hours.ts'

const MINUTE = 60_000
const nine = Date.parse('2026-03-02T09:00:00+08:00')
/** Minutes after nine. */
const at = (minutes: number) => new Date(nine + minutes * MINUTE).toISOString()
const shift = { startsAt: at(0), endsAt: at(120) }
const off = (minutes: number) => ({ ...shift, calledOffAt: at(minutes) })
const counted = (calledOff: number, came: number, went: number | undefined) =>
  countedMinutes(
    { ...off(calledOff), checkedInAt: at(came), checkedOutAt: went === undefined ? undefined : at(went) },
    ATTENDANCE_POLICY,
  )

for (const [words, minutes, expected] of [
  ['up to the call-off, though they went later', counted(-20, -50, -5), 30],
  ['up to when they went, where that was before', counted(-20, -50, -30), 20],
  ['nothing, while it is not known when they went', counted(-20, -50, undefined), 0],
  ['from the start, where it was called off under way', counted(30, -10, 100), 30],
  ['no overrun of what was called off', counted(119, 0, 140), 119],
] as const) {
  test(`of a shift that was called off counts ${words}`, () => assert.equal(minutes, expected))
}

test('hours of a shift that was called off are never more than presence, and never lost by the call-off', () => {
  const minute = fc.integer({ min: -60, max: 240 })
  fc.assert(
    fc.property(minute, minute, minute, (calledOff, came, stayed) => {
      const went = came + Math.abs(stayed)
      const record = { personId: 'p', orgId: 'o', slotId: 's', ...off(calledOff), checkedInAt: at(came), checkedOutAt: at(went) }
      const { minutes } = serviceHours([record], ATTENDANCE_POLICY)
      assert.ok(minutes <= went - came, 'no more than presence')
      assert.ok(minutes <= Math.max(0, calledOff - came), 'nothing after the call-off')
      // What would have counted up to then had the shift not been called off counts.
      const till = Math.min(went, calledOff)
      const asPlanned = { ...record, calledOffAt: undefined, checkedOutAt: at(Math.max(till, came)) }
      const { minutes: planned } = serviceHours(
        [{ ...asPlanned, endsAt: at(120 - ATTENDANCE_POLICY.overrunMinutes) }],
        ATTENDANCE_POLICY,
      )
      assert.ok(minutes >= planned, 'nothing is lost')
    }),
  )
})

test('the times that are told of presence have room for all minutes that count, and are the shift’s own unless it was called off', () => {
  const minute = fc.integer({ min: -60, max: 240 })
  fc.assert(
    fc.property(minute, minute, minute, fc.boolean(), (calledOff, came, stayed, isOff) => {
      const times = { checkedInAt: at(came), checkedOutAt: at(came + Math.abs(stayed)) }
      const one = isOff ? { ...off(calledOff), ...times } : { ...shift, ...times }
      const told = toldTimes(one)
      if (!isOff) return assert.deepEqual(told, shift)
      const minutes = countedMinutes(one, ATTENDANCE_POLICY)
      const [from, to] = [Date.parse(told.startsAt), Date.parse(told.endsAt)]
      if (minutes > 0) assert.ok(minutes * MINUTE <= to - from + ATTENDANCE_POLICY.overrunMinutes * MINUTE)
      if (calledOff <= 120)
        assert.ok(to === Date.parse(at(calledOff)) && minutes * MINUTE <= Math.max(0, to - from), 'told until then')
    }),
  )
})

test('whoever came by a code that begins just after the call-off, for it was shown ahead of its time, has come and goes', () => {
  const second = (seconds: number) => new Date(Date.parse(at(-20)) + seconds * 1000).toISOString()
  const code = (from: number) => ({
    by: 'code' as const,
    code: { slotId: 'slot', nonce: `c${from}`, from: Date.parse(second(from)), until: Date.parse(second(from + 30)) },
  })
  const standing = { slot: { id: 'slot', ...shift }, policy: ATTENDANCE_POLICY }
  const came = checkIn({}, { at: second(-2), proof: code(5) }, { ...standing, now: Date.parse(second(-2)) })
  assert.deepEqual(came.ok && came.attendance.in, { at: second(5), by: 'code' })
  const off = { ...standing, slot: { id: 'slot', cancelled: true, ...shift, calledOffAt: second(0) } }
  const gone = checkOut(
    came.ok ? came.attendance : {},
    { at: second(60), proof: code(50) },
    { ...off, now: Date.parse(second(60)) },
  )
  assert.equal(gone.ok && gone.attendance.out?.at, second(60))
  const later = checkIn({}, { at: second(40), proof: code(35) }, { ...off, now: Date.parse(second(40)) })
  assert.equal(!later.ok && later.reason, 'slot-cancelled')
})

const host = (minutes: number): Presence => ({ at: at(minutes), proof: { by: 'host' } })
const context = (now: number): CheckInContext => ({
  slot: { id: 'slot', cancelled: true, ...off(-20) },
  now: nine + now * MINUTE,
  policy: ATTENDANCE_POLICY,
})

test('whoever came before the call-off is taken down after it, and goes until two hours later; nobody comes after it', () => {
  const came = checkIn({}, host(-40), context(10))
  assert.ok(came.ok)
  assert.ok(checkOut(came.attendance, host(-10), context(10)).ok)
  assert.ok(checkOut(came.attendance, host(100), context(100)).ok)
  const late = checkOut(came.attendance, host(101), context(101))
  assert.deepEqual(late, { ok: false, reason: 'too-late', detail: { closedAt: at(100), at: at(101) } })
  const after = checkIn({}, host(-19), context(-10))
  assert.deepEqual(after, { ok: false, reason: 'slot-cancelled', detail: { slotId: 'slot' } })
  // Of what was called off before that was kept, nothing is known.
  const bare = { ...context(10), slot: { id: 'slot', cancelled: true, ...shift } }
  assert.deepEqual(checkOut({}, host(0), bare), { ok: false, reason: 'slot-cancelled', detail: { slotId: 'slot' } })
})

test('nobody has gone from a shift that was called off who had not come to it by then', () => {
  const refusal = { ok: false, reason: 'slot-cancelled', detail: { slotId: 'slot' } }
  for (const proof of [host(-10), host(-30)]) assert.deepEqual(checkOut({}, proof, context(10)), refusal)
  const gone = { out: { at: at(-30), by: 'host' } } as const
  assert.deepEqual(checkOut(gone, host(-25), context(10)), refusal, 'a check-out shows no coming')
  assert.deepEqual(checkOut({ in: { at: at(-19), by: 'host' } }, host(-10), context(10)), refusal, 'they came after it')
  assert.ok(checkOut({ in: { at: at(-20), by: 'host' } }, host(-10), context(10)).ok, 'they came as it was called off')
  const came = checkIn(gone, host(-40), context(10))
  assert.ok(came.ok && checkOut(came.attendance, host(-25), context(10)).ok, 'their check-in came later')
})

test('time ends the seats of a shift that was called off, and not of those who had come', () => {
  const slot: Slot = {
    id: 's',
    ...shift,
    capacity: 3,
    seated: ['came', 'not'],
    waitlist: ['waits'],
    present: ['came'],
    cancelled: true,
  }
  const policy = { closesBeforeMinutes: 0, minRestMinutes: 0, maxWaitlist: 5 }
  const { slot: after, steps } = dueRosterSteps(slot, { now: nine - 10 * MINUTE, policy })
  assert.deepEqual(
    steps.map((step) => 'personId' in step && step.personId),
    ['not', 'waits'],
  )
  assert.deepEqual([after.seated, after.waitlist], [['came'], []])
  assert.deepEqual(dueRosterSteps(after, { now: nine, policy }).steps, [])
})
