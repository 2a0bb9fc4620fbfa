import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isSdkError } from '../errors.ts'
import type { Position } from '../schema.ts'
import { createLocator } from './locate.ts'
import type { OutlinedGrid } from './locate.ts'
import type { Geometry } from './schema.ts'

const closed = (ring: Position[]): Position[] => [...ring, ring[0]!]
const box = (x: number, y: number, size = 1): Position[] =>
  closed([
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
  ])
const polygon = (...rings: Position[][]): Geometry => ({ type: 'Polygon', coordinates: rings })
const planar = { crs: 'planar' as const }

test('finds the grid of a point inside, and none outside', () => {
  const { locate } = createLocator([{ id: 'a', geometry: polygon(box(0, 0)) }], planar)
  assert.equal(locate([0.5, 0.5]), 'a')
  for (const outside of [
    [-0.1, 0.5],
    [1.1, 0.5],
    [0.5, -0.1],
    [0.5, 1.1],
    [1e9, 1e9],
  ] as Position[]) {
    assert.equal(locate(outside), undefined)
  }
  assert.equal(createLocator([], planar).locate([0, 0]), undefined)
})

test('gives a shared edge and a shared corner to the lower id, in whatever order the grids come', () => {
  const grids = [
    { id: 'c', geometry: polygon(box(0, 0)) },
    { id: 'b', geometry: polygon(box(1, 0)) },
    { id: 'd', geometry: polygon(box(0, 1)) },
    { id: 'a', geometry: polygon(box(1, 1)) },
  ]
  for (const given of [grids, grids.toReversed()]) {
    const { locate } = createLocator(given, planar)
    assert.equal(locate([1, 0.5]), 'b')
    assert.equal(locate([0.5, 1]), 'c')
    assert.equal(locate([1.5, 1]), 'a')
    assert.equal(locate([1, 1]), 'a')
    assert.equal(locate([0, 0]), 'c', 'a corner of the whole')
    assert.equal(locate([2, 2]), 'a', 'the opposite corner of the whole')
  }
})

test('knows holes: what lies in one is elsewhere, its edge belongs to both sides', () => {
  const { locate } = createLocator(
    [
      { id: 'park', geometry: polygon(box(0, 0, 9), box(3, 3, 3)) },
      { id: 'tower', geometry: polygon(box(4, 4, 1)) },
    ],
    planar,
  )
  assert.equal(locate([1, 1]), 'park')
  assert.equal(locate([3, 4]), 'park', 'on the edge of the hole')
  assert.equal(locate([4.5, 4.5]), 'tower')
  assert.equal(locate([3.5, 3.5]), undefined, 'in the hole, not in the tower')
})

test('knows grids of several parts, the ring closed or not', () => {
  const geometry: Geometry = { type: 'MultiPolygon', coordinates: [[box(0, 0)], [box(5, 5).slice(0, 4)]] }
  const { locate } = createLocator([{ id: 'a', geometry }], planar)
  assert.equal(locate([0.5, 0.5]), 'a')
  assert.equal(locate([5.5, 5.5]), 'a')
  assert.equal(locate([5, 5.5]), 'a', 'on the edge that closes the ring')
  assert.equal(locate([3, 3]), undefined)
})

test('a geometry without an area holds no point', () => {
  const grids: OutlinedGrid[] = [
    { id: 'none', geometry: { type: 'MultiPolygon', coordinates: [] } },
    {
      id: 'line',
      geometry: polygon([
        [0, 0],
        [1, 1],
      ]),
    },
    { id: 'square', geometry: polygon(box(0, 0)) },
  ]
  assert.equal(createLocator(grids, planar).locate([0.5, 0.5]), 'square')
})

test('refuses to mix coordinates, saying what was expected and what came', () => {
  const grids = [{ id: 'm1', geometry: polygon(box(104, 30)), crs: 'gcj02' as const }]
  const isMixing = (whose: string) => (error: unknown) =>
    isSdkError(error) && error.code === 'bad-argument' && ['wgs84', 'gcj02', whose].every((word) => error.message.includes(word))
  assert.throws(() => createLocator(grids, { crs: 'wgs84' }), isMixing('m1'))
  const { locate } = createLocator(grids, { crs: 'gcj02' })
  assert.throws(() => locate([104.5, 30.5], { crs: 'wgs84' }), isMixing('the point'))
  assert.equal(locate([104.5, 30.5], { crs: 'gcj02' }), 'm1')
})

test('refuses a position that is no position', () => {
  const { locate } = createLocator([], planar)
  for (const bad of [
    [NaN, 0],
    [0, Infinity],
  ] as Position[])
    assert.throws(() => locate(bad), { name: 'SdkError', message: /finite/ })
})

/** A tiling by crooked quadrilaterals with whole-number corners; ids in no order of place. */
const tiling = fc
  .record({
    columns: fc.integer({ min: 1, max: 5 }),
    rows: fc.integer({ min: 1, max: 5 }),
    jitter: fc.infiniteStream(fc.integer({ min: -3, max: 3 })),
  })
  .chain(({ columns, rows, jitter }) => {
    const draw = () => jitter.next().value as number
    const corners = Array.from({ length: rows + 1 }, (_, r) =>
      Array.from({ length: columns + 1 }, (_, c): Position => [c * 10 + draw(), r * 10 + draw()]),
    )
    const rings = Array.from({ length: rows * columns }, (_, i) => {
      const [r, c] = [Math.floor(i / columns), i % columns]
      return closed([corners[r]![c]!, corners[r]![c + 1]!, corners[r + 1]![c + 1]!, corners[r + 1]![c]!])
    })
    return fc
      .shuffledSubarray(rings, { minLength: rings.length })
      .map((shuffled) => ({ columns, rows, corners, rings: shuffled }))
  })

/** By winding number, in whole numbers: another way to the same answer. */
function holds(ring: Position[], [x, y]: Position): boolean {
  let winding = 0
  for (let i = 1; i < ring.length; i++) {
    const [[ax, ay], [bx, by]] = [ring[i - 1]!, ring[i]!]
    const left = (bx - ax) * (y - ay) - (x - ax) * (by - ay)
    if (left === 0 && (x - ax) * (x - bx) + (y - ay) * (y - by) <= 0) return true
    if (ay <= y && by > y && left > 0) winding++
    if (ay > y && by <= y && left < 0) winding--
  }
  return winding !== 0
}

test('agrees with the winding number at every whole point of a crooked tiling, edges and corners included', () => {
  fc.assert(
    fc.property(tiling, ({ columns, rows, rings }) => {
      const grids = rings.map((ring, i) => ({ id: `m${100 + i}`, geometry: polygon(ring) }))
      const { locate } = createLocator(grids, planar)
      for (let x = -4; x <= columns * 10 + 4; x++) {
        for (let y = -4; y <= rows * 10 + 4; y++) {
          const expected = rings.findIndex((ring) => holds(ring, [x, y]))
          assert.equal(locate([x, y]), expected < 0 ? undefined : `m${100 + expected}`, `at ${x}, ${y}`)
        }
      }
    }),
    { numRuns: 60 },
  )
})

test('leaves no blank within a tiling: a point near a shared edge is in one of its two grids', () => {
  const nudged = fc.record({ t: fc.double({ min: 0, max: 1, noNaN: true }), ulps: fc.integer({ min: -3, max: 3 }) })
  fc.assert(
    fc.property(fc.array(nudged, { minLength: 20, maxLength: 20 }), (points) => {
      const a: Position = [104.06, 30.57]
      const b: Position = [104.0613, 30.5719]
      const left = polygon(closed([a, b, [104.05, 30.58]]))
      const right = polygon(closed([b, a, [104.07, 30.56]]))
      const { locate } = createLocator(
        [
          { id: 'r', geometry: right },
          { id: 'l', geometry: left },
        ],
        { crs: 'wgs84' },
      )
      for (const { t, ulps } of points) {
        const x = a[0] + t * (b[0] - a[0])
        const y = Math.min(b[1], Math.max(a[1], a[1] + t * (b[1] - a[1]) + ulps * 2 ** -48))
        assert.notEqual(locate([x, y]), undefined, `at ${x}, ${y}`)
      }
    }),
  )
})

test('a point one rounding step off a diagonal edge is on its own side of it', () => {
  const triangle = (corner: Position) => polygon(closed([[-12, -12], [24, 24], corner]))
  const { locate } = createLocator(
    [
      { id: 'a', geometry: triangle([24, -12]) },
      { id: 'b', geometry: triangle([-12, 24]) },
    ],
    planar,
  )
  const step = 2 ** -53
  for (let i = 0; i < 64; i++) {
    for (let j = 0; j < 64; j++) {
      // The edge is x = y, so plain comparison is exact; the usual cross product is not (Kettner et al. 2008).
      assert.equal(locate([0.5 + i * step, 0.5 + j * step]), 0.5 + j * step > 0.5 + i * step ? 'b' : 'a', `${i}, ${j}`)
    }
  }
})
