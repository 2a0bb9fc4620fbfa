import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isSdkError } from '../../errors.ts'
import type { Crs, Position } from '../../schema.ts'
import { convert } from '../crs/convert.ts'
import { createLocator } from './locator.ts'
import type { OutlinedGrid } from './locator.ts'
import type { Geometry } from '../schema.ts'

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

test('finds the grid of a point whose coordinates are declared as others, and refuses to guess', () => {
  const grids = [{ id: 'm1', geometry: polygon(box(104.06, 30.57, 0.001)), crs: 'gcj02' as const }]
  const { locate, nearest } = createLocator(grids, { crs: 'gcj02' })
  const inGcj02: Position = [104.0605, 30.5705]
  const inWgs84 = convert(inGcj02, { from: 'gcj02', to: 'wgs84' })
  assert.equal(locate(inGcj02), 'm1')
  assert.equal(locate(inGcj02, { crs: 'gcj02' }), 'm1')
  assert.equal(locate(inWgs84, { crs: 'wgs84' }), 'm1')
  assert.equal(locate(inWgs84, { crs: 'cgcs2000' }), 'm1')
  assert.equal(locate(inGcj02, { crs: 'wgs84' }), undefined, 'some 360 m away')
  assert.deepEqual(nearest(inWgs84, { crs: 'wgs84' }), { id: 'm1', distance: 0, position: inWgs84 })

  const isRefused =
    (...words: string[]) =>
    (error: unknown) =>
      isSdkError(error) && error.code === 'bad-argument' && words.every((word) => error.message.includes(word))
  assert.throws(() => createLocator(grids, { crs: 'wgs84' }), isRefused('m1', 'wgs84', 'gcj02'))
  assert.throws(() => locate([0, 0], { crs: 'planar' }), isRefused('planar', 'gcj02'))
  assert.throws(() => createLocator([], planar).locate([0, 0], { crs: 'wgs84' }), isRefused('planar', 'wgs84'))
  assert.throws(() => createLocator([], { crs: 'wgs1984' as Crs }), isRefused('wgs1984'))
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

test('refuses coordinates that cannot be read, and names the grid', () => {
  const unreadable = (geometry: unknown) => () =>
    createLocator([{ id: 'm0' }, { id: 'm1', geometry: geometry as Geometry }], planar)
  for (const geometry of [
    polygon([...box(0, 0), [NaN, 1]]),
    polygon(box(0, 0), [
      [0, 1],
      [1, Infinity],
      [2, 2],
    ]),
    polygon([['1', '2'] as unknown as Position, ...box(0, 0)]),
    polygon([null as unknown as Position]),
    { type: 'Polygon', coordinates: [null] },
    { type: 'MultiPolygon', coordinates: [null] },
    { type: 'MultiPolygon', coordinates: [[box(0, 0)], [{}]] },
    { type: 'Polygon' },
    { type: 'LineString', coordinates: box(0, 0) },
    { type: 'GeometryCollection', geometries: [] },
  ])
    assert.throws(unreadable(geometry), { name: 'SdkError', code: 'bad-argument', message: /m1/ }, JSON.stringify(geometry))
})

test('leaves out what is empty or not drawn', () => {
  const grids = [
    { id: 'a' },
    { id: 'b', geometry: undefined },
    { id: 'c', geometry: polygon() },
    { id: 'd', geometry: polygon([]) },
    { id: 'e', geometry: { type: 'MultiPolygon' as const, coordinates: [[], [[]]] } },
    { id: 'f', geometry: polygon([[0.5, 0.5]]) },
    {
      id: 'g',
      geometry: polygon([
        [0, 0],
        [1, 1],
        [0, 0],
      ]),
    },
    {
      id: 'h',
      geometry: polygon(
        [
          [0, 0],
          [1, 1],
        ],
        box(0, 0),
      ),
    },
    { id: 'i', geometry: polygon(box(0, 0)) },
  ]
  assert.equal(createLocator(grids, planar).locate([0.5, 0.5]), 'i')
  assert.equal(createLocator(grids.slice(0, -1), planar).locate([0.5, 0.5]), undefined)
  assert.equal(createLocator(grids.slice(0, -1), planar).nearest([0.5, 0.5]), undefined)
})

test('takes a ring that crosses itself by even-odd, a spike as boundary, and a third coordinate as none', () => {
  const bowTie = polygon(
    closed([
      [0, 0],
      [4, 4],
      [4, 0],
      [0, 4],
    ]),
  )
  const spiked = polygon(
    closed([
      [10, 0],
      [14, 0],
      [14, 2],
      [18, 2],
      [14, 2],
      [14, 4],
      [10, 4],
    ]),
  )
  const twice = polygon(
    closed([
      [20, 0],
      [24, 0],
      [24, 4],
      [20, 4],
      [20, 0],
      [24, 0],
      [24, 4],
      [20, 4],
    ]),
  )
  const tall = polygon(box(30, 0).map(([x, y]) => [x, y, 500] as unknown as Position))
  const grids = [bowTie, spiked, twice, tall].map((geometry, i) => ({ id: `m${i}`, geometry }))
  const { locate } = createLocator(grids, planar)
  assert.equal(locate([1, 2]), 'm0')
  assert.equal(locate([2, 1]), undefined)
  assert.equal(locate([2, 2]), 'm0', 'where it crosses itself')
  assert.equal(locate([16, 2]), 'm1', 'on the spike')
  assert.equal(locate([16, 2.1]), undefined)
  assert.equal(locate([13, 2]), 'm1')
  assert.equal(locate([22, 2]), undefined, 'passed round twice')
  assert.equal(locate([24, 2]), 'm2', 'its boundary still')
  assert.equal(locate([30.5, 0.5]), 'm3')
})

test('finds leaves only, and tells the path above them', () => {
  const grids = [
    { id: 'a-street', geometry: polygon(box(0, 0, 4)) },
    { id: 'b-community', parentId: 'a-street', geometry: polygon(box(0, 0, 2)) },
    { id: 'e-micro', parentId: 'b-community', geometry: polygon(box(0, 0)) },
    { id: 'd-micro', parentId: 'b-community', geometry: polygon(box(1, 0)) },
    { id: 'c-dedicated', parentId: 'a-street', geometry: polygon(box(2, 0)) },
    { id: 'z-elsewhere', parentId: 'not-in-the-list', geometry: polygon(box(9, 9)) },
  ]
  const { locate, path } = createLocator(grids, planar)
  assert.equal(locate([0.5, 0.5]), 'e-micro')
  assert.deepEqual(path([0.5, 0.5]), ['a-street', 'b-community', 'e-micro'])
  assert.deepEqual(path([1, 0.5]), ['a-street', 'b-community', 'd-micro'], 'the lower id on the shared edge')
  assert.deepEqual(path([2, 0.5]), ['a-street', 'c-dedicated'])
  assert.deepEqual(path([9.5, 9.5]), ['z-elsewhere'])
  assert.deepEqual(path([0.5, 1.5]), [], 'a blank: only the parents are there')
  const circle = [
    { id: 'a', parentId: 'b' },
    { id: 'b', parentId: 'a' },
  ]
  assert.throws(() => createLocator(circle, planar), { name: 'SdkError', code: 'bad-argument', message: /above itself/ })
})

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
