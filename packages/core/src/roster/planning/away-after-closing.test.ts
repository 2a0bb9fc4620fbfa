import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { awayAfterClosing } from './away-after-closing.ts'
import { isAfterClosing } from './is-after-closing.ts'

const iso = (hour: number) => new Date(Date.UTC(2026, 2, 2, hour)).toISOString()
const closesAt = iso(24)
const slots = fc
  .array(fc.record({ start: fc.integer({ min: 12, max: 40 }), hours: fc.integer({ min: 1, max: 12 }) }), { maxLength: 8 })
  .map((all) => all.map(({ start, hours }, n) => ({ id: `s${n}`, startsAt: iso(start), endsAt: iso(start + hours) })))

test('somebody is away from exactly the shifts that begin once their organisation is closed, and no shift is told of twice', () => {
  fc.assert(
    fc.property(slots, (given) => {
      const { from, slotIds } = awayAfterClosing(given, closesAt)
      assert.ok(Date.parse(closesAt) <= Date.parse(from))
      for (const slot of given) {
        const overlaps = Date.parse(from) < Date.parse(slot.endsAt)
        const ways = [overlaps, slotIds.includes(slot.id)].filter(Boolean).length
        assert.equal(ways, isAfterClosing(slot, { closesAt }) ? 1 : 0)
      }
    }),
  )
})

test('nothing under way at the closing leaves it as it is', () => {
  assert.deepEqual(awayAfterClosing([{ id: 'a', startsAt: iso(22), endsAt: iso(24) }], closesAt), { from: closesAt, slotIds: [] })
})
