import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { orient2d } from 'robust-predicates'
import { ringsOf, segmentsOf, signedArea, uncancelled } from '../../../test/edges.ts'
import { randomTiling } from '../../../test/tilings.ts'
import type { Crs, Position } from '../../schema.ts'
import type { Geometry } from '../schema.ts'
import { metresPerDegree } from '../crs/metres.ts'
import { checkCoverage } from '../coverage/check-coverage.ts'
import { simplifyGrids } from './simplify-grids.ts'

const polygon = (...rings: Position[][]): Geometry => ({
  type: 'Polygon',
  coordinates: rings.map((ring) => [...ring, ring[0]!]),
})
const grid = (id: string, ...rings: Position[][]) => ({ id, geometry: polygon(...rings) })

test('a corner nearer than the tolerance goes on both sides of a border, and at every level', () => {
  const left = grid('left', [[0, 0], [10, 0], [10.4, 5], [10, 10], [0, 10]]) // prettier-ignore
  const right = grid('right', [[10, 0], [20, 0], [20, 10], [10, 10], [10.4, 5]]) // prettier-ignore
  const parent = grid('parent', [[0, 0], [10, 0], [20, 0], [20, 10], [10, 10], [0, 10]]) // prettier-ignore
  const drawn = simplifyGrids([left, right, parent], { tolerance: 0.5, crs: 'planar' })
  assert.deepEqual(drawn[0]!.geometry, polygon([[0, 0], [10, 0], [10, 10], [0, 10]])) // prettier-ignore
  assert.deepEqual(drawn[1]!.geometry, polygon([[10, 0], [20, 0], [20, 10], [10, 10]])) // prettier-ignore
  assert.equal(drawn[2]!.geometry, parent.geometry)
  assert.deepEqual(simplifyGrids([left, right, parent], { tolerance: 0.39, crs: 'planar' }), [left, right, parent])
})

test('an island keeps three corners, however large the tolerance', () => {
  const island = grid('island', [[0, 0], [2, -1], [4, 0], [5, 2], [4, 4], [2, 5], [0, 4], [-1, 2]]) // prettier-ignore
  const [drawn] = simplifyGrids([island], { tolerance: 1e9, crs: 'planar' })
  assert.equal(drawn!.geometry.coordinates[0]!.length, 4)
  assert.ok(signedArea(ringsOf(drawn!.geometry)[0]!) > 0)
})

test('a bay keeps its corner where a grid lies in it, as the straight line would run through that grid', () => {
  const coast = grid('coast', [[0, 0], [10, 0], [10, 10], [5, 9], [0, 10]]) // prettier-ignore
  const boat = grid('boat', [[4.9, 9.5], [5.1, 9.5], [5, 9.9]]) // prettier-ignore
  const [alone] = simplifyGrids([coast], { tolerance: 1, crs: 'planar' })
  assert.equal(alone!.geometry.coordinates[0]!.length, 5)
  const [beside] = simplifyGrids([coast, boat], { tolerance: 1, crs: 'planar' })
  assert.equal(beside!.geometry, coast.geometry)
})

test('two borders between the same two corners do not fall into one line', () => {
  const lens = grid('lens', [[0, 0], [5, -1], [10, 0], [5, 1]]) // prettier-ignore
  const below = grid('below', [[0, 0], [0, -9], [10, -9], [10, 0], [5, -1]]) // prettier-ignore
  const above = grid('above', [[0, 0], [5, 1], [10, 0], [10, 9], [0, 9]]) // prettier-ignore
  const [drawn] = simplifyGrids([lens, below, above], { tolerance: 3, crs: 'planar' })
  assert.equal(drawn!.geometry.coordinates[0]!.length, 4)
})

test('what cannot be simplified is told', () => {
  const square = grid('square', [[0, 0], [1, 0], [1, 1], [0, 1]]) // prettier-ignore
  const bad = (message: RegExp) => ({ name: 'SdkError', code: 'bad-argument', message })
  for (const tolerance of [-1, NaN, Infinity, undefined as unknown as number]) {
    assert.throws(() => simplifyGrids([square], { tolerance, crs: 'planar' }), bad(/tolerance/))
  }
  assert.throws(() => simplifyGrids([square], { tolerance: 1, crs: 'utm' as Crs }), bad(/coordinate system .*got utm/))
  assert.throws(
    () => simplifyGrids([{ ...square, crs: 'gcj02' }], { tolerance: 1, crs: 'wgs84' }),
    bad(/grid square are in gcj02/),
  )
  const open = {
    id: 'open',
    geometry: { type: 'Polygon' as const, coordinates: [square.geometry.coordinates[0]!.slice(1) as Position[]] },
  }
  assert.throws(() => simplifyGrids([open], { tolerance: 1, crs: 'planar' }), bad(/last position.*grid open, polygon 0, ring 0/))
  assert.deepEqual(simplifyGrids([], { tolerance: 1, crs: 'planar' }), [])
})

const tilings = fc.record({ seed: fc.nat(), leaves: fc.integer({ min: 1, max: 24 }), levels: fc.constantFrom(1, 2, 3) })
const places = fc.constantFrom({ between: 3 }, { between: 8 }, { between: 8, place: 'guixi' as const })

test('grids of a clean tiling still fit together at every level, whatever the tolerance', () => {
  fc.assert(
    fc.property(tilings, places, fc.constantFrom(0, 1, 5, 20, 100, 1000), ({ seed, ...options }, place, tolerance) => {
      const { grids, crs } = randomTiling(seed, { ...options, ...place })
      const drawn = simplifyGrids(grids, { tolerance, crs })
      for (const parent of drawn) {
        const children = drawn.filter(({ parentId }) => parentId === parent.id)
        if (children.length === 0) continue
        const before = (id: string) => grids.find((one) => one.id === id)!.geometry
        const blanks = uncancelled([...children.map(({ id }) => before(id)), reversed(before(parent.id))])
        const after = uncancelled([...children.map(({ geometry }) => geometry), reversed(parent.geometry)])
        assert.deepEqual([blanks.length, after.length], [0, 0])
      }
      expectSameSides(grids, drawn)
      assert.deepEqual(crossings(segmentsOf(drawn.map(({ geometry }) => geometry))), [])
      assert.deepEqual(checkCoverage(drawn, { crs }).findings, [])
    }),
    { numRuns: 30 },
  )
})

test('no corner is new, and no line is farther from what it was than the tolerance', () => {
  fc.assert(
    fc.property(tilings, places, fc.constantFrom(1, 5, 20, 100), ({ seed, ...options }, place, tolerance) => {
      const { grids, crs } = randomTiling(seed, { ...options, ...place })
      const drawn = simplifyGrids(grids, { tolerance, crs })
      grids.forEach(({ geometry }, g) => {
        ringsOf(geometry).forEach((ring, r) => {
          const after = ringsOf(drawn[g]!.geometry)[r]!
          let kept = 0
          for (const position of ring.slice(0, -1)) if (String(position) === String(after[kept])) kept++
          assert.equal(kept, after.length - 1)
          for (const position of ring) assert.ok(distanceTo(after, position, crs) <= tolerance * (1 + 1e-9))
        })
      })
    }),
    { numRuns: 60 },
  )
})

test('the result does not depend on the order of grids', () => {
  fc.assert(
    fc.property(tilings, ({ seed, ...options }) => {
      const { grids, crs } = randomTiling(seed, { ...options, between: 8 })
      const byId = (list: typeof grids) => list.toSorted((a, b) => (a.id < b.id ? -1 : 1))
      const [one, other] = [grids, grids.toReversed()].map((list) => byId(simplifyGrids(list, { tolerance: 10, crs })))
      assert.deepEqual(one, other)
    }),
    { numRuns: 20 },
  )
})

function expectSameSides(before: readonly { geometry: Geometry }[], after: readonly { geometry: Geometry }[]): void {
  before.forEach(({ geometry }, g) => {
    const rings = ringsOf(after[g]!.geometry)
    ringsOf(geometry).forEach((ring, r) => {
      assert.ok(rings[r]!.length >= 4)
      assert.equal(Math.sign(signedArea(rings[r]!)), Math.sign(signedArea(ring)))
    })
  })
}

function reversed({ type, coordinates }: Geometry): Geometry {
  const turned = (rings: Position[][]) => rings.map((ring) => ring.toReversed())
  return type === 'Polygon' ? { type, coordinates: turned(coordinates) } : { type, coordinates: coordinates.map(turned) }
}

/** Pairs of segments that meet anywhere but at a common end. */
function crossings(segments: readonly [Position, Position][]): string[] {
  const side = (a: Position, b: Position, c: Position) => Math.sign(orient2d(...a, ...b, ...c))
  const same = (a: Position, b: Position) => a[0] === b[0] && a[1] === b[1]
  const isOn = ([a, b]: [Position, Position], p: Position) =>
    !same(a, p) && !same(b, p) && side(a, b, p) === 0 &&
    Math.min(a[0], b[0]) <= p[0] && p[0] <= Math.max(a[0], b[0]) && Math.min(a[1], b[1]) <= p[1] && p[1] <= Math.max(a[1], b[1]) // prettier-ignore
  const found: string[] = []
  segments.forEach((one, i) => {
    for (const other of segments.slice(i + 1)) {
      const [[a, b], [c, d]] = [one, other]
      const crosses = side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0
      if (crosses || isOn(one, c) || isOn(one, d) || isOn(other, a) || isOn(other, b)) found.push(`${one} | ${other}`)
    }
  })
  return found
}

/** Metres from a position to the nearest edge of a ring, at the latitude of the position. */
function distanceTo(ring: readonly Position[], [px, py]: Position, crs: Crs): number {
  const { x: kx, y: ky } = crs === 'planar' ? { x: 1, y: 1 } : metresPerDegree(py)
  let least = Infinity
  for (let i = 1; i < ring.length; i++) {
    const [[ax, ay], [bx, by]] = [ring[i - 1]!, ring[i]!]
    const [dx, dy, qx, qy] = [(bx - ax) * kx, (by - ay) * ky, (px - ax) * kx, (py - ay) * ky]
    const share = Math.min(1, Math.max(0, (qx * dx + qy * dy) / (dx * dx + dy * dy)))
    least = Math.min(least, Math.hypot(qx - share * dx, qy - share * dy))
  }
  return least
}
