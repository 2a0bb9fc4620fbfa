import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkCoverage } from '../index.ts'
import type { CoverageGrid, Finding } from '../index.ts'
import { isSdkError } from '../../errors.ts'
import { coverageReportSchema } from '../schema.ts'
import type { Geometry } from '../schema.ts'
import type { Position } from '../../schema.ts'

type Ring = Position[]

const ring = (x: number, y: number, width: number, height: number): Ring => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
  [x, y],
]
const polygon = (...rings: Ring[]): Geometry => ({ type: 'Polygon', coordinates: rings })
const box = (x: number, y: number, width: number, height: number) => polygon(ring(x, y, width, height))
const grid = (id: string, geometry: Geometry, parentId?: string): CoverageGrid => ({
  id,
  geometry,
  ...(parentId !== undefined && { parentId }),
})
const hole = (x: number, y: number, width: number, height: number): Ring => ring(x, y, width, height).reverse()

const rounded = (value: number) => Number(value.toPrecision(4))
/** A finding in one line. */
const line = ({ code, reason, grids, parent, area, width }: Finding) =>
  [code, reason, grids.join('+'), parent && `< ${parent}`, area > 0 && `${rounded(area)} m²`, width > 0 && `${rounded(width)} m`]
    .filter(Boolean)
    .join(' ')

const check = (grids: CoverageGrid[], options: { maxGapWidth?: number; tolerance?: number } = {}) =>
  checkCoverage(grids, { crs: 'planar', ...options }).findings.map(line)

/** A parent of 20 × 10 with two children, whose vertices are its own. */
const parent = polygon([
  [0, 0],
  [10, 0],
  [20, 0],
  [20, 10],
  [10, 10],
  [0, 10],
  [0, 0],
])
const bowTie = polygon([
  [0, 0],
  [10, 10],
  [10, 0],
  [0, 10],
  [0, 0],
])

/** Two grids, left and right, around a blank of 10 × 10. */
const frame = [
  grid('a', polygon([[0, 0], [15, 0], [15, 10], [10, 10], [10, 20], [15, 20], [15, 30], [0, 30], [0, 0]])), // prettier-ignore
  grid('b', polygon([[15, 0], [30, 0], [30, 30], [15, 30], [15, 20], [20, 20], [20, 10], [15, 10], [15, 0]])), // prettier-ignore
]
/** The same, smaller, elsewhere. */
function moved(grids: readonly CoverageGrid[], scale: number, x: number, y: number): CoverageGrid[] {
  return grids.map(({ id, geometry }) => {
    const [outer] = geometry.coordinates as [Ring]
    return grid(`${id}′`, polygon(outer.map(([px, py]): Position => [x + scale * px, y + scale * py])))
  })
}

const CASES: [string, CoverageGrid[], string[], { maxGapWidth?: number; tolerance?: number }?][] = [
  ['neighbours with the same border', [grid('a', box(0, 0, 10, 10)), grid('b', box(10, 0, 10, 10))], []],
  ['a tree of two levels', [grid('p', parent), grid('a', box(0, 0, 10, 10), 'p'), grid('b', box(10, 0, 10, 10), 'p')], []],
  ['two grids that overlap', [grid('a', box(0, 0, 10, 10)), grid('b', box(9, 0, 10, 10))], ['overlap a+b 10 m² 1 m']],
  ['the same grid under two ids', [grid('a', box(0, 0, 10, 10)), grid('b', box(0, 0, 10, 10))], ['overlap a+b 100 m² 10 m']],
  ['a grid within another', [grid('a', box(0, 0, 10, 10)), grid('b', box(4, 4, 2, 2))], ['overlap a+b 4 m² 2 m']],
  [
    'an enclave in the hole made for it',
    [grid('a', polygon(ring(0, 0, 10, 10), hole(4, 4, 2, 2))), grid('b', box(4, 4, 2, 2))],
    [],
  ],
  ['a hole that one grid alone draws', [grid('a', polygon(ring(0, 0, 10, 10), hole(4, 4, 2, 2)))], []],
  [
    'a hole that one grid alone draws, narrow',
    [grid('a', polygon(ring(0, 0, 10, 10), hole(4, 4, 2, 0.5)))],
    ['narrow-gap a 1 m² 0.5 m'],
    { maxGapWidth: 0.5 },
  ],
  ['a blank that two grids enclose', frame, ['gap a+b 100 m² 10 m']],
  ['a blank that two grids enclose, an island in it', [...frame, grid('c', box(14, 12, 2, 6))], ['gap a+b+c 88 m² 4 m']],
  [
    'a blank in an island in a blank',
    [...frame, ...moved(frame, 0.2, 12, 12)],
    ['gap a+a′+b+b′ 64 m² 2.343 m', 'gap a′+b′ 4 m² 2 m'],
  ],
  [
    'what is dirty within an outline that is well',
    [...frame, grid('c', polygon([[10, 10], [15, 10], [20, 10], [20, 20], [15, 20], [10, 20], [10, 10]])), grid('d', box(2, 12, 2, 2)), grid('e', box(40, 0, 10, 10))], // prettier-ignore
    ['overlap a+d 4 m² 2 m'],
  ],
  [
    'an island beside what is dirty, and a lake in it',
    [grid('a', box(0, 0, 10, 10)), grid('b', box(9, 0, 10, 10)), ...moved(frame, 0.5, 25, 0)],
    ['overlap a+b 10 m² 1 m', 'gap a′+b′ 25 m² 5 m'],
  ],
  [
    'a blank between parts of grids that are dirty elsewhere',
    [
      grid('a', { type: 'MultiPolygon', coordinates: [[ring(-20, 0, 10, 10)], frame[0]!.geometry.coordinates as Ring[]] }),
      grid('b', { type: 'MultiPolygon', coordinates: [[ring(-11, 0, 10, 10)], frame[1]!.geometry.coordinates as Ring[]] }),
      ...['c', 'd', 'e', 'f', 'g', 'h'].map((id, at) => grid(id, box(100 + 20 * at, 0, 10, 10))),
    ],
    ['overlap a+b 10 m² 1 m', 'gap a+b 100 m² 10 m'],
  ],
  [
    'a missing child at the border of its parent',
    [grid('p', parent), grid('a', box(0, 0, 10, 10), 'p')],
    ['gap a < p 100 m² 10 m'],
  ],
  [
    'a child that reaches outside its parent',
    [grid('p', parent), grid('a', box(0, 0, 10, 10), 'p'), grid('b', polygon([[10, 0], [20, 0], [22, 5], [20, 10], [10, 10], [10, 0]]), 'p')], // prettier-ignore
    ['outside-parent b < p 10 m² 1.926 m'],
  ],
  [
    'children that agree, but not with their parent’s vertices',
    [grid('p', box(0, 0, 20, 10)), grid('a', box(0, 0, 10, 10), 'p'), grid('b', box(10, 0, 10, 10), 'p')],
    ['unmatched-edge a < p', 'unmatched-edge a < p', 'unmatched-edge b < p', 'unmatched-edge b < p'],
  ],
  [
    'a vertex that one neighbour lacks',
    [grid('a', box(0, 0, 10, 10)), grid('b', box(10, 0, 10, 5)), grid('c', box(10, 5, 10, 5))],
    ['unmatched-edge a+b', 'unmatched-edge a+c'],
  ],
  [
    'a border half a millimetre off',
    [
      grid('a', box(0, 0, 10, 10)),
      grid('b', box(10.0005, 0, 10, 10)),
      grid('c', box(0, 10, 20.0005, 5)),
      grid('d', box(0, -5, 20.0005, 5)),
    ],
    ['a+b+c+d', 'a+c', 'a+d', 'b+c', 'b+d'].map((grids) => `unmatched-edge ${grids}`),
  ],
  [
    'an inlet',
    [grid('a', box(0, 0, 10, 10)), grid('b', polygon([[10.2, 0], [20, 0], [20, 10], [10, 10], [10.2, 0]]))], // prettier-ignore
    ['narrow-gap a+b 1 m² 0.198 m'],
    { maxGapWidth: 0.5 },
  ],
  ['a ring that crosses itself', [grid('a', bowTie)], ['invalid-geometry self-crossing a']],
  [
    'a parent and its child, both crossing themselves alike',
    [grid('p', bowTie), grid('a', bowTie, 'p')],
    ['invalid-geometry self-crossing a', 'invalid-geometry self-crossing p', 'unmatched-edge a < p'],
  ],
  [
    'a spike',
    [grid('a', polygon([[0, 0], [10, 0], [15, 0], [10, 0], [10, 10], [0, 10], [0, 0]]))], // prettier-ignore
    ['invalid-geometry spike a'],
  ],
  ['a ring the wrong way round', [grid('a', polygon(hole(0, 0, 1, 1)))], ['invalid-geometry winding a']],
  ['a ring not closed', [grid('a', polygon(ring(0, 0, 1, 1).slice(0, 4)))], ['invalid-geometry unclosed a']],
  [
    'a point twice in a row',
    [grid('a', polygon([[0, 0], [1, 0], [1, 0], [1, 1], [0, 0]]))], // prettier-ignore
    ['invalid-geometry duplicate-point a'],
  ],
  [
    'a ring on one line',
    [grid('a', polygon([[0, 0], [1, 1], [2, 2], [0, 0]]))], // prettier-ignore
    ['invalid-geometry zero-area a'],
  ],
  ['a ring of two positions', [grid('a', polygon([[0, 0], [0, 0]]))], ['invalid-geometry too-few-positions a']], // prettier-ignore
  ['a hole outside', [grid('a', polygon(ring(0, 0, 4, 4), hole(5, 5, 1, 1)))], ['invalid-geometry hole-outside a']],
  [
    'a hole within a hole',
    [grid('a', polygon(ring(0, 0, 9, 9), hole(1, 1, 5, 5), hole(2, 2, 1, 1)))],
    ['invalid-geometry hole-outside a'],
  ],
  [
    'parts that overlap',
    [grid('a', { type: 'MultiPolygon', coordinates: [[ring(0, 0, 4, 4)], [ring(3, 0, 4, 4)]] })],
    ['invalid-geometry parts-overlap a'],
  ],
  [
    'parts that touch in a point, and a hole that touches its shell',
    [grid('a', { type: 'MultiPolygon', coordinates: [[ring(0, 0, 4, 4)], [ring(4, 4, 4, 4), [[4, 6], [6, 7], [6, 5], [4, 6]]]] })], // prettier-ignore
    [],
  ],
  ['the same id twice', [grid('a', box(0, 0, 1, 1)), grid('a', box(0, 0, 1, 1))], ['invalid-geometry duplicate-id a']],
  [
    'parents in a circle',
    [grid('a', box(0, 0, 1, 1), 'b'), grid('b', box(0, 0, 1, 1), 'a')],
    ['invalid-geometry parent-cycle a+b'],
  ],
  ['another crs', [{ ...grid('a', box(0, 0, 1, 1)), crs: 'gcj02' }], ['crs other-crs a']],
]

for (const [name, grids, expected, options] of CASES) {
  test(`${name}: ${expected.join(', ') || 'nothing'}`, () => {
    assert.deepEqual(check(grids, options), expected)
    assert.deepEqual(check([...grids].reverse(), options), expected)
  })
}

test('a cousin’s ground is told as overlap too', () => {
  const tree = [
    grid('r', parent),
    grid('p', box(0, 0, 10, 10), 'r'),
    grid('q', box(10, 0, 10, 10), 'r'),
    grid('p1', polygon([[0, 0], [10, 0], [12, 5], [10, 10], [0, 10], [0, 0]]), 'p'), // prettier-ignore
    grid('q1', box(10, 0, 10, 10), 'q'),
  ]
  assert.deepEqual(check(tree), ['overlap p1+q1 10 m² 1.926 m', 'outside-parent p1 < p 10 m² 1.926 m'])
})

test('areas are those on the ellipsoid, edges being straight in longitude and latitude; the report is as its schema says', () => {
  const report = checkCoverage([grid('a', box(0, 0, 1, 1)), grid('b', box(0.5, 0.5, 1, 1))], { crs: 'wgs84' })
  // M N cos φ over one degree (Snyder, eq. 4-18 to 4-20), by the midpoint rule.
  const [a, e2] = [6_378_137, (2 - 1 / 298.257223563) / 298.257223563]
  const steps = 10_000
  let area = 0
  for (let i = 0; i < steps; i++) {
    const latitude = ((i + 0.5) / steps) * (Math.PI / 180)
    area += (Math.cos(latitude) * a * a * (1 - e2)) / (1 - e2 * Math.sin(latitude) ** 2) ** 2 / steps
  }
  area *= (Math.PI / 180) ** 2
  assert.ok(Math.abs(report.areas['a']! / area - 1) < 1e-8, `${report.areas['a']} for ${area}`)
  assert.equal(coverageReportSchema.safeParse(report).success, true)
})

test('longitude and latitude out of range are told', () => {
  assert.deepEqual(checkCoverage([grid('a', box(200, 0, 1, 1))], { crs: 'wgs84' }).findings.map(line), ['crs out-of-range a'])
})

test('no geometry, of a child or of a parent, is told', () => {
  const none = null as unknown as Geometry
  assert.deepEqual(check([grid('p', none), grid('a', box(0, 0, 1, 1), 'p')]), ['invalid-geometry unreadable p'])
})

test('wrong arguments are refused', () => {
  for (const options of [{ crs: 'mercator' }, { crs: 'planar', tolerance: -1 }, { crs: 'planar', maxGapWidth: NaN }]) {
    assert.throws(() => checkCoverage([], options as never), (error) => isSdkError(error) && error.code === 'bad-argument') // prettier-ignore
  }
})

test('whatever comes, it answers, and in any order the same', () => {
  const number = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant(-0), fc.double())
  const position = fc.oneof({ weight: 20, arbitrary: fc.tuple(number, number) }, { weight: 1, arbitrary: fc.anything() })
  const junkRing = fc.array(position, { maxLength: 8 })
  const geometry = fc.oneof(
    fc.record({ type: fc.constant('Polygon'), coordinates: fc.array(junkRing, { maxLength: 3 }) }),
    fc.record({
      type: fc.constant('MultiPolygon'),
      coordinates: fc.array(fc.array(junkRing, { maxLength: 2 }), { maxLength: 3 }),
    }),
    fc.anything(),
  )
  const id = fc.constantFrom('a', 'b', 'c', 'd')
  const grids = fc.array(fc.record({ id, parentId: fc.option(id, { nil: undefined }), geometry }), { maxLength: 5 })
  fc.assert(
    fc.property(grids, fc.constantFrom('planar', 'wgs84' as const), fc.constantFrom(0, 0.5), (given, crs, maxGapWidth) => {
      const junk = given as unknown as CoverageGrid[]
      const options = { crs: crs as 'planar', maxGapWidth }
      const { findings, areas } = checkCoverage(junk, options)
      for (const area of Object.values(areas)) assert.equal(typeof area, 'number')
      assert.deepEqual(checkCoverage([...junk].reverse(), options).findings, findings)
    }),
    { numRuns: 150 },
  )
})
