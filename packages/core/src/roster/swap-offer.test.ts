import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SignUpPolicy } from './schema.ts'
import type { Slot } from './slot.ts'
import { swapOfferRefusal, swapWantsRefusal } from './swap-offer.ts'
import type { WantedContext, WantedSlot } from './swap-offer.ts'
import { othersWaitRefusal, seatsWaitedFor } from './swap-seats.ts'

const seat = { slotId: 's1', personId: 'p1' }

test('a seat is not offered to who has it', () => {
  const refusal = { ok: false, reason: 'swap-changes-nothing', detail: { toPersonId: 'p1' } }
  assert.deepEqual(swapOfferRefusal(seat, { toPersonId: 'p1' }), refusal)
})

test('nor for a seat in the same shift', () => {
  const refusal = { ok: false, reason: 'swap-changes-nothing', detail: { slotId: 's1' } }
  assert.deepEqual(swapOfferRefusal(seat, { wants: ['s2', 's1'] }), refusal)
})

test('to anybody else, for nothing or for another shift, it is', () => {
  for (const offer of [{}, { toPersonId: 'p2' }, { wants: ['s2'] }]) assert.equal(swapOfferRefusal(seat, offer), undefined)
})

const AT = Date.parse('2026-03-01T00:00:00Z')
const hour = (count: number) => new Date(AT + count * 3_600_000).toISOString()
const policy: SignUpPolicy = { closesBeforeMinutes: 120, minRestMinutes: 60, maxWaitlist: 5 }
const slot = (id: string, from: number, more: Partial<Slot> = {}): Slot => {
  return { id, startsAt: hour(from), endsAt: hour(from + 2), capacity: 2, seated: ['p2'], waitlist: [], ...more }
}
const context: WantedContext = {
  now: AT,
  policy,
  person: { id: 'p1' },
  duties: [{ slotId: 'mine', startsAt: hour(20), endsAt: hour(22) }],
}
const wanted = (one: Slot, colleagues = ['p2']): WantedSlot => ({ slotId: one.id, slot: one, colleagues })

test('a shift is wanted that is to come, where a colleague is, and that leaves the giver their rest', () => {
  const good = wanted(slot('good', 10))
  const late = wanted(slot('late', 1))
  assert.equal(swapWantsRefusal([good, late], context), undefined)
  const cases: [WantedSlot, string][] = [
    [{ slotId: 'none', colleagues: [] }, 'unknown-slot'],
    [wanted(slot('begun', -1)), 'slot-started'],
    [wanted(slot('off', 10, { cancelled: true })), 'slot-cancelled'],
    [wanted(slot('alone', 10), []), 'no-colleague'],
    [wanted(slot('own', 10, { seated: ['p1'] }), ['p1']), 'already-signed-up'],
    [wanted(slot('over', 21)), 'duty-overlaps'],
    [wanted(slot('close', 22.5)), 'rest-too-short'],
    [wanted(slot('skilled', 10, { skills: ['first-aid'] })), 'skill-missing'],
  ]
  for (const [one, why] of cases) {
    const refusal = { ok: false, reason: 'swap-unwantable', detail: { slots: [{ slotId: one.slotId, why }] } }
    assert.deepEqual(swapWantsRefusal([good, one], context), refusal)
  }
})

test('no shift is wanted where others wait for every seat that a colleague has: whoever gives theirs passes nobody', () => {
  const full = slot('full', 10, { seated: ['p2', 'p3'], waitlist: ['p4'] })
  const refusal = { ok: false, reason: 'swap-unwantable', detail: { slots: [{ slotId: 'full', why: 'others-wait' }] } }
  assert.deepEqual(swapWantsRefusal([wanted(full, ['p2', 'p3'])], context), refusal)
  // Where they wait for a place of another kind, one colleague is enough.
  const mix = [{ role: 'buildingHead' as const, need: 1 }]
  const mixed = slot('mixed', 10, { seated: ['p2', 'p3'], waitlist: ['p4'], mix, places: { p3: { role: 'buildingHead' } } })
  assert.equal(swapWantsRefusal([wanted(mixed, ['p2', 'p3'])], context), undefined)
  assert.equal(swapWantsRefusal([wanted(mixed, ['p2'])], context)?.detail.slots[0]?.why, 'others-wait')
  // Once sign-up is closed nobody moves up.
  assert.equal(swapWantsRefusal([wanted({ ...full, startsAt: hour(1) }, ['p2'])], context), undefined)
})

test('a seat is offered to nobody while others wait for it, each for the places that they may fill', () => {
  const mix = [{ role: 'buildingHead' as const, need: 1 }]
  const one = slot('s', 10, { seated: ['head', 'any'], waitlist: ['p3'], mix, places: { head: { role: 'buildingHead' } } })
  assert.deepEqual(seatsWaitedFor(one), ['any'])
  const refusal = { ok: false, reason: 'others-wait', detail: { slotId: 's', waiting: 1 } }
  assert.deepEqual(othersWaitRefusal(one, 'any', context), refusal)
  assert.equal(othersWaitRefusal(one, 'head', context), undefined)
  // Once sign-up is closed nobody moves up.
  assert.equal(othersWaitRefusal({ ...one, startsAt: hour(1) }, 'any', context), undefined)
})
