import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cancelSignUp } from './cancel-sign-up.ts'
import { confirmSignUp } from './confirm-sign-up.ts'
import { dueRosterSteps } from './due-roster-steps.ts'
import { markAbsent } from './mark-absent.ts'
import type { SignUpEnd, SignUpPolicy } from './schema.ts'
import { slotHappenings } from './slot-happenings.ts'
import type { Slot } from './slot.ts'

const HOUR = 3_600_000
const START = Date.parse('2026-03-03T00:00:00Z')
const iso = (hours: number) => new Date(START + hours * HOUR).toISOString()
const policy: SignUpPolicy = {
  ...{ closesBeforeMinutes: 60, minRestMinutes: 0, maxWaitlist: 9, offerMinutes: 120 },
  ...{ remindBeforeHours: 24, confirmBeforeHours: 6, reliefMinutes: 30 },
}
const slot = (more: Partial<Slot> = {}): Slot => ({
  ...{ id: 's1', startsAt: iso(0), endsAt: iso(2), capacity: 1, seated: ['p1'], waitlist: ['p2', 'p3'], cancelled: false },
  ...more,
})
const told = (before: Slot, after: Slot, endOf: (id: string) => SignUpEnd = () => 'self') =>
  slotHappenings({ before, after, endOf }).map(({ topic, personId = '', facts }) => [topic, personId, facts] as const)
const endsOf = (steps: ReturnType<typeof dueRosterSteps>['steps']) => (personId: string) =>
  steps.flatMap((step) => (step.kind === 'ended' && step.personId === personId ? [step.why] : []))[0]!

test('tells whom a seat falls to, and nobody of what they did themselves', () => {
  const before = slot()
  const now = START - 48 * HOUR
  const left = cancelSignUp(before, 'p1', { now, policy })
  assert.ok(left.ok)
  assert.deepEqual(told(before, left.slot), [['roster.offered', 'p2', { until: iso(-46) }]])
  const taken = confirmSignUp(left.slot, { id: 'p2' }, { now, policy, duties: [] })
  assert.ok(taken.ok)
  assert.deepEqual(told(left.slot, taken.slot), [])
  const atOnce = cancelSignUp(before, 'p1', { now, policy: { ...policy, offerMinutes: 0 } })
  assert.ok(atOnce.ok)
  assert.deepEqual(told(before, atOnce.slot), [['roster.seated', 'p2', {}]])
})

test('reminds each once, with the word that is asked for, and says whose seat was taken back for want of it', () => {
  const before = slot({ waitlist: ['p2'], places: { p1: { confirmBy: iso(-6) } } })
  const asked = dueRosterSteps(before, { now: START - 24 * HOUR, policy })
  assert.deepEqual(told(before, asked.slot, endsOf(asked.steps)), [['roster.reminder', 'p1', { until: iso(-6) }]])
  const again = dueRosterSteps(asked.slot, { now: START - 23 * HOUR, policy })
  assert.deepEqual(told(asked.slot, again.slot), [])
  const late = dueRosterSteps(asked.slot, { now: START - 6 * HOUR, policy })
  assert.deepEqual(told(asked.slot, late.slot, endsOf(late.steps)), [
    ['roster.ended', 'p1', { ended: 'not-confirmed' }],
    ['roster.offered', 'p2', { until: iso(-4) }],
  ])
})

test('says who was put down or invited, and that a seat of somebody absent is free', () => {
  const before = slot({ waitlist: [], capacity: 3 })
  const after = { ...before, seated: ['p1', 'p4', 'p6'], invited: ['p5'] }
  const arrivals = [
    { personId: 'p4', by: 'liaison' as const },
    { personId: 'p5', by: 'invitation' as const },
    { personId: 'p6', by: 'self' as const },
  ]
  assert.deepEqual(
    slotHappenings({ before, after, arrivals, endOf: () => 'self' }).map(({ topic, personId }) => [topic, personId]),
    [
      ['roster.assigned', 'p4'],
      ['roster.invited', 'p5'],
    ],
  )
  const gone = markAbsent(before, 'p1', { now: START + 60_000, policy })
  assert.ok(gone.ok)
  assert.deepEqual(told(before, gone.slot), [
    ['roster.absent', 'p1', {}],
    ['roster.free', '', { seats: 1 }],
  ])
})

test('over any time, each is reminded once at most and offered once for each deadline, whenever somebody looks', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 30 }), fc.nat(3), (hours, seats) => {
      let at = slot({
        seated: ['p1', 'p2'],
        capacity: 1 + seats,
        waitlist: ['p3', 'p4', 'p5'],
        places: { p1: { confirmBy: iso(-6) } },
      })
      let now = START - 120 * HOUR
      const seen = new Set<string>()
      for (const step of hours) {
        now += step * HOUR
        const { slot: after, steps } = dueRosterSteps(at, { now, policy })
        for (const { topic, personId, facts } of slotHappenings({ before: at, after, endOf: endsOf(steps) })) {
          const key = topic === 'roster.offered' ? `${topic} ${personId} ${facts.until}` : `${topic} ${personId}`
          assert.ok(!seen.has(key), key)
          seen.add(key)
        }
        at = after
      }
    }),
    { numRuns: 2_000 },
  )
})
