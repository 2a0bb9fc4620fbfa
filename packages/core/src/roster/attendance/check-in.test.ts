import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { attendanceState, attendanceView, isAbsent, isFulfilled } from './attendance.ts'
import type { Attendance } from './attendance.ts'
import { checkIn, checkOut } from './check-in.ts'
import type { CheckInContext, Presence } from './check-in.ts'
import { attendancePolicy, ATTENDANCE_POLICY } from './policy.ts'
import type { CheckInReason } from './refusal.ts'
import { CODE_WINDOW_MS } from './shift-code.ts'

const MINUTE = 60_000
const nine = Date.parse('2026-03-02T09:00:00+08:00')
const iso = (ms: number) => new Date(ms).toISOString()
const slot = { id: 'slot', startsAt: '2026-03-02T09:00:00+08:00', endsAt: '2026-03-02T11:00:00+08:00' }
/** Minutes after nine. */
const at = (minutes: number) => iso(nine + minutes * MINUTE)
const context = (minutes: number, changes: Partial<CheckInContext> = {}): CheckInContext => ({
  slot,
  now: nine + minutes * MINUTE,
  policy: ATTENDANCE_POLICY,
  ...changes,
})
const host = (minutes: number): Presence => ({ at: at(minutes), proof: { by: 'host' } })
const place = (minutes: number, distance = 40, accuracy = 20): Presence => ({
  at: at(minutes),
  proof: { by: 'place', distance, accuracy },
})
/** A code that was shown then; the device says `said`. */
const code = (minutes: number, said = minutes, slotId = 'slot'): Presence => {
  const from = nine + minutes * MINUTE
  return { at: at(said), proof: { by: 'code', code: { slotId, nonce: `n-${minutes}`, from, until: from + CODE_WINDOW_MS } } }
}

test('takes down who has come and gone, and what shows it; the hours follow', () => {
  const came = checkIn({}, code(-2), context(-2))
  assert.deepEqual(came, { ok: true, attendance: { in: { at: at(-2), by: 'code' } } })
  const went = checkOut(came.ok ? came.attendance : {}, place(121, 43), context(121))
  assert.deepEqual(went, {
    ok: true,
    attendance: { in: { at: at(-2), by: 'code' }, out: { at: at(121), by: 'place', distance: 40 } },
  })
  assert.deepEqual(went.ok && attendanceView(went.attendance, slot, { policy: ATTENDANCE_POLICY }), {
    state: 'out',
    checkedInAt: at(-2),
    checkedInBy: 'code',
    checkedOutAt: at(121),
    checkedOutBy: 'place',
    minutes: 121,
  })
})

test('the code bounds what a device’s clock says: a clock that is days off moves nobody', () => {
  const ahead = checkIn({}, code(3, 3 + 3 * 24 * 60), context(3))
  assert.deepEqual(ahead, { ok: true, attendance: { in: { at: iso(nine + 3 * MINUTE + CODE_WINDOW_MS), by: 'code' } } })
  const behind = checkIn({}, code(3, -10_000), context(3))
  assert.deepEqual(behind, { ok: true, attendance: { in: { at: at(3), by: 'code' } } })
})

test('a code that arrives long after it was shown counts, and is told apart', () => {
  const late = checkIn({}, code(3), context(300))
  assert.deepEqual(late, { ok: true, attendance: { in: { at: at(3), by: 'code', late: true, arrivedAt: at(300) } } })
  const told = late.ok && attendanceView(late.attendance, slot, { policy: ATTENDANCE_POLICY })
  const tells = { checkedInLate: true, checkedInArrivedAt: at(300) }
  assert.deepEqual(told, { state: 'in', checkedInAt: at(3), checkedInBy: 'code', ...tells })
  // Of two that tell the same, the one that arrived first.
  const again = checkIn(late.ok ? late.attendance : {}, code(3), context(200))
  assert.deepEqual(again.ok && again.attendance.in?.arrivedAt, at(200))
  const corrected = { ...(late.ok ? late.attendance : {}), corrected: { in: at(0), out: at(60) } }
  assert.equal('checkedInLate' in attendanceView(corrected, slot, { policy: ATTENDANCE_POLICY }), false)
})

test('a place that is sent long after it was taken counts, and is told apart as a code is', () => {
  const soon = checkIn({}, place(3), context(8))
  assert.deepEqual(soon, { ok: true, attendance: { in: { at: at(3), by: 'place', distance: 40 } } })
  const late = checkOut({}, place(121), context(48 * 60))
  assert.deepEqual(late, {
    ok: true,
    attendance: { out: { at: at(121), by: 'place', distance: 40, late: true, arrivedAt: at(48 * 60) } },
  })
})

test('a host’s word fills in what nothing else shows, and moves nothing else', () => {
  const said = checkIn({}, host(10), context(10))
  const shown = checkIn(said.ok ? said.attendance : {}, place(25), context(26))
  assert.deepEqual(shown.ok && shown.attendance.in?.at, at(25))
  const again = checkIn(shown.ok ? shown.attendance : {}, host(0), context(30))
  assert.deepEqual(again.ok && again.attendance.in?.at, at(25))
})

test('a host’s word that arrives later than it was said in is told apart; of two the one that came in time', () => {
  const late: Presence = { at: at(10), proof: { by: 'host', late: true } }
  const said = checkIn({}, late, context(500))
  assert.deepEqual(said, { ok: true, attendance: { in: { at: at(10), by: 'host', late: true, arrivedAt: at(500) } } })
  const again = checkIn(said.ok ? said.attendance : {}, host(10), context(600))
  assert.deepEqual(again.ok && again.attendance.in, { at: at(10), by: 'host' })
})

test('a correction goes before the marks; an absence is told only where nobody came', () => {
  const attendance: Attendance = { in: { at: at(30), by: 'host' }, corrected: { in: at(0), out: at(60) } }
  assert.deepEqual(attendanceView(attendance, slot, { policy: ATTENDANCE_POLICY }), {
    state: 'out',
    checkedInAt: at(0),
    checkedInBy: 'correction',
    checkedOutAt: at(60),
    checkedOutBy: 'correction',
    minutes: 60,
  })
  assert.equal(attendanceState({}, 'no-show'), 'no-show')
  assert.equal(attendanceState({ in: { at: at(1), by: 'host' } }, 'no-show'), 'in')
  assert.deepEqual(
    (['none', 'in', 'out', 'no-show', 'excused'] as const).map((state) => isFulfilled({ state })),
    [false, true, true, false, false],
  )
})

test('whoever is told not to have come is absent until something shows that they came', () => {
  assert.equal(isAbsent(), false, 'nothing is told')
  for (const absence of ['no-show', 'excused'] as const) {
    const told = attendanceView({}, slot, { policy: ATTENDANCE_POLICY, absence })
    assert.equal(isAbsent(told), true)
    const came = checkIn({}, host(5), context(5))
    assert.equal(isAbsent(attendanceView(came.ok ? came.attendance : {}, slot, { policy: ATTENDANCE_POLICY, absence })), false)
  }
})

const REFUSED: [string, 'in' | 'out', Presence, CheckInContext, CheckInReason, object][] = [
  [
    'at a cancelled slot',
    'in',
    host(0),
    context(0, { slot: { ...slot, cancelled: true } }),
    'slot-cancelled',
    { slotId: 'slot' },
  ],
  ['with the code of another shift', 'in', code(0, 0, 'other'), context(0), 'other-shift', { slotId: 'slot', shownAt: 'other' }],
  ['before it opens', 'in', place(-61), context(-61), 'too-early', { opensAt: at(-60), at: at(-61) }],
  ['in after the end', 'in', host(121), context(121), 'too-late', { closedAt: at(120), at: at(121) }],
  ['out after it closes', 'out', host(241), context(241), 'too-late', { closedAt: at(240), at: at(241) }],
  ['from a time to come', 'in', place(10), context(7), 'clock-ahead', { at: at(10), now: at(7) }],
  ['by a host, from a time to come', 'out', host(10), context(7), 'clock-ahead', { at: at(10), now: at(7) }],
  [
    'when what was made offline comes after its time',
    'in',
    code(0),
    context(120 + 72 * 60 + 1),
    'arrived-too-late',
    { until: at(120 + 72 * 60) },
  ],
  ['too far away', 'in', place(0, 400), context(0), 'too-far', { distance: 400, allowed: 170 }],
  ['somewhere within a mile', 'in', place(0, 0, 1600), context(0), 'position-too-vague', { accuracy: 1600, maxAccuracy: 100 }],
]
for (const [when, end, presence, where, reason, detail] of REFUSED) {
  test(`refuses a check-${end} ${when}`, () => {
    const result = (end === 'in' ? checkIn : checkOut)({}, presence, where)
    assert.deepEqual(result, { ok: false, reason, detail })
  })
}

test('a host may say it weeks later, and a position that is no number is too vague', () => {
  assert.ok(checkOut({}, host(100), context(60 * 24 * 30)).ok)
  const vague = checkIn({}, place(0, 0, Number.NaN), context(0))
  assert.equal(!vague.ok && vague.reason, 'position-too-vague')
})

test('what a district leaves out of its rules is as usual', () => {
  assert.deepEqual(attendancePolicy({ radius: 30 }), { ...ATTENDANCE_POLICY, radius: 30 })
  assert.deepEqual(attendancePolicy(), ATTENDANCE_POLICY)
})

const presences = fc.array(
  fc.record({
    end: fc.constantFrom('in' as const, 'out' as const),
    by: fc.constantFrom('code' as const, 'place' as const, 'host' as const),
    minutes: fc.integer({ min: -120, max: 300 }),
    said: fc.integer({ min: -3000, max: 3000 }),
    distance: fc.integer({ min: 0, max: 400 }),
    arrives: fc.integer({ min: 0, max: 6000 }),
  }),
  { maxLength: 12 },
)
type Sent = typeof presences extends fc.Arbitrary<(infer One)[]> ? One : never

function take(attendance: Attendance, { end, by, minutes, said, distance, arrives }: Sent): Attendance {
  const presence = by === 'code' ? code(minutes, said) : by === 'place' ? place(minutes, distance) : host(minutes)
  const result = (end === 'in' ? checkIn : checkOut)(attendance, presence, context(minutes + arrives))
  return result.ok ? result.attendance : attendance
}

test('any order and any number of resends of the same check-ins gives the same attendance', () => {
  fc.assert(
    fc.property(presences, fc.infiniteStream(fc.nat()), (sent, chance) => {
      const once = sent.reduce(take, {})
      const resent = [...sent, ...sent.filter(() => chance.next().value! % 2 === 0), ...sent]
      const shuffled = resent.map((one) => ({ one, key: chance.next().value! })).sort((a, b) => a.key - b.key)
      assert.deepEqual(shuffled.map(({ one }) => one).reduce(take, {}), once)
    }),
    { numRuns: 2_000 },
  )
})

test('nothing is taken down that lies outside of the shift’s own span, nor in the future', () => {
  fc.assert(
    fc.property(presences, (sent) => {
      const { in: came, out: went } = sent.reduce(take, {})
      for (const mark of [came, went]) {
        if (!mark) continue
        assert.ok(Date.parse(mark.at) >= nine - 60 * MINUTE)
        assert.ok(Date.parse(mark.at) <= nine + (mark === came ? 120 : 240) * MINUTE)
        assert.ok((mark.distance ?? 0) <= 170)
      }
    }),
    { numRuns: 1_000 },
  )
})
