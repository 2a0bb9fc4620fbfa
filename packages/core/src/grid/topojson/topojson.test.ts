import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
// @ts-expect-error The package has no types of its own.
import { feature as read } from 'topojson-client'
import { ringsOf, uncancelled } from '../../../test/edges.ts'
import { randomTiling } from '../../../test/tilings.ts'
import type { Position } from '../../schema.ts'
import type { Geometry } from '../schema.ts'
import type { GridRecord } from '../schema.ts'
import { fromTopology } from './from-topology.ts'
import { toTopology } from './to-topology.ts'
import type { TopologyFeature, TopologyFeatures } from './topology.ts'

const feature = read as (topology: unknown, object: string) => TopologyFeatures

/** Two squares side by side, and their parent. */
const LEFT: Geometry = { type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]] } // prettier-ignore
const RIGHT: Geometry = { type: 'Polygon', coordinates: [[[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]]] } // prettier-ignore
const BOTH: Geometry = { type: 'Polygon', coordinates: [[[1, 0], [2, 0], [2, 1], [1, 1], [0, 1], [0, 0], [1, 0]]] } // prettier-ignore

test('a border is one arc, whoever shares it: neighbours one forwards, one backwards, and the parent', () => {
  const topology = toTopology([
    { id: 'left', level: 'micro', geometry: LEFT },
    { id: 'right', level: 'micro', geometry: RIGHT },
    { id: 'both', level: 'estate', geometry: BOTH, properties: { households: 7 } },
  ])
  assert.deepEqual(topology, {
    type: 'Topology',
    objects: {
      micro: {
        type: 'GeometryCollection',
        geometries: [
          { type: 'Polygon', arcs: [[0, 1, 2]], id: 'left' },
          { type: 'Polygon', arcs: [[3, ~1]], id: 'right' },
        ],
      },
      estate: {
        type: 'GeometryCollection',
        geometries: [{ type: 'Polygon', arcs: [[3, 2, 0]], id: 'both', properties: { households: 7 } }],
      },
    },
    arcs: topology.arcs,
  })
  assert.deepEqual(topology.arcs, [
    [[0, 0], [1, 0]],
    [[1, 0], [1, 1]],
    [[1, 1], [0, 1], [0, 0]],
    [[1, 0], [2, 0], [2, 1], [1, 1]],
  ]) // prettier-ignore
})

test('decimals are written as whole numbers from the least coordinate on, and read back to the last bit', () => {
  const ring: Position[] = [[104.0408195, 30.5882216], [104.0407885, 30.5880758], [104.0407632, 30.5979738], [104.0408195, 30.5882216]] // prettier-ignore
  const geometry: Geometry = { type: 'Polygon', coordinates: [ring] }
  const topology = toTopology([{ id: 'one', geometry }], { decimals: 7 })
  assert.deepEqual(topology.transform, { scale: [1e-7, 1e-7], translate: [104.0407632, 30.5880758] })
  assert.deepEqual(topology.arcs, [[[563, 1458], [-310, -1458], [-253, 98980], [563, -97522]]]) // prettier-ignore
  assert.deepEqual(fromTopology(topology).grids!.features[0]!.geometry, geometry)
})

test('as few decimals as there are, and none where nine are not enough', () => {
  const scaleOf = (x: number) =>
    toTopology([{ geometry: { type: 'Polygon', coordinates: [[[x, 0], [1, 0], [1, 1], [x, 0]]] } }], { decimals: 'fewest' }).transform?.scale[0] // prettier-ignore
  assert.deepEqual([-3, 0.25, 0.123456789, 0.1234567891].map(scaleOf), [1, 0.01, 1e-9, undefined])
})

const sources = fc.record({ seed: fc.nat(), leaves: fc.integer({ min: 1, max: 25 }), levels: fc.constantFrom(1, 2, 3, 4) })

test('what is written and read back is the same, position by position, and topojson-client reads the same', () => {
  fc.assert(
    fc.property(sources, fc.constantFrom(undefined, 7), ({ seed, ...options }, decimals) => {
      const { grids } = randomTiling(seed, { ...options, place: 'guixi', ...(decimals !== undefined && { decimals }) })
      const topology = toTopology(grids, {
        ...(decimals !== undefined && { decimals }),
        properties: ({ parentId }) => ({ parentId }),
      })
      const expected = grids.map(({ id, parentId, geometry }) => ({ type: 'Feature', id, properties: { parentId }, geometry }))
      assert.deepEqual(fromTopology(topology).grids!.features, expected)
      const client = feature(topology, 'grids').features
      if (decimals === undefined) assert.deepEqual(client, expected)
      else expectNear(client, expected as TopologyFeature[], 3e-14)
    }),
    { numRuns: 60 },
  )
})

test('quantized, no position is farther off than half a step, neighbours still match, and topojson-client reads the same', () => {
  fc.assert(
    fc.property(sources, fc.constantFrom(2, 10, 1000, 1_000_000), ({ seed, ...options }, quantization) => {
      const { grids } = randomTiling(seed, { ...options, place: 'guixi' })
      const topology = toTopology(grids, { quantization })
      const back = fromTopology(topology).grids!.features
      assert.deepEqual(feature(topology, 'grids').features, back)
      for (const { geometry } of back) for (const ring of ringsOf(geometry!)) assert.ok(ring.length >= 4)
      const leftOver = (parent: string, list: readonly { id?: unknown; geometry: Geometry | null }[]) =>
        uncancelled(
          grids.flatMap(({ id, parentId }, g) =>
            parentId === parent || id === parent ? [turned(list[g]!.geometry!, id === parent)] : [],
          ),
        )
      for (const { id, parentId } of grids)
        if (parentId === undefined && options.levels > 1) assert.deepEqual(leftOver(id, back), [])
      const [kx, ky] = topology.transform!.scale
      for (const [g, { geometry }] of back.entries()) {
        ringsOf(grids[g]!.geometry).forEach((ring, r) => {
          for (const [x, y] of ring) {
            const isNear = ([u, v]: Position) => Math.abs(u - x) <= kx * 0.501 && Math.abs(v - y) <= ky * 0.501
            assert.ok(ringsOf(geometry!)[r]!.some(isNear))
          }
        })
      }
    }),
    { numRuns: 60 },
  )
})

test('degenerate rings come back as they were', () => {
  const spike: Geometry = { type: 'Polygon', coordinates: [[[0, 0], [1, 0], [2, 0], [1, 0], [0, 0]]] } // prettier-ignore
  const twice: Geometry = { type: 'Polygon', coordinates: [[[0, 0], [1, 0], [0, 1], [0, 0], [1, 0], [0, 1], [0, 0]]] } // prettier-ignore
  const once: Geometry = { type: 'Polygon', coordinates: [[[1, 0], [0, 1], [0, 0], [1, 0]]] } // prettier-ignore
  const repeated: Geometry = { type: 'MultiPolygon', coordinates: [[[[5, 5], [6, 5], [6, 5], [6, 6], [5, 5], [5, 5]]], [[[0, 0], [1, 0], [0, 0], [0, 0]]]] } // prettier-ignore
  const geometries = [spike, twice, once, repeated]
  const back = fromTopology(toTopology(geometries.map((geometry) => ({ geometry }))))
  assert.deepEqual(back.grids!.features.map(({ geometry }) => geometry), geometries) // prettier-ignore
})

test('the whole sample district is a quarter of its bytes as GeoJSON, and comes back to the last bit', () => {
  const { records } = JSON.parse(readFileSync(new URL('../../../../../seeds/data/grids.json', import.meta.url), 'utf8')) as {
    records: (GridRecord & { geometry: Geometry })[]
  }
  const features = records.map(({ id, level, geometry }) => ({ type: 'Feature', id, properties: { level }, geometry }))
  const topology = toTopology(records, { decimals: 7 })
  assert.deepEqual(Object.keys(topology.objects).toSorted(), ['community', 'estate', 'micro', 'subdistrict'])
  assert.ok(JSON.stringify(topology).length < JSON.stringify({ type: 'FeatureCollection', features }).length / 4)
  const read = Object.values(fromTopology(JSON.parse(JSON.stringify(topology)))).flatMap((collection) => collection.features)
  const geometryOf = new Map(read.map(({ id, geometry }) => [id, geometry]))
  for (const { id, geometry } of records) assert.deepEqual(geometryOf.get(id), geometry)
})

test('what cannot be written is told', () => {
  const bad = (message: RegExp) => ({ name: 'SdkError', code: 'bad-argument', message })
  const one = [{ id: 'one', geometry: LEFT }]
  assert.throws(() => toTopology(one, { quantization: 1 }), bad(/quantization of a whole number from 2 on, got 1/))
  assert.throws(() => toTopology(one, { decimals: 10 }), bad(/decimals, 0 to 9, got 10/))
  assert.throws(() => toTopology(one, { decimals: 7, quantization: 10 }), bad(/either/))
  const fine: Geometry = { type: 'Polygon', coordinates: [[[0.25, 0], [1, 0], [1, 1], [0.25, 0]]] } // prettier-ignore
  assert.throws(() => toTopology([{ geometry: fine }], { decimals: 1 }), bad(/at most 1 decimals, got 0.25/))
  const open = {
    id: 'open',
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
        ],
      ],
    } as Geometry,
  }
  assert.throws(() => toTopology([open]), bad(/grid open, polygon 0, ring 0/))
  assert.deepEqual(toTopology([]), { type: 'Topology', objects: {}, arcs: [] })
})

test('a topology that is none is told, with the place', () => {
  const arcs = [[[0, 0], [1, 0]], [[1, 0], [1, 1], [0, 0]]] // prettier-ignore
  const polygon = (rings: unknown) => ({ type: 'Topology', arcs, objects: { a: { type: 'Polygon', arcs: rings } } })
  const cases: [unknown, RegExp][] = [
    [null, /an object at a topology, got null/],
    [[], /an object/],
    [{ type: 'FeatureCollection' }, /type "Topology" at type, got FeatureCollection/],
    [{ type: 'Topology', arcs: [] }, /an object at objects, got undefined/],
    [{ type: 'Topology', objects: {} }, /an array at arcs/],
    [polygon('x'), /an array at objects.a.arcs, got x/],
    [polygon([[0, 2]]), /one of 2 arcs at objects.a.arcs\[0\], got 2/],
    [polygon([[0, ~2]]), /one of 2 arcs at objects.a.arcs\[0\], got -3/],
    [polygon([[0, 0.5]]), /the number of an arc/],
    [polygon([[0, '1']]), /the number of an arc/],
    [polygon([[0, ~1]]), /an arc that goes on from 1 0 .*got one from 0 0/],
    [polygon([[0]]), /a closed ring .*got one that ends at 1 0/],
    [{ ...polygon([]), objects: { a: { type: 'LineString', arcs: [0] } } }, /Polygon.* at objects.a.type, got LineString/],
    [{ ...polygon([]), objects: { a: { type: 'GeometryCollection', geometries: {} } } }, /an array at objects.a.geometries/],
    [{ ...polygon([]), objects: { a: { type: 'GeometryCollection', geometries: [7] } } }, /objects.a.geometries\[0\], got 7/],
    [{ ...polygon([]), transform: { scale: [1], translate: [0, 0] } }, /two finite numbers at transform.scale/],
    [{ ...polygon([[0, 1]]), arcs: [[[0, 0]], []] }, /two positions or more at arcs\[0\]/],
    [{ ...polygon([[0, 1]]), arcs: [[[0, 0], [1, NaN]], []] }, /two finite numbers at arcs\[0\]\[1\]/], // prettier-ignore
    [{ ...polygon([[0, 1]]), arcs: [7] }, /one of 1 arcs|an array at arcs\[0\]/],
  ]
  for (const [topology, message] of cases)
    assert.throws(() => fromTopology(topology), { name: 'SdkError', code: 'bad-argument', message })
})

test('objects of other kinds are left alone where others are named; without a geometry there is none', () => {
  const topology = {
    type: 'Topology',
    arcs: [],
    objects: {
      roads: { type: 'LineString', arcs: [9] },
      grids: { type: 'GeometryCollection', geometries: [{ type: null, id: 7 }] },
    },
  }
  const feature: TopologyFeature = { type: 'Feature', id: 7, properties: {}, geometry: null }
  assert.deepEqual(fromTopology(topology, { objects: ['grids'] }), { grids: { type: 'FeatureCollection', features: [feature] } })
  assert.throws(() => fromTopology(topology, { objects: ['lakes'] }), /an object "lakes"/)
})

function turned({ type, coordinates }: Geometry, isTurned: boolean): Geometry {
  const rings = (polygon: Position[][]) => polygon.map((ring) => (isTurned ? ring.toReversed() : ring))
  return type === 'Polygon' ? { type, coordinates: rings(coordinates) } : { type, coordinates: coordinates.map(rings) }
}

function expectNear(came: readonly TopologyFeature[], expected: readonly TopologyFeature[], most: number): void {
  const flat = (features: readonly TopologyFeature[]) => features.flatMap(({ geometry }) => ringsOf(geometry!).flat(2))
  const [one, other] = [flat(came), flat(expected)]
  assert.equal(one.length, other.length)
  one.forEach((value, i) => assert.ok(Math.abs(value - other[i]!) <= most))
}
