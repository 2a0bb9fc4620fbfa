import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { coversExactly } from '../../../test/covers-exactly.ts'
import type { Position } from '../../schema.ts'
import type { Geometry } from '../schema.ts'
import { createLocator } from './locator.ts'

// INV-6: each point has one answer, the lowest id among the grids that cover it, by exact arithmetic and without an index.

interface Grid {
  id: string
  geometry: Geometry
}

const planar = { crs: 'planar' as const }

/** The next number, up or down, that a coordinate can be. */
function beside(value: number, steps: number): number {
  if (value === 0) return steps * 2 ** -200
  const double = new Float64Array([value])
  const bits = new BigInt64Array(double.buffer)
  bits[0]! += BigInt(value < 0 ? -steps : steps)
  return Number.isFinite(double[0]!) ? double[0]! : value
}

const ringsOf = (geometry: Geometry) => (geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat())

/** Vertices, points on edges or one rounding step beside them, levels of vertices, places between the grids and far out. */
function hardPoints(grids: readonly Grid[], shares: readonly number[]): Position[] {
  const vertices = grids.flatMap(({ geometry }) => ringsOf(geometry).flat())
  const share = (i: number) => shares[i % shares.length]!
  return ringsOf({ type: 'Polygon', coordinates: grids.flatMap(({ geometry }) => ringsOf(geometry)) }).flatMap((ring, r) =>
    ring.flatMap((a, i): Position[] => {
      const b = ring[(i + 1) % ring.length]!
      const other = vertices[Math.floor(share(r + i) * vertices.length)]!
      const t = share(r + i + 1)
      const [x, y] = [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]
      const [midX, midY] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
      return [
        a,
        [beside(a[0], 1), a[1]],
        [a[0], beside(a[1], -1)],
        [x, y],
        [beside(x, -1), y],
        [x, beside(y, 1)],
        [midX, midY],
        [a[0], other[1]],
        [other[0] + t * (a[0] - other[0]), a[1]],
        [x + (t - 0.5) * 3, y + (share(i) - 0.5) * 3],
      ]
    }),
  )
}

function assertEqualToReference(grids: readonly Grid[], points: readonly Position[]): void {
  const { locate } = createLocator(grids, planar)
  const inOrder = grids.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  for (const point of points) {
    const expected = inOrder.find(({ geometry }) => coversExactly(geometry, point))?.id
    if (locate(point) !== expected) {
      assert.fail(`at [${point.join(', ')}]: expected ${expected}, got ${locate(point)}, in ${JSON.stringify(grids)}`)
    }
  }
}

const shares = fc.array(fc.float({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 12, maxLength: 12 })
/** Few values, so that vertices and levels coincide; and any, so that nothing is round. */
const coordinate = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.double({ min: -1, max: 7, noNaN: true }).map(Math.fround))
const ring = fc
  .array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 9 })
  .map((positions): Position[] => [...positions, positions[0]!])
const polygon = fc.array(ring, { minLength: 1, maxLength: 3 })
const anyGeometry: fc.Arbitrary<Geometry> = fc.oneof(
  polygon.map((coordinates): Geometry => ({ type: 'Polygon', coordinates })),
  fc.array(polygon, { maxLength: 3 }).map((coordinates): Geometry => ({ type: 'MultiPolygon', coordinates })),
)
const named = (geometries: readonly Geometry[]): Grid[] =>
  geometries.map((geometry, i) => ({ id: `m${(i * 7) % geometries.length}-${i}`, geometry }))

test('is the reference on rings of any kind: crossing, overlapping, repeated, spiked, of no area', () => {
  fc.assert(
    fc.property(fc.array(anyGeometry, { minLength: 1, maxLength: 9 }), shares, (geometries, given) => {
      const grids = named(geometries)
      assertEqualToReference(grids, hardPoints(grids, given))
    }),
    { numRuns: 60 },
  )
})

test('is the reference where more grids lie on each other than one record holds', () => {
  fc.assert(
    fc.property(fc.array(ring, { minLength: 60, maxLength: 90 }), shares, (rings, given) => {
      const grids = named(rings.map((each): Geometry => ({ type: 'Polygon', coordinates: [each] })))
      assertEqualToReference(grids, hardPoints(grids.slice(0, 3), given))
    }),
    { numRuns: 4 },
  )
})

/** A tiling of triangles about a crooked lattice; some of them moved, doubled or left out. */
const tiling = fc
  .record({
    side: fc.integer({ min: 1, max: 7 }),
    jitter: fc.array(fc.tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -40, max: 40 })), {
      minLength: 64,
      maxLength: 64,
    }),
    faults: fc.array(fc.record({ at: fc.nat(97), kind: fc.constantFrom('moved', 'doubled', 'gone') }), { maxLength: 3 }),
  })
  .map(({ side, jitter, faults }) => {
    const corner = (c: number, r: number): Position => {
      const [dx, dy] = jitter[r * (side + 1) + c]!
      return [(c * 100 + dx) / 100, (r * 100 + dy) / 100]
    }
    const triangles: Position[][] = []
    for (let r = 0; r < side; r++) {
      for (let c = 0; c < side; c++) {
        const [a, b, d, e] = [corner(c, r), corner(c + 1, r), corner(c + 1, r + 1), corner(c, r + 1)]
        triangles.push([a, b, d, a], [a, d, e, a])
      }
    }
    for (const { at, kind } of faults) {
      const place = at % triangles.length
      const one = triangles[place]
      if (!one) continue
      if (kind === 'doubled') triangles.push(one)
      else if (kind === 'gone') triangles.splice(place, 1)
      else triangles[place] = one.map(([x, y]) => [x + 0.013, y - 0.007])
    }
    return triangles
  })

test('is the reference on tilings, clean and with grids moved, doubled or gone, however far out one more grid lies', () => {
  const far = fc.constantFrom(0, 1e3, 1e7, 1e12)
  const stretch = fc.constantFrom(1, 1000, 2 ** -30)
  fc.assert(
    fc.property(tiling, shares, far, stretch, (triangles, given, distance, scale) => {
      const drawn = triangles.map((each) => each.map(([x, y]): Position => [x * scale, y]))
      if (distance > 0 && drawn[0]) drawn.push(drawn[0].map(([x, y]) => [x + distance, y - distance]))
      const grids = named(drawn.map((each): Geometry => ({ type: 'Polygon', coordinates: [each] })))
      assertEqualToReference(grids, hardPoints(grids, given))
    }),
    { numRuns: 30 },
  )
})

test('is the reference on every point of fine lattices, where vertices and edges lie on the borders of cells', () => {
  const steps = Array.from({ length: 33 }, (_, i) => i / 4)
  const box = (x: number, y: number, width: number, height: number): Geometry => ({
    type: 'Polygon',
    coordinates: [
      [
        [x, y],
        [x + width, y],
        [x + width, y + height],
        [x, y + height],
        [x, y],
      ],
    ],
  })
  const squares = Array.from({ length: 64 }, (_, i) => box(i % 8, Math.floor(i / 8), 1, 1))
  const stripes = Array.from({ length: 16 }, (_, i) => box(0, i / 2, 8, 0.5))
  const overlapping = Array.from({ length: 40 }, (_, i) => box((i * 3) % 7, (i * 5) % 7, 1 + (i % 3) / 2, 1 + (i % 2) / 4))
  for (const geometries of [squares, stripes, overlapping]) {
    const grids = named(geometries)
    assertEqualToReference(
      grids,
      steps.flatMap((x) => steps.map((y): Position => [x, y])),
    )
  }
})

test('is the reference around a corner of many edges, and in nests of ever smaller grids', () => {
  const around = Array.from({ length: 50 }, (_, i): Position => [Math.cos(i / 8) * 5, Math.sin(i / 8) * 5])
  const fan = around.slice(1).map((b, i): Geometry => ({ type: 'Polygon', coordinates: [[[0, 0], around[i]!, b, [0, 0]]] }))
  const nested = Array.from({ length: 40 }, (_, i): Geometry => {
    const r = 8 * 2 ** -i
    return {
      type: 'Polygon',
      coordinates: [
        [
          [-r, -r],
          [r, -r],
          [r, r / 3],
          [-r, r],
          [-r, -r],
        ],
      ],
    }
  })
  for (const geometries of [fan, nested]) {
    const grids = named(geometries)
    const near = Array.from({ length: 300 }, (_, i): Position => [Math.cos(i) * 2 ** (-i / 8), Math.sin(i) * 2 ** (-i / 8)])
    assertEqualToReference(grids, [...near, ...hardPoints(grids, [0.1, 0.5, 0.7, 0.3])])
  }
})
