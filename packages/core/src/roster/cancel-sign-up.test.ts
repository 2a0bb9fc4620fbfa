import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cancelSignUp } from './cancel-sign-up.ts'
import type { SignUpPolicy } from './schema.ts'
import { signUp } from './sign-up.ts'
import type { Slot } from './slot.ts'

const MINUTE = 60_000
const nine = Date.parse('2026-03-02T09:00:00+08:00')
const policy: SignUpPolicy = { closesBeforeMinutes: 60, minRestMinutes: 30, maxWaitlist: 2 }
const context = { now: nine - 120 * MINUTE, policy }
const full: Slot = {
  id: 'slot',
  startsAt: '2026-03-02T09:00:00+08:00',
  endsAt: '2026-03-02T11:00:00+08:00',
  capacity: 2,
  seated: ['p1', 'p2'],
  waitlist: ['p3', 'p4'],
}

test('the first who waits moves up to a seat that falls free', () => {
  assert.deepEqual(cancelSignUp(full, 'p1', context), {
    ok: true,
    promoted: 'p3',
    slot: { ...full, seated: ['p2', 'p3'], waitlist: ['p4'] },
  })
})

test('who waits leaves the waitlist, and nobody moves up', () => {
  assert.deepEqual(cancelSignUp(full, 'p3', context), { ok: true, slot: { ...full, waitlist: ['p4'] } })
})

test('the last to leave frees the seat', () => {
  const alone = { ...full, seated: ['p1'], waitlist: [] }
  assert.deepEqual(cancelSignUp(alone, 'p1', context), { ok: true, slot: { ...alone, seated: [] } })
})

test('nobody moves up into a seat that is no longer there', () => {
  const shrunk = { ...full, capacity: 1 }
  assert.deepEqual(cancelSignUp(shrunk, 'p1', context), { ok: true, slot: { ...shrunk, seated: ['p2'] } })
})

test('nobody moves up once sign-up is closed, nor in a cancelled slot; leaving is possible up to the start', () => {
  const left = { ...full, seated: ['p2'] }
  assert.deepEqual(cancelSignUp(full, 'p1', { ...context, now: nine - 60 * MINUTE }), { ok: true, slot: left })
  assert.deepEqual(cancelSignUp(full, 'p1', { ...context, now: nine - 1 }), { ok: true, slot: left })
  const cancelled = { ...full, cancelled: true }
  assert.deepEqual(cancelSignUp(cancelled, 'p1', context), { ok: true, slot: { ...left, cancelled: true } })
})

test('refuses whoever is not in the slot, and everybody from its start', () => {
  assert.deepEqual(cancelSignUp(full, 'p9', context), { ok: false, reason: 'not-signed-up', detail: { slotId: 'slot' } })
  const late = cancelSignUp(full, 'p1', { ...context, now: nine })
  assert.ok(!late.ok && late.reason === 'slot-started')
  assert.equal(late.detail.nextStartsAt, '2026-03-02T02:01:00.000Z')
})

const step = fc.record({ what: fc.constantFrom('sign-up', 'cancel'), person: fc.integer({ min: 0, max: 9 }).map((n) => `p${n}`) })

test('over any sequence of sign-ups and cancellations the slot is one queue whose first have the seats', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.nat(4),
      fc.array(step, { maxLength: 60, size: 'max' }),
      (capacity, maxWaitlist, steps) => {
        const rules = { ...policy, maxWaitlist }
        let slot: Slot = { ...full, capacity, seated: [], waitlist: [] }
        let queue: string[] = []
        for (const { what, person } of steps) {
          const before = structuredClone(slot)
          if (what === 'sign-up') {
            const result = signUp(slot, { id: person }, { now: context.now, duties: [], policy: rules })
            assert.deepEqual(slot, before, 'the slot given is left as it is')
            if (queue.includes(person)) assert.ok(!result.ok && result.reason === 'already-signed-up')
            else if (queue.length >= capacity + maxWaitlist) assert.ok(!result.ok && result.reason === 'slot-full')
            else {
              assert.ok(result.ok && result.outcome === (queue.length < capacity ? 'seated' : 'waitlisted'))
              queue.push(person)
              slot = result.slot
            }
          } else {
            const result = cancelSignUp(slot, person, { now: context.now, policy: rules })
            assert.deepEqual(slot, before, 'the slot given is left as it is')
            if (!queue.includes(person)) assert.ok(!result.ok && result.reason === 'not-signed-up')
            else {
              assert.ok(result.ok)
              assert.equal(result.promoted, queue.indexOf(person) < capacity ? queue[capacity] : undefined)
              queue = queue.filter((id) => id !== person)
              slot = result.slot
            }
          }
          assert.deepEqual(slot.seated, queue.slice(0, capacity))
          assert.deepEqual(slot.waitlist, queue.slice(capacity))
        }
      },
    ),
    { numRuns: 3000 },
  )
})

test('who cancels and signs up again stands at the end', () => {
  const cancelled = cancelSignUp(full, 'p1', context)
  assert.ok(cancelled.ok)
  const again = signUp(cancelled.slot, { id: 'p1' }, { ...context, duties: [] })
  assert.ok(again.ok && again.outcome === 'waitlisted')
  assert.deepEqual(again.slot.waitlist, ['p4', 'p1'])
})
