import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Position } from '../../schema.ts'
import { distanceBetween, placeRefusal } from './geofence.ts'

test('measures along the great circle', () => {
  // A degree of latitude is 111.195 km on this sphere; of longitude at 60° half of it.
  assert.ok(Math.abs(distanceBetween([104, 30], [104, 31]) - 111_195) < 1)
  assert.ok(Math.abs(distanceBetween([10, 60], [11, 60]) - 55_597) < 10)
  assert.ok(Math.abs(distanceBetween([179.999, 0], [-179.999, 0]) - 222.39) < 0.1)
  assert.ok(Math.abs(distanceBetween([0, -90], [0, 90]) - 20_015_115) < 1)
})

test('a distance is symmetric, never negative, and no detour is shorter', () => {
  const position = fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true }))
  fc.assert(
    fc.property(position, position, position, (a: Position, b: Position, c: Position) => {
      const there = distanceBetween(a, b)
      assert.ok(there >= 0 && Math.abs(there - distanceBetween(b, a)) < 1e-6)
      assert.ok(there <= distanceBetween(a, c) + distanceBetween(c, b) + 1e-3)
    }),
  )
})

test('grants the device’s own accuracy on top of the radius, to the metre', () => {
  const policy = { radius: 100, maxAccuracy: 50 }
  assert.equal(placeRefusal({ distance: 150, accuracy: 50 }, policy), undefined)
  assert.deepEqual(placeRefusal({ distance: 150.2, accuracy: 50 }, policy), {
    ok: false,
    reason: 'too-far',
    detail: { distance: 151, allowed: 150 },
  })
  assert.equal(placeRefusal({ distance: 0, accuracy: 50.1 }, policy)?.reason, 'position-too-vague')
})
