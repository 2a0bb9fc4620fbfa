import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Geometry } from '../schema.ts'
import { readRings } from './read-rings.ts'

const square = (x: number, y: number): Geometry => ({
  type: 'Polygon',
  coordinates: [
    [
      [x, y],
      [x + 1, y],
      [x + 1, y + 1],
      [x, y + 1],
      [x, y],
    ],
  ],
})

test('equal coordinates are one vertex, −0 is 0, and the closing repetition is left out', () => {
  const rings = readRings([{ geometry: square(0, 0) }, { geometry: square(-1, -0) }])
  assert.deepEqual([...rings.x], [0, 1, 1, 0, -1, -1])
  assert.deepEqual([...rings.y], [0, 0, 1, 1, 0, 1])
  assert.deepEqual([...rings.vertices], [0, 1, 2, 3, 4, 0, 3, 5])
  assert.deepEqual([...rings.start], [0, 4, 8])
  assert.deepEqual([...rings.gridStart], [0, 1, 2])
  assert.deepEqual(rings.faults, [])
})

test('a thousand rings that share nothing have a vertex for each position, which is found again', () => {
  const apart = Array.from({ length: 1000 }, (_, at) => ({ geometry: square(2 * at, at / 3) }))
  const rings = readRings([...apart, ...apart.toReversed()])
  assert.equal(rings.x.length, 4000)
  assert.deepEqual(
    [...rings.vertices.subarray(0, 4000)],
    Array.from({ length: 4000 }, (_, at) => at),
  )
  const again = rings.vertices.subarray(4000)
  assert.ok(again.every((vertex, at) => vertex === 4 * (999 - Math.floor(at / 4)) + (at % 4)))
})

test('polygons and holes are told apart', () => {
  const [shell, hole, island] = [0, 10, 20].map((at) => square(at, at).coordinates[0]!) as [number, number][][]
  const rings = readRings([{ geometry: { type: 'MultiPolygon', coordinates: [[shell!, hole!], [island!]] } }])
  assert.deepEqual([...rings.polygon], [0, 0, 1])
  assert.deepEqual([...rings.isHole], [0, 1, 0])
})

test('what cannot be read is told and left out; an unclosed ring is told and read', () => {
  const junk = [
    null,
    { type: 'Point', coordinates: [1, 2] },
    { type: 'Polygon', coordinates: [] },
    { type: 'MultiPolygon', coordinates: [[], 7, [[[0, 0], [1, NaN], [1, 1], [0, 0]]]] }, // prettier-ignore
    { type: 'Polygon', coordinates: [[], 'ring', [[0, '0']], [[5, 5], [6, 5], [6, 6]]] }, // prettier-ignore
  ]
  const rings = readRings(junk.map((geometry) => ({ geometry: geometry as unknown as Geometry })))
  assert.deepEqual(
    rings.faults.map(({ grid, polygon, ring, code }) => `${grid} ${polygon} ${ring} ${code}`),
    [
      '0 -1 -1 unreadable',
      '1 -1 -1 unreadable',
      '2 0 -1 unreadable',
      '3 0 -1 unreadable',
      '3 1 -1 unreadable',
      '3 2 0 unreadable',
      '4 0 0 unreadable',
      '4 0 1 unreadable',
      '4 0 2 unreadable',
      '4 0 3 unclosed',
    ],
  )
  assert.deepEqual([...rings.vertices].length, 3)
  assert.deepEqual([...rings.gridStart], [0, 0, 0, 0, 0, 1])
})
