import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ringsOf } from '../../test/edges.ts'
import { randomTiling } from '../../test/tilings.ts'
import type { Position } from '../schema.ts'
import { adjacency } from './adjacency.ts'
import type { Geometry } from './schema.ts'

const box = (x: number, y: number, width = 1, height = 1): Geometry => ({
  type: 'Polygon',
  coordinates: [[[x, y], [x + width, y], [x + width, y + height], [x, y + height], [x, y]]],
}) // prettier-ignore
const grid = (id: string, geometry: Geometry, parentId?: string) => ({
  id,
  geometry,
  ...(parentId !== undefined && { parentId }),
})

test('neighbours have their common border in units, those that touch in a corner are marked', () => {
  const found = adjacency(
    [grid('d', box(1, 1)), grid('c', box(0, 1)), grid('b', box(1, 0)), grid('a', box(0, 0)), grid('z', box(9, 9))],
    {
      crs: 'planar',
    },
  )
  assert.deepEqual([...found.keys()], ['a', 'b', 'c', 'd', 'z'])
  assert.deepEqual(found.get('a'), [
    { id: 'b', length: 1, meets: 'border' },
    { id: 'c', length: 1, meets: 'border' },
    { id: 'd', length: 0, meets: 'point' },
  ])
  assert.deepEqual(found.get('z'), [])
})

test('neighbours are of one level: siblings and cousins, not parents', () => {
  const found = adjacency(
    [
      grid('left', box(0, 0), 'root'), grid('right', box(1, 0), 'root'), grid('root', box(0, 0, 2, 1)),
      grid('l', box(0, 0), 'left'), grid('r', box(1, 0), 'right'),
    ],
    { crs: 'planar' },
  ) // prettier-ignore
  assert.deepEqual(found.get('l'), [{ id: 'r', length: 1, meets: 'border' }])
  assert.deepEqual(found.get('left'), [{ id: 'right', length: 1, meets: 'border' }])
  assert.deepEqual(found.get('root'), [])
})

test('a grid without children counts on every level below its own', () => {
  const found = adjacency(
    [
      grid('root', box(0, 0, 2, 1)),
      grid('estate', box(0, 0), 'root'),
      grid('mall', box(1, 0), 'root'),
      grid('micro', box(0, 0), 'estate'),
    ],
    { crs: 'planar' },
  )
  assert.deepEqual(found.get('mall')!.map(({ id }) => id), ['estate', 'micro']) // prettier-ignore
  assert.deepEqual(found.get('micro')!.map(({ id }) => id), ['mall']) // prettier-ignore
})

test('the length of a degree counts', () => {
  const found = adjacency([grid('a', box(104, 30, 0.001, 0.001)), grid('b', box(104.001, 30, 0.001, 0.001))], { crs: 'wgs84' })
  assert.ok(Math.abs(found.get('a')![0]!.length - 110.852) < 0.01)
})

test('an enclave has its whole border with what is around it; what goes round in a circle of parents ends', () => {
  const plate: Geometry = { type: 'Polygon', coordinates: [...ringsOf(box(0, 0, 3, 3)), ringsOf(box(1, 1))[0]!.toReversed()] }
  assert.deepEqual(adjacency([grid('plate', plate), grid('in', box(1, 1))], { crs: 'planar' }).get('in'), [
    { id: 'plate', length: 4, meets: 'border' },
  ])
  const circle = [grid('a', box(0, 0), 'b'), grid('b', box(1, 0), 'a')]
  assert.equal(adjacency(circle, { crs: 'planar' }).get('a')!.length, 1)
})

test('what cannot be told is an error', () => {
  const bad = { name: 'SdkError', code: 'bad-argument' }
  assert.throws(() => adjacency([{ ...grid('a', box(0, 0)), crs: 'bd09' }], { crs: 'wgs84' }), bad)
  assert.throws(() => adjacency([grid('a', { type: 'Polygon', coordinates: [[[0, 0], [1, 1]]] })], { crs: 'planar' }), bad) // prettier-ignore
})

test('in a tiling, leaves are neighbours where a border lies between them, and it is as long from either side', () => {
  const tilings = fc.record({ seed: fc.nat(), leaves: fc.integer({ min: 2, max: 30 }), levels: fc.constantFrom(1, 2, 3) })
  fc.assert(
    fc.property(tilings, ({ seed, ...options }) => {
      const { grids, borders, positions, crs } = randomTiling(seed, options)
      const found = adjacency(grids, { crs })
      const expected = new Map<string, number>()
      for (const { left, right, vertices } of borders) {
        if (left === undefined || right === undefined) continue
        const key = [left, right].sort().join(' ')
        expected.set(key, (expected.get(key) ?? 0) + lengthOf(vertices.map((v) => positions[v]!)))
      }
      const parents = new Set(grids.map(({ parentId }) => parentId))
      const came = new Map<string, number>()
      for (const [id, neighbours] of found) {
        for (const { id: other, length, meets } of neighbours) {
          assert.equal(found.get(other)!.find((back) => back.id === id)!.length, length)
          if (!parents.has(id) && !parents.has(other) && meets === 'border') came.set([id, other].sort().join(' '), length)
        }
      }
      assert.deepEqual([...came.keys()].sort(), [...expected.keys()].sort())
      for (const [key, length] of expected) assert.ok(Math.abs(came.get(key)! - length) <= 1e-9 * length)
    }),
    { numRuns: 60 },
  )
})

const lengthOf = (line: readonly Position[]) =>
  line.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(x - line[i]![0], y - line[i]![1]), 0)
