import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dueRosterSteps } from './due-roster-steps.ts'
import type { SignUpReason } from './refusal.ts'
import type { SignUpPolicy } from './schema.ts'
import { signUp, signUpRefusal } from './sign-up.ts'
import type { SignUpContext } from './sign-up.ts'
import type { Duty, Slot } from './slot.ts'

const MINUTE = 60_000
const nine = Date.parse('2026-03-02T09:00:00+08:00')
const iso = (ms: number) => new Date(ms).toISOString()
const policy: SignUpPolicy = { closesBeforeMinutes: 60, minRestMinutes: 30, maxWaitlist: 2 }
const slot: Slot = {
  id: 'slot',
  startsAt: '2026-03-02T09:00:00+08:00',
  endsAt: '2026-03-02T11:00:00+08:00',
  capacity: 1,
  seated: [],
  waitlist: [],
}
const context: SignUpContext = { now: nine - 120 * MINUTE, duties: [], policy }
/** A duty from and to minutes after nine. */
const duty = (from: number, to: number, slotId = 'other'): Duty => ({
  slotId,
  startsAt: iso(nine + from * MINUTE),
  endsAt: iso(nine + to * MINUTE),
})
const at = (minutesBeforeNine: number) => ({ ...context, now: nine - minutesBeforeNine * MINUTE })

test('gives a seat while there is one, then a place at the end of the waitlist', () => {
  const first = signUp(slot, { id: 'p1' }, context)
  assert.deepEqual(first, { ok: true, outcome: 'seated', slot: { ...slot, seated: ['p1'] } })
  const second = signUp({ ...slot, seated: ['p1'] }, { id: 'p2' }, context)
  assert.deepEqual(second, { ok: true, outcome: 'waitlisted', slot: { ...slot, seated: ['p1'], waitlist: ['p2'] } })
  const third = signUp({ ...slot, seated: ['p1'], waitlist: ['p2'] }, { id: 'p3' }, context)
  assert.ok(third.ok && third.slot.waitlist.join() === 'p2,p3')
})

test('lets nobody pass those who wait, even where a seat became free by a raised capacity', () => {
  const raised = { ...slot, capacity: 2, seated: ['p1'], waitlist: ['p2'] }
  const result = signUp(raised, { id: 'p3' }, context)
  assert.ok(result.ok && result.outcome === 'waitlisted')
  const more = signUp({ ...raised, capacity: 3 }, { id: 'p3' }, context)
  assert.ok(more.ok && more.outcome === 'seated', 'a seat for each who waits and one more')
})

test('who signs up themselves near the shift has said that they come; who is named or moves up has not', () => {
  const asking: SignUpPolicy = { ...policy, confirmBeforeHours: 2, remindBeforeHours: 24 }
  const placeOf = (hoursBefore: number, isNamed: boolean) => {
    const result = signUp(slot, { id: 'p1' }, { ...at(hoursBefore * 60), policy: asking, isNamed })
    return result.ok ? result.slot.places?.['p1'] : result
  }
  const confirmBy = iso(nine - 120 * MINUTE)
  for (const isNamed of [false, true]) assert.deepEqual(placeOf(48, isNamed), { confirmBy })
  const now = iso(nine - 20 * 60 * MINUTE)
  assert.deepEqual(placeOf(20, false), { confirmedAt: now, remindedAt: now })
  assert.deepEqual(placeOf(20, true), { confirmBy })
  // With less than an hour left to answer nobody is asked, and nobody is said to have answered.
  assert.deepEqual(placeOf(3.1, true), { confirmBy })
  for (const hours of [3, 2.01, 1.5]) assert.deepEqual(placeOf(hours, true) ?? {}, {})

  // Somebody who moves up when a seat falls free at the last moment keeps it.
  const late = { ...slot, seated: ['p1'], waitlist: ['p2'], places: { p1: { confirmBy } } }
  const ended = dueRosterSteps(late, { ...at(120), policy: asking }).slot
  assert.deepEqual(ended.seated, ['p2'])
  assert.deepEqual(dueRosterSteps(ended, { ...at(119), policy: asking }).slot.seated, ['p2'])

  const waiting = { ...slot, waitlist: ['p2'] }
  const { slot: filled } = dueRosterSteps(waiting, { ...at(20 * 60), policy: asking })
  assert.deepEqual(filled.seated, ['p2'])
  assert.equal(filled.places?.['p2']?.confirmBy, confirmBy)
})

test('whoever answers for them names people into any free seat until relief ends; others take what was given up', () => {
  const relieving = (minutesBefore: number, isNamed: boolean) => ({
    ...at(minutesBefore),
    policy: { ...policy, reliefMinutes: 30 },
    isNamed,
  })
  const two = { ...slot, capacity: 2, seated: ['p1'] }
  const outcome = (of: Slot, minutesBefore: number, isNamed: boolean) => {
    const result = signUp(of, { id: 'p2' }, relieving(minutesBefore, isNamed))
    return result.ok ? result.outcome : result.reason
  }
  assert.equal(outcome(two, 20, false), 'sign-up-closed')
  assert.equal(outcome(two, -5, false), 'slot-started')
  for (const minutes of [20, -5, -29]) assert.equal(outcome(two, minutes, true), 'seated')
  assert.equal(outcome(two, -30, true), 'slot-started')
  assert.equal(outcome({ ...two, seated: ['p1', 'p3'] }, -5, true), 'slot-started')
  // Of a seat that was given up nothing is left for the next.
  const relieved = signUp({ ...two, vacated: ['any'] }, { id: 'p2' }, relieving(-5, true))
  assert.deepEqual(relieved.ok && relieved.slot.vacated, [])
})

const REFUSED: [string, Slot, Partial<SignUpContext>, SignUpReason, object][] = [
  ['in a cancelled slot', { ...slot, cancelled: true }, {}, 'slot-cancelled', { nextStartsAt: iso(nine) }],
  ['from the very start', slot, at(0), 'slot-started', { startedAt: slot.startsAt, nextStartsAt: iso(nine + 61 * MINUTE) }],
  [
    'from the minute of closing',
    slot,
    at(60),
    'sign-up-closed',
    { closedAt: iso(nine - 60 * MINUTE), nextStartsAt: iso(nine + MINUTE) },
  ],
  ['for who has a seat', { ...slot, seated: ['p1'] }, {}, 'already-signed-up', { slotId: 'slot', as: 'seated' }],
  [
    'for who waits',
    { ...slot, seated: ['p2'], waitlist: ['p3', 'p1'] },
    {},
    'already-signed-up',
    { slotId: 'slot', as: 'waitlisted', position: 2 },
  ],
  ['for whose duties name the slot', slot, { duties: [duty(0, 120, 'slot')] }, 'already-signed-up', { slotId: 'slot' }],
  [
    'during another duty',
    slot,
    { duties: [duty(119, 180)] },
    'duty-overlaps',
    { duty: duty(119, 180), nextStartsAt: iso(nine + 210 * MINUTE) },
  ],
  [
    'too soon after another duty',
    slot,
    { duties: [duty(-90, -29)] },
    'rest-too-short',
    { duty: duty(-90, -29), restMinutes: 29, minRestMinutes: 30, nextStartsAt: iso(nine + MINUTE) },
  ],
  [
    'too soon before another duty',
    slot,
    { duties: [duty(125, 180)] },
    'rest-too-short',
    { duty: duty(125, 180), restMinutes: 5, minRestMinutes: 30, nextStartsAt: iso(nine + 210 * MINUTE) },
  ],
  [
    'with a full waitlist',
    { ...slot, seated: ['p2'], waitlist: ['p3', 'p4'] },
    {},
    'slot-full',
    { capacity: 1, waitlisted: 2, maxWaitlist: 2 },
  ],
]

for (const [what, given, more, reason, detail] of REFUSED) {
  test(`refuses a sign-up ${what}`, () => {
    assert.deepEqual(signUp(given, { id: 'p1' }, { ...context, ...more }), { ok: false, reason, detail })
  })
}

test('takes a sign-up a moment before closing, and with just enough rest', () => {
  assert.ok(signUp(slot, { id: 'p1' }, { ...context, now: nine - 60 * MINUTE - 1 }).ok)
  assert.ok(signUp(slot, { id: 'p1' }, { ...context, duties: [duty(-90, -30), duty(150, 200)] }).ok)
})

test('names the weightiest of several reasons', () => {
  const all = { ...slot, cancelled: true, seated: ['p1'] }
  const busy = { ...context, now: nine, duties: [duty(-60, -10), duty(60, 90)] }
  const reason = (given: Slot, more: SignUpContext) => {
    const result = signUp(given, { id: 'p1' }, more)
    return result.ok ? 'ok' : result.reason
  }
  assert.equal(reason(all, busy), 'slot-cancelled')
  assert.equal(reason({ ...all, cancelled: false }, busy), 'slot-started')
  assert.equal(reason({ ...all, cancelled: false }, { ...busy, now: nine - MINUTE }), 'sign-up-closed')
  assert.equal(reason({ ...all, cancelled: false }, { ...busy, now: context.now }), 'already-signed-up')
  assert.equal(reason({ ...slot, seated: ['p2', 'p3', 'p4'] }, { ...busy, now: context.now }), 'duty-overlaps')
  assert.equal(reason(slot, { ...context, duties: [duty(-60, -10)] }), 'rest-too-short')
})

const minute = fc.integer({ min: -600, max: 600 })
const length = fc.integer({ min: 1, max: 240 })
const duties = fc
  .array(fc.tuple(minute, length), { maxLength: 8 })
  .map((spans) => spans.map(([from, long], i) => duty(from, from + long, `duty-${i}`)))
const policies = fc.record({
  closesBeforeMinutes: fc.nat(180),
  minRestMinutes: fc.nat(120),
  maxWaitlist: fc.nat(3),
})
const moved = (startsAt: number): Slot => ({ ...slot, startsAt: iso(startsAt), endsAt: iso(startsAt + 120 * MINUTE) })

test('a refusal’s next start really is possible, and none before it', () => {
  fc.assert(
    fc.property(
      duties,
      policies,
      minute,
      fc.integer({ min: -59_999, max: 0 }),
      fc.boolean(),
      (busy, rules, before, ms, cancelled) => {
        const given = { now: nine - before * MINUTE + ms, duties: busy, policy: rules }
        const refusal = signUpRefusal({ ...slot, cancelled }, given)
        if (!refusal || !('nextStartsAt' in refusal.detail)) return
        const next = Date.parse(refusal.detail.nextStartsAt)
        assert.equal(signUpRefusal(moved(next), given), undefined)
        assert.ok(next >= nine)
        if (cancelled) return
        for (let start = nine; start < next; start += MINUTE) assert.ok(signUpRefusal(moved(start), given), iso(start))
      },
    ),
    { numRuns: 1000 },
  )
})

test('rest is symmetric: of two slots either stands against the other, or neither does', () => {
  fc.assert(
    fc.property(minute, length, minute, length, policies, (from, long, otherFrom, otherLong, rules) => {
      const early = { now: nine - 10_000 * MINUTE, policy: rules }
      const [one, other] = [duty(from, from + long, 'one'), duty(otherFrom, otherFrom + otherLong, 'other')]
      const ask = (slotOf: Duty, held: Duty) =>
        signUpRefusal({ ...slotOf, id: slotOf.slotId }, { ...early, duties: [held] })?.reason
      assert.equal(ask(one, other), ask(other, one))
    }),
    { numRuns: 2000 },
  )
})

test('reads instants with any offset', () => {
  const utc = { ...slot, startsAt: '2026-03-02T01:00:00Z', endsAt: '2026-03-02T03:00:00.000Z' }
  for (const before of [200, 61, 60, 59, 0, -10]) {
    assert.equal(signUpRefusal(utc, at(before))?.reason, signUpRefusal(slot, at(before))?.reason, `${before} minutes before`)
  }
})

test('rest, clashes and closing know no midnight, month or year: days later they say the same', () => {
  const days = fc.constantFrom('2026-03-31', '2026-12-31', '2028-02-28', '2028-02-29', '2027-02-28', '2026-10-07')
  const evening = fc.integer({ min: -6 * 60, max: 6 * 60 })
  fc.assert(
    fc.property(
      days,
      evening,
      length,
      evening,
      length,
      policies,
      fc.nat(600),
      (day, from, long, dutyFrom, dutyLong, rules, ahead) => {
        const midnight = Date.parse(`${day}T24:00:00+08:00`)
        const told = (origin: number) => {
          const at = (minutes: number) => iso(origin + minutes * MINUTE)
          const when = { ...slot, startsAt: at(from), endsAt: at(from + long) }
          const held = { slotId: 'other', startsAt: at(dutyFrom), endsAt: at(dutyFrom + dutyLong) }
          const refusal = signUpRefusal(when, { now: origin + (from - ahead) * MINUTE, policy: rules, duties: [held] })
          return JSON.stringify(refusal ?? null).replaceAll(/"(\d{4}-[^"]+Z)"/g, (_, said: string) =>
            String(Date.parse(said) - origin),
          )
        }
        assert.equal(told(midnight), told(nine))
      },
    ),
    { numRuns: 2000 },
  )
})
