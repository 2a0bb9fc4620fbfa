import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isSdkError } from '../../errors.ts'
import type { Crs, Position } from '../../schema.ts'
import { convert } from '../crs/convert.ts'
import { metresPerDegree } from '../crs/metres.ts'
import type { Geometry } from '../schema.ts'
import { createLocator } from './locator.ts'

const box = (x: number, y: number, size = 1): Geometry => ({
  type: 'Polygon',
  coordinates: [
    [
      [x, y],
      [x + size, y],
      [x + size, y + size],
      [x, y + size],
      [x, y],
    ],
  ],
})
const planar = { crs: 'planar' as const }

test('is the grid itself inside, and the nearest place of the nearest outline outside', () => {
  const { nearest } = createLocator(
    [
      { id: 'b', geometry: box(0, 0) },
      { id: 'a', geometry: box(3, 0) },
    ],
    planar,
  )
  assert.deepEqual(nearest([0.25, 0.5]), { id: 'b', distance: 0, position: [0.25, 0.5] })
  assert.deepEqual(nearest([1, 0.5]), { id: 'b', distance: 0, position: [1, 0.5] }, 'on the outline')
  assert.deepEqual(nearest([1.5, 0.25]), { id: 'b', distance: 0.5, position: [1, 0.25] })
  assert.deepEqual(nearest([7, 5]), { id: 'a', distance: 5, position: [4, 1] }, 'a corner')
  assert.deepEqual(nearest([2, 0.5]), { id: 'a', distance: 1, position: [3, 0.5] }, 'as near to both: the lower id')
})

test('gives a place that several grids share to the lowest id, in whatever order they come', () => {
  const grids = ['d', 'b', 'c', 'a'].map((id, i) => ({ id, geometry: box(i % 2, Math.floor(i / 2)) }))
  for (const given of [grids, grids.toReversed()]) {
    const { nearest } = createLocator([...given, { id: '0', geometry: box(20, 20) }], planar)
    assert.deepEqual(nearest([1, -2]), { id: 'b', distance: 2, position: [1, 0] }, 'a corner of b and d')
    assert.deepEqual(nearest([4, 1]), { id: 'a', distance: 2, position: [2, 1] }, 'a corner of b and a')
  }
})

test('looks at holes as well, and at leaves only', () => {
  const ring = (x: number, y: number, size: number) => (box(x, y, size) as { coordinates: Position[][] }).coordinates[0]!
  const { nearest } = createLocator(
    [
      { id: 'root', geometry: box(-9, -9, 30) },
      { id: 'park', parentId: 'root', geometry: { type: 'Polygon', coordinates: [ring(0, 0, 9), ring(3, 3, 3)] } },
    ],
    planar,
  )
  assert.deepEqual(nearest([3.5, 5]), { id: 'park', distance: 0.5, position: [3, 5] })
  assert.deepEqual(nearest([-2, 4]), { id: 'park', distance: 2, position: [0, 4] })
})

test('is undefined only where no grid is drawn', () => {
  assert.equal(createLocator([], planar).nearest([0, 0]), undefined)
  assert.equal(createLocator([{ id: 'a' }], { crs: 'wgs84' }).nearest([0, 0]), undefined)
})

test('gives metres for degrees, across the antimeridian too, and answers in the coordinates of the question', () => {
  const { nearest } = createLocator([{ id: 'a', geometry: box(104, 30, 0.01) }], { crs: 'wgs84' })
  const west = nearest([103.999, 30.005])!
  assert.ok(Math.abs(west.distance - metresPerDegree(30.005).x * 0.001) < 1e-6)
  const north = nearest([104.005, 30.02])!
  assert.ok(Math.abs(north.distance - metresPerDegree(30.02).y * 0.01) < 1e-6)

  const asked = convert([103.999, 30.005], { from: 'wgs84', to: 'bd09' })
  const told = nearest(asked, { crs: 'bd09' })!
  const back = convert(told.position, { from: 'bd09', to: 'wgs84' })
  assert.ok(Math.abs(told.distance - west.distance) < 0.01)
  assert.ok(Math.abs(back[0] - 104) < 1e-7 && Math.abs(back[1] - 30.005) < 1e-7)

  const pacific = createLocator(
    [
      { id: 'east', geometry: box(178, 0) },
      { id: 'west', geometry: box(-179.9, 0) },
    ],
    { crs: 'wgs84' },
  )
  const across = pacific.nearest([179.95, 0.5])!
  assert.equal(across.id, 'west')
  assert.deepEqual(across.position, [-179.9, 0.5])
  assert.ok(Math.abs(across.distance - metresPerDegree(0.5).x * 0.15) < 1e-6)
})

test('refuses a position that is none', () => {
  const { nearest } = createLocator([{ id: 'a', geometry: box(0, 0) }], { crs: 'wgs84' })
  for (const bad of [
    [NaN, 0],
    [0, 91],
    [181, 0],
  ] as Position[])
    assert.throws(
      () => nearest(bad),
      (error) => isSdkError(error) && error.code === 'bad-argument',
    )
})

test('is as near as the nearest of all edges', () => {
  const corner = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }))
  const ring = fc.array(corner, { minLength: 3, maxLength: 6 })
  const point = fc.tuple(fc.double({ min: -20, max: 60, noNaN: true }), fc.integer({ min: -20, max: 60 }))
  const rings = fc.array(ring, { minLength: 1, maxLength: 40 })
  const frame = fc.constantFrom<[Crs, number, Position]>(
    ['planar', 1, [0, 0]],
    ['wgs84', 0.001, [104, 30]],
    ['planar', 1e6, [1e9, 0]],
  )
  fc.assert(
    fc.property(rings, fc.array(point, { minLength: 20, maxLength: 20 }), frame, (given, points, [crs, scale, origin]) => {
      const placed = ([x, y]: Position): Position => [origin[0] + x * scale, origin[1] + y * scale]
      const drawn = given.map((each) => [...each, each[0]!].map(placed))
      const grids = drawn.map((each, i) => ({
        id: `m${100 + i}`,
        geometry: { type: 'Polygon', coordinates: [each] } as Geometry,
      }))
      const { locate, nearest } = createLocator(grids, { crs })
      for (const asked of points.map(placed)) {
        const found = nearest(asked)!
        if (locate(asked) !== undefined) {
          assert.deepEqual(found, { id: locate(asked), distance: 0, position: asked })
          continue
        }
        const metres = crs === 'planar' ? { x: 1, y: 1 } : metresPerDegree(asked[1])
        const distances = drawn.map((each) => distanceTo(each, asked, metres))
        const least = Math.min(...distances)
        const room = Math.max(1e-6 * scale, least * 1e-9)
        assert.ok(Math.abs(found.distance - least) < room, `${found.distance} and ${least} at ${asked.join(', ')}`)
        const place = Number(found.id.slice(1)) - 100
        assert.ok(distances[place]! - least < room)
        assert.ok(Math.hypot((found.position[0] - asked[0]) * metres.x, (found.position[1] - asked[1]) * metres.y) - least < room)
      }
    }),
    { numRuns: 60 },
  )
})

/** By the nearest of the edges' feet, one after another. */
function distanceTo(ring: readonly Position[], [x, y]: Position, metres: { x: number; y: number }): number {
  let least = Infinity
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = [(ring[i - 1]![0] - x) * metres.x, (ring[i - 1]![1] - y) * metres.y]
    const [bx, by] = [(ring[i]![0] - x) * metres.x, (ring[i]![1] - y) * metres.y]
    const length = (bx - ax) ** 2 + (by - ay) ** 2
    const share = length > 0 ? Math.min(1, Math.max(0, -(ax * (bx - ax) + ay * (by - ay)) / length)) : 0
    least = Math.min(least, Math.hypot(ax + share * (bx - ax), ay + share * (by - ay)))
  }
  return least
}
