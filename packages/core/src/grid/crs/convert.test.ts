import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isSdkError } from '../../errors.ts'
import type { Crs, Position } from '../../schema.ts'
import type { Geometry } from '../schema.ts'
import { convert, convertGeometry } from './convert.ts'
import { metresPerDegree } from './metres.ts'

const DEGREES: readonly Crs[] = ['wgs84', 'cgcs2000', 'gcj02', 'bd09']
const GUIXI: Position = [104.06, 30.57]

function metresBetween(a: Position, b: Position): number {
  const { x, y } = metresPerDegree((a[1] + b[1]) / 2)
  return Math.hypot((a[0] - b[0]) * x, (a[1] - b[1]) * y)
}

const inDegrees = fc.constantFrom(...DEGREES)
/** The rectangle of the offset; 105° E, where the formula has a cusp, more often than chance would. */
const inChina = fc.tuple(
  fc.oneof(
    fc.double({ min: 72.02, max: 137.81, noNaN: true }),
    fc.double({ min: -1e-6, max: 1e-6, noNaN: true }).map((near) => 105 + near),
  ),
  fc.oneof(
    fc.double({ min: 0.85, max: 55.81, noNaN: true }),
    fc.double({ min: -1e-6, max: 1e-6, noNaN: true }).map((near) => 35 + near),
  ),
)

const refused =
  (...words: string[]) =>
  (error: unknown) =>
    isSdkError(error) && error.code === 'bad-argument' && words.every((word) => error.message.includes(word))

test('at Guixi the systems lie as far apart as measured', () => {
  const gcj02 = convert(GUIXI, { from: 'wgs84', to: 'gcj02' })
  const bd09 = convert(GUIXI, { from: 'wgs84', to: 'bd09' })
  const apart = [metresBetween(GUIXI, gcj02), metresBetween(gcj02, bd09), metresBetween(GUIXI, bd09)]
  for (const [index, metres] of [363, 917, 947].entries()) {
    assert.ok(Math.abs(apart[index]! - metres) < 1.5, `expected ${metres} m, got ${apart[index]} m`)
  }
})

test('three cities are where the tests of an open implementation have them', () => {
  // github.com/googollee/eviltransform: latitude first there.
  const CITIES: [Position, Position][] = [
    [
      [121.5272106, 31.1774276],
      [121.531541859215, 31.17530398364597],
    ],
    [
      [113.912316, 22.543847],
      [113.9171764808363, 22.540796131694766],
    ],
    [
      [116.377817, 39.911954],
      [116.38404722455657, 39.91334545536069],
    ],
  ]
  for (const [wgs84, gcj02] of CITIES) {
    assert.ok(metresBetween(convert(wgs84, { from: 'wgs84', to: 'gcj02' }), gcj02) < 0.0005, wgs84.join())
    assert.ok(metresBetween(convert(gcj02, { from: 'gcj02', to: 'wgs84' }), wgs84) < 0.0005, wgs84.join())
  }
})

test('a place in BD-09 is where open implementations have it', () => {
  // github.com/wandergis/coordtransform, test/app.js.
  const bd09 = convert([116.404, 39.915], { from: 'gcj02', to: 'bd09' })
  assert.ok(metresBetween(bd09, [116.41036949371029, 39.92133699351021]) < 0.0005)
  // Theirs of the way back is an approximation, told by others to be good to a metre.
  const gcj02 = convert([116.404, 39.915], { from: 'bd09', to: 'gcj02' })
  assert.ok(metresBetween(gcj02, [116.39762729119315, 39.90865673957631]) < 1)
})

test('there and back is the same place, for every pair of systems over China', () => {
  fc.assert(
    fc.property(inChina, inDegrees, inDegrees, (wgs84, from, to) => {
      const start = convert(wgs84, { from: 'wgs84', to: from })
      const there = convert(start, { from, to })
      assert.ok(metresBetween(convert(there, { from: to, to: from }), start) < 0.0005)
    }),
    { numRuns: 2000 },
  )
})

test('by way of a third system is the same place', () => {
  fc.assert(
    fc.property(inChina, inDegrees, inDegrees, inDegrees, (wgs84, from, by, to) => {
      const start = convert(wgs84, { from: 'wgs84', to: from })
      const direct = convert(start, { from, to })
      assert.ok(metresBetween(convert(convert(start, { from, to: by }), { from: by, to }), direct) < 0.0005)
    }),
    { numRuns: 1000 },
  )
})

test('the offset is some hundred metres all over China, never a kilometre', () => {
  fc.assert(
    fc.property(inChina, (wgs84) => {
      const metres = metresBetween(wgs84, convert(wgs84, { from: 'wgs84', to: 'gcj02' }))
      assert.ok(metres < 800, `${metres} m`)
    }),
  )
})

test('CGCS2000 is WGS-84, to the last digit', () => {
  assert.deepEqual(convert(GUIXI, { from: 'cgcs2000', to: 'wgs84' }), GUIXI)
  assert.deepEqual(convert(GUIXI, { from: 'cgcs2000', to: 'bd09' }), convert(GUIXI, { from: 'wgs84', to: 'bd09' }))
})

test('outside the rectangle round China all four systems are one', () => {
  const anywhere = fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true }))
  const far = anywhere.filter(([x, y]) => x < 71.9 || x > 137.9 || y < 0.7 || y > 55.9)
  fc.assert(
    fc.property(far, inDegrees, inDegrees, (position, from, to) => assert.deepEqual(convert(position, { from, to }), position)),
  )
  for (const position of [
    [0, 0],
    [-180, -90],
    [180, 90],
  ] as Position[]) {
    assert.deepEqual(convert(position, { from: 'bd09', to: 'gcj02' }), position)
  }
})

test('on the rectangle’s sides the offset begins at once', () => {
  const SIDES: [Position, Position][] = [
    [
      [72.004, 30],
      [72.00399, 30],
    ],
    [
      [137.8347, 30],
      [137.83471, 30],
    ],
    [
      [105, 0.8293],
      [105, 0.82929],
    ],
    [
      [105, 55.8271],
      [105, 55.82711],
    ],
  ]
  for (const [within, outside] of SIDES) {
    for (const to of ['gcj02', 'bd09'] as const) {
      const moved = convert(within, { from: 'wgs84', to })
      assert.ok(metresBetween(moved, within) > 50, `${within.join()} in ${to}`)
      assert.ok(metresBetween(convert(moved, { from: to, to: 'wgs84' }), within) < 0.0005, `${within.join()} back from ${to}`)
      assert.deepEqual(convert(outside, { from: 'wgs84', to }), outside)
    }
  }
})

test('a strip within the sides that no place is moved to goes where the offset would have come from', () => {
  // At 72.004° E the offset is eastward: what lies a few metres east of the side came from west of it.
  const [longitude] = convert([72.0041, 30], { from: 'gcj02', to: 'wgs84' })
  assert.ok(longitude < 72.004 && longitude > 71.99, `${longitude}`)
})

test('planar coordinates stay planar', () => {
  assert.deepEqual(convert([500_000, 3_400_000], { from: 'planar', to: 'planar' }), [500_000, 3_400_000])
  for (const crs of DEGREES) {
    assert.throws(() => convert([1, 2], { from: 'planar', to: crs }), refused('Planar', crs))
    assert.throws(() => convert([1, 2], { from: crs, to: 'planar' }), refused('Planar', crs))
  }
})

test('a system that is not declared, or not known, is an error', () => {
  const unknown: unknown[] = [undefined, null, 'WGS84', 'EPSG:4326', 'toString', 3]
  for (const crs of unknown) {
    assert.throws(() => convert(GUIXI, { from: crs as Crs, to: 'wgs84' }), refused('wgs84, cgcs2000', String(crs)))
    assert.throws(() => convert(GUIXI, { from: 'wgs84', to: crs as Crs }), refused('wgs84, cgcs2000', String(crs)))
  }
})

test('what is no place on earth is an error that says what came', () => {
  const wrong: [unknown, string][] = [
    [[NaN, 30], 'NaN'],
    [[104, Infinity], 'Infinity'],
    [[30.57, 104.06], '104.06'],
    [[180.0001, 30], '180.0001'],
    [[104], '[104]'],
    [['104', '30'], '104'],
    [undefined, 'undefined'],
    [{ x: 104, y: 30 }, 'object'],
  ]
  for (const [position, came] of wrong) {
    assert.throws(() => convert(position as Position, { from: 'wgs84', to: 'gcj02' }), refused('longitude and latitude', came))
    assert.throws(
      () => convert(position as Position, { from: 'wgs84', to: 'wgs84' }),
      refused(came),
      'though nothing would change',
    )
  }
  assert.throws(() => convert([NaN, 0], { from: 'planar', to: 'planar' }), refused('two finite numbers', 'NaN'))
})

const SQUARE: Position[] = [
  [104.06, 30.57],
  [104.061, 30.57],
  [104.061, 30.571],
  [104.06, 30.571],
  [104.06, 30.57],
]

test('a geometry is converted vertex by vertex, and equal vertices stay equal', () => {
  const polygon: Geometry = { type: 'Polygon', coordinates: [SQUARE] }
  const several: Geometry = { type: 'MultiPolygon', coordinates: [[SQUARE], [SQUARE, [...SQUARE].reverse()]] }
  const way = { from: 'wgs84', to: 'gcj02' } as const
  const moved = SQUARE.map((position) => convert(position, way))
  assert.deepEqual(moved[0], moved[4], 'the ring stays closed')
  assert.deepEqual(convertGeometry(polygon, way), { type: 'Polygon', coordinates: [moved] })
  assert.deepEqual(convertGeometry(several, way), { type: 'MultiPolygon', coordinates: [[moved], [moved, [...moved].reverse()]] })
})

test('where nothing changes it is the very geometry', () => {
  const geometry: Geometry = { type: 'Polygon', coordinates: [SQUARE] }
  assert.equal(convertGeometry(geometry, { from: 'cgcs2000', to: 'wgs84' }), geometry)
  assert.equal(convertGeometry(geometry, { from: 'bd09', to: 'bd09' }), geometry)
})

test('of a geometry with one wrong position the error names the place', () => {
  const hole = [...SQUARE.slice(0, 2), [30, 104] as Position]
  const several: Geometry = { type: 'MultiPolygon', coordinates: [[SQUARE], [SQUARE, hole]] }
  const where = 'position 2 of ring 1, polygon 1'
  assert.throws(() => convertGeometry(several, { from: 'wgs84', to: 'gcj02' }), refused('[30, 104]', where))
  assert.throws(() => convertGeometry(several, { from: 'wgs84', to: 'wgs84' }), refused(where), 'though nothing would change')
})
