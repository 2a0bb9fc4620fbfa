import assert from 'node:assert/strict'
import { test } from 'node:test'
import { swapOfferRefusal } from './swap-offer.ts'

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
