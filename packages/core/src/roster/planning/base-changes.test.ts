import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { baseChanges } from './base-changes.ts'
import type { BaseNow, BaseSlot } from './base-changes.ts'
import { comparePlans } from './compare-plans.ts'

const slot = (id: string, more: Partial<BaseSlot> = {}): BaseSlot => ({
  id,
  startsAt: '2026-03-02T08:00:00+08:00',
  endsAt: '2026-03-02T10:00:00+08:00',
  capacity: 2,
  ...more,
})
const seat = (slotId: string, personId: string) => ({ slotId, personId })

describe('a plan beside another', () => {
  it('adds, removes and moves people, each once', () => {
    const before = [seat('a', 'p'), seat('b', 'q'), seat('c', 'r'), seat('c', 's')]
    const after = [seat('a', 'p'), seat('c', 'q'), seat('d', 't'), seat('d', 'r'), seat('b', 'r')]
    assert.deepEqual(comparePlans(before, after), {
      added: [seat('d', 't'), seat('b', 'r')],
      removed: [seat('c', 's')],
      moved: [
        { ...seat('c', 'q'), from: 'b' },
        { ...seat('d', 'r'), from: 'c' },
      ],
      kept: [seat('a', 'p')],
    })
  })
})

describe('what has changed since a draft was made', () => {
  const base = { slots: [slot('a'), slot('b')], seats: [seat('a', 'p')] }
  const draft = [seat('a', 'p'), seat('b', 'q')]
  const changes = (now: Partial<BaseNow>) => baseChanges(base, { ...base, mayServe: () => true, ...now }, draft)

  it('is nothing where all is as it was, in other words too', () => {
    assert.deepEqual(changes({}), [])
    assert.deepEqual(
      changes({ slots: [slot('b', { startsAt: '2026-03-02T00:00:00Z' }), slot('a', { mix: [], skills: [] })] }),
      [],
    )
  })

  it('is a slot that is closed, where the draft gives a seat in it, and no other', () => {
    assert.deepEqual(changes({ slots: [slot('a')] }), [{ kind: 'slot-closed', slotId: 'b' }])
    assert.deepEqual(changes({ slots: [slot('b')], seats: [] }), [])
  })

  it('is a slot that is new or asks for something else', () => {
    assert.deepEqual(changes({ slots: [slot('a', { capacity: 3 }), slot('b'), slot('c')] }), [
      { kind: 'slot-changed', slotId: 'a' },
      { kind: 'slot-added', slotId: 'c' },
    ])
  })

  it('is a seat that was taken, given up, or exchanged', () => {
    assert.deepEqual(changes({ seats: [seat('b', 'p'), seat('a', 'r')] }), [
      { kind: 'seat-taken', ...seat('a', 'r') },
      { kind: 'seat-taken', ...seat('b', 'p') },
      { kind: 'seat-given-up', ...seat('a', 'p') },
    ])
  })

  it('is somebody who cannot be given a seat any more, not who keeps theirs', () => {
    assert.deepEqual(changes({ mayServe: () => false }), [{ kind: 'person-gone', ...seat('b', 'q') }])
  })

  it('is a seat of a shift that begins once the organisation is closed of whoever the draft gives it to, with the day of its closing, and no earlier one', () => {
    const closing = (closesAt: string) => ({ closing: () => ({ closedOn: '2026-03-02', closesAt }) })
    const lapsed = [{ kind: 'organisation-closed', ...seat('b', 'q'), closedOn: '2026-03-02' }]
    assert.deepEqual(changes(closing('2026-03-02T00:00:00Z')), lapsed)
    assert.deepEqual(changes(closing('2026-03-02T00:00:01Z')), [])
    assert.deepEqual(changes({ ...closing('2026-03-01T16:00:00Z'), mayServe: () => false }), lapsed)
  })
})
