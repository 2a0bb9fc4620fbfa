import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SMALL_DISTRICT, treeOf } from '../../../test/small-district.ts'
import { shiftsToCancel } from './shifts-to-cancel.ts'
import type { CancellableShift, CancelOrder } from './shifts-to-cancel.ts'

const tree = treeOf(SMALL_DISTRICT)
const NOON = Date.parse('2026-06-01T12:00:00+08:00')
const hour = (count: number) => new Date(NOON + count * 3_600_000).toISOString()
const shift = (id: string, from: number, to: number, more: Partial<CancellableShift> = {}): CancellableShift => ({
  id,
  kind: 'mobile',
  gridId: 'm1',
  startsAt: hour(from),
  endsAt: hour(to),
  cancelled: false,
  ...more,
})
const STORM: CancelOrder = { from: hour(3), to: hour(6) }
const cancelled = (shifts: CancellableShift[], order: CancelOrder = STORM, now = NOON) =>
  shiftsToCancel(shifts, order, { tree, now })

test('a storm takes what lies in its time as a whole or in part, and nothing that only touches it', () => {
  const shifts = [
    shift('before', 1, 3),
    shift('into', 2, 4),
    shift('in', 4, 5),
    shift('over', 2, 7),
    shift('out', 5, 8),
    shift('after', 6, 8),
  ]
  assert.deepEqual(cancelled(shifts), { cancel: ['into', 'in', 'over', 'out'], passedBy: [] })
})

test('whoever has begun is on duty, and what was called off is not called off again', () => {
  const shifts = [shift('running', 2, 4), shift('off', 4, 5, { cancelled: true }), shift('on', 4, 5)]
  assert.deepEqual(cancelled(shifts, STORM, NOON + 2 * 3_600_000), { cancel: ['on'], passedBy: ['running', 'off'] })
})

test('an order may be for kinds of posts, for subtrees and for some shifts alone', () => {
  const shifts = [
    shift('a', 3, 5),
    shift('b', 3, 5, { kind: 'reportIn' }),
    shift('c', 3, 5, { gridId: 'c2' }),
    shift('d', 3, 5, { gridId: 'gone' }),
  ]
  assert.deepEqual(cancelled(shifts, { ...STORM, kinds: ['mobile', 'patrol'] }).cancel, ['a', 'c', 'd'])
  assert.deepEqual(cancelled(shifts, { ...STORM, gridIds: ['c1'] }).cancel, ['a', 'b'])
  assert.deepEqual(cancelled(shifts, { ...STORM, gridIds: ['s'] }).cancel, ['a', 'b', 'c'])
  assert.deepEqual(cancelled(shifts, { ...STORM, slotIds: ['b', 'none'] }).cancel, ['b'])
})

test('what is called off lies ahead and in the time; done again there is nothing left to do', () => {
  const anyShift = fc.record({
    from: fc.integer({ min: -12, max: 12 }),
    length: fc.integer({ min: 1, max: 12 }),
    cancelled: fc.boolean(),
  })
  const order = fc.record({ from: fc.integer({ min: -12, max: 12 }), length: fc.integer({ min: 1, max: 12 }) })
  fc.assert(
    fc.property(fc.array(anyShift), order, (given, { from, length }) => {
      const shifts = given.map((one, k) => shift(`s${k}`, one.from, one.from + one.length, { cancelled: one.cancelled }))
      const storm = { from: hour(from), to: hour(from + length) }
      const { cancel, passedBy } = cancelled(shifts, storm)
      for (const one of shifts) {
        const isIn = one.startsAt < storm.to && storm.from < one.endsAt
        assert.equal(cancel.includes(one.id) || passedBy.includes(one.id), isIn)
        if (cancel.includes(one.id)) assert.ok(Date.parse(one.startsAt) > NOON && !one.cancelled)
      }
      const after = shifts.map((one) => ({ ...one, cancelled: one.cancelled || cancel.includes(one.id) }))
      assert.deepEqual(cancelled(after, storm).cancel, [])
    }),
  )
})
