import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import initGeos from 'geos-wasm'
import { geojsonToGeosGeom } from 'geos-wasm/helpers'
import { polygonsOf, ringsOf, signedArea, uncancelled } from '../../../test/edges.ts'
import { randomTiling } from '../../../test/tilings.ts'
import type { Position } from '../../schema.ts'
import type { Geometry, GridRecord } from '../schema.ts'
import { dissolve } from './dissolve.ts'

const polygon = (...rings: Position[][]): Geometry => ({ type: 'Polygon', coordinates: rings.map((ring) => [...ring, ring[0]!]) })
const box = (x: number, y: number, width = 1, height = 1): Position[] => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
]
const square = (id: string, x: number, y: number) => ({ id, geometry: polygon(box(x, y)) })
const toP = () => 'p'
const outline = (...geometries: Geometry[]) =>
  dissolve(
    geometries.map((geometry, i) => ({ id: `g${i}`, geometry })),
    toP,
  )[0]!.geometry

test('the border between two children goes, their other positions stay, from the westernmost on', () => {
  const parents = dissolve([square('b', 1, 0), square('a', 0, 0), square('c', 5, 5), square('d', 9, 9)], {
    a: 'p',
    b: 'p',
    c: 'o',
  })
  assert.deepEqual(parents, [
    { id: 'o', geometry: polygon(box(5, 5)) },
    { id: 'p', geometry: polygon([[0, 0], [1, 0], [2, 0], [2, 1], [1, 1], [0, 1]]) },
  ]) // prettier-ignore
})

test('parents are told by a function, a map or a record; who has none is left out', () => {
  const grids = [square('a', 0, 0), square('toString', 1, 0)]
  const expected = [{ id: 'p', geometry: polygon(box(0, 0)) }]
  assert.deepEqual(dissolve(grids, (id) => (id === 'a' ? 'p' : undefined)), expected) // prettier-ignore
  assert.deepEqual(dissolve(grids, new Map([['a', 'p']])), expected)
  assert.deepEqual(dissolve(grids, { a: 'p' }), expected)
  assert.deepEqual(dissolve(grids, {}), [])
})

test('a ring of children leaves a hole, an island in it is a part of its own', () => {
  const around = [0, 1, 2, 3, 4].flatMap((x) =>
    [0, 1, 2, 3, 4].flatMap((y) => (x % 4 === 0 || y % 4 === 0 ? [polygon(box(x, y))] : [])),
  )
  const edge = (points: number[][]) => points as Position[]
  const whole = outline(...around, polygon(box(2, 2)))
  assert.equal(whole.type, 'MultiPolygon')
  assert.deepEqual(polygonsOf(whole).map((rings) => rings.length), [2, 1]) // prettier-ignore
  assert.deepEqual(polygonsOf(whole)[1], polygon(box(2, 2)).coordinates)
  const hole = edge([[1, 1], [1, 2], [1, 3], [1, 4], [2, 4], [3, 4], [4, 4], [4, 3], [4, 2], [4, 1], [3, 1], [2, 1], [1, 1]]) // prettier-ignore
  assert.deepEqual(polygonsOf(whole)[0]![1], hole)
})

test('children that touch in a corner are two polygons', () => {
  const geometry = outline(polygon(box(0, 0)), polygon(box(1, 1)))
  assert.deepEqual(geometry, {
    type: 'MultiPolygon',
    coordinates: [polygon(box(0, 0)).coordinates, polygon(box(1, 1)).coordinates],
  })
})

test('holes that touch in a corner are two holes, and so is one that touches the outer border', () => {
  const without = (...blanks: string[]) =>
    [0, 1, 2, 3].flatMap((x) => [0, 1, 2, 3].flatMap((y) => (blanks.includes(`${x} ${y}`) ? [] : [polygon(box(x, y))])))
  const touching = polygonsOf(outline(...without('1 1', '2 2')))
  assert.deepEqual(touching.map((rings) => rings.map((ring) => ring[0])), [[[0, 0], [1, 1], [2, 2]]]) // prettier-ignore
  const atBorder = polygonsOf(outline(...without('0 0', '1 1')))
  assert.deepEqual(atBorder.map((rings) => rings.map((ring) => ring.length)), [[17, 5]]) // prettier-ignore
})

test('a hole in one child that another fills is gone, whichever way round the rings are drawn', () => {
  const plate = polygon(box(0, 0, 3, 3), box(1, 1).reverse())
  const clockwise = polygon(box(0, 0, 3, 3).reverse(), box(1, 1))
  assert.deepEqual(outline(plate, polygon(box(1, 1))), polygon(box(0, 0, 3, 3)))
  assert.deepEqual(outline(clockwise, polygon(box(1, 1).reverse())), polygon(box(0, 0, 3, 3)))
})

const bad = (message: RegExp) => ({ name: 'SdkError', code: 'bad-argument', message })

test('children that do not fit together are named, with the place', () => {
  const cases: [string, Geometry[], RegExp][] = [
    ['the same twice', [polygon(box(0, 0)), polygon(box(0, 0))], /children of p .* g0 and g1 overlap at 0, 0; checkCoverage .*cleanCoverage/],
    ['crossing', [polygon(box(0, 0, 2, 2)), polygon(box(1, 1, 2, 2))], /g0 and g1 cross/],
    ['a cross', [polygon(box(0, 1, 3, 1)), polygon(box(1, 0, 1, 3))], /g0 and g1 cross/],
    ['one inside the other', [polygon(box(0, 0, 9, 9)), polygon(box(4, 4))], /g0 and g1 overlap at 4, 4/],
    ['inside, touching a corner', [polygon(box(0, 0, 9, 9)), polygon([[0, 0], [4, 3], [3, 4]])], /g0 and g1 overlap at/],
    ['inside, along a border', [polygon([[0, 0], [1, 0], [2, 0], [2, 2], [0, 2]]), polygon([[0, 0], [1, 0], [1, 1]])], /g0 and g1 overlap/],
    ['a corner on the neighbour’s line', [polygon(box(0, 0, 1, 2)), polygon(box(1, 0)), polygon(box(1, 1))], /different corners along their border/],
    ['a corner below it by rounding', [polygon([[0, 0], [0.3, 0.1], [0, 1]]), polygon([[0, 0], [0.1, -1], [0.3, 0.1], [0.15, 0.05 - 1e-12]])], /different corners along their border/],
    ['a corner above it by rounding', [polygon([[0, 0], [0.3, 0.1], [0, 1]]), polygon([[0, 0], [0.1, -1], [0.3, 0.1], [0.15, 0.05 + 1e-12]])], /g0 and g1 overlap/],
    ['a hole that is not inside', [polygon(box(0, 0), box(5, 5))], /g0 overlap/],
    ['a bow-tie', [polygon([[0, 0], [2, 2], [2, 0], [0, 3]])], /g0 cross/],
  ] // prettier-ignore
  for (const [name, geometries, message] of cases) {
    for (const list of [geometries, geometries.toReversed()]) {
      const named = list.map((geometry) => ({ id: `g${geometries.indexOf(geometry)}`, geometry }))
      assert.throws(() => dissolve(named, toP), bad(message), name)
    }
  }
})

test('what has no area or cannot be read is told', () => {
  assert.throws(() => outline(polygon([[0, 0], [1, 1]])), bad(/children of p to have an area/)) // prettier-ignore
  assert.throws(() => outline({ type: 'Point', coordinates: [0, 0] } as unknown as Geometry), bad(/readable.*grid g0/))
  assert.throws(() => outline({ type: 'Polygon', coordinates: [box(0, 0)] }), bad(/last position.*grid g0, polygon 0, ring 0/))
})

const tilings = fc.record({
  seed: fc.nat(),
  leaves: fc.integer({ min: 1, max: 40 }),
  levels: fc.constantFrom(2, 3, 4),
  place: fc.constantFrom('planar', 'guixi'),
})

test('the outline of a tiling’s children is their parent, edge by edge, and so says GEOS by area', async () => {
  const geos = await initGeos()
  const area = (geometry: number) => {
    const at = geos.Module._malloc(8)
    geos.GEOSArea(geometry, at)
    const value = geos.Module.getValue(at, 'double')
    geos.Module._free(at)
    return value
  }
  const load = (geometries: Geometry[]) => geojsonToGeosGeom({ type: 'GeometryCollection', geometries }, geos)
  fc.assert(
    fc.property(tilings, ({ seed, ...options }) => {
      const { grids } = randomTiling(seed, options as { leaves: number; levels: number; place: 'planar' })
      const parentOf = new Map(grids.flatMap(({ id, parentId }) => (parentId === undefined ? [] : [[id, parentId] as const])))
      for (const { id, geometry } of dissolve(grids, parentOf)) {
        const parent = grids.find((grid) => grid.id === id)!.geometry
        assert.deepEqual(edgeTexts(geometry), edgeTexts(parent))
        for (const [shell, ...holes] of polygonsOf(geometry)) {
          assert.ok(signedArea(shell!) > 0)
          for (const hole of holes) assert.ok(signedArea(hole) < 0)
        }
        assert.equal(geos.GEOSisValid(load([geometry])), 1)
        const children = grids.filter(({ parentId }) => parentId === id).map((child) => child.geometry)
        const union = geos.GEOSUnaryUnion(load(children))
        const ours = geos.GEOSUnaryUnion(load([geometry]))
        assert.ok(area(geos.GEOSSymDifference(union, ours)) <= 1e-12 * area(union))
      }
    }),
    { numRuns: 25 },
  )
})

test('the order of grids and where their rings begin do not matter', () => {
  fc.assert(
    fc.property(tilings, fc.infiniteStream(fc.nat()), ({ seed, ...options }, numbers) => {
      const { grids } = randomTiling(seed, options as { leaves: number; levels: number; place: 'planar' })
      const parentOf = (id: string) => grids.find((grid) => grid.id === id)?.parentId
      const keyed = grids.map((grid) => ({ grid, key: numbers.next().value as number }))
      const shuffled = keyed
        .sort((one, other) => one.key - other.key)
        .map(({ grid: { id, geometry } }) => ({ id, geometry: rotated(geometry) }))
      assert.deepEqual(dissolve(shuffled, parentOf), dissolve(grids, parentOf))
    }),
    { numRuns: 40 },
  )
})

test('a grid in the midst of others, moved by a metre, is not taken for their match', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (seed, pick) => {
      const { grids } = randomTiling(seed, { leaves: 30, levels: 2, ragged: false, lakes: false })
      const root = new Set(
        ringsOf(grids.find(({ parentId }) => parentId === undefined)!.geometry)
          .flat()
          .map(String),
      )
      const leaves = grids.filter(({ parentId }) => parentId !== undefined)
      const midst = leaves.filter(({ geometry }) =>
        ringsOf(geometry)
          .flat()
          .every((position) => !root.has(String(position))),
      )
      fc.pre(midst.length > 0)
      const moved = midst[pick % midst.length]!
      const list = leaves.map((grid) => (grid === moved ? { ...grid, geometry: shifted(grid.geometry, 0.9) } : grid))
      assert.throws(() => dissolve(list, toP), bad(/overlap|cross|corners/))
    }),
    { numRuns: 40 },
  )
})

test('a spike, out and back in one ring, has no inside and goes', () => {
  const spike = polygon([[0, 0], [1, 0], [1, 0.5], [1.5, 0.5], [1, 0.5], [1, 1], [0, 1]]) // prettier-ignore
  assert.deepEqual(outline(spike), polygon([[0, 0], [1, 0], [1, 0.5], [1, 1], [0, 1]])) // prettier-ignore
})

test('the sample district’s outlines come out of the level below, corner by corner', () => {
  const { records } = JSON.parse(readFileSync(new URL('../../../../../seeds/data/grids.json', import.meta.url), 'utf8')) as {
    records: (GridRecord & { geometry: Geometry })[]
  }
  const byId = new Map(records.map((record) => [record.id, record]))
  const parents = dissolve(records, (id) => byId.get(id)!.parentId)
  assert.equal(parents.length, 1 + 13 + 192)
  for (const { id, geometry } of parents) assert.deepEqual(edgeTexts(geometry), edgeTexts(byId.get(id)!.geometry))
})

const edgeTexts = (geometry: Geometry) => uncancelled([geometry])

function rotated({ type, coordinates }: Geometry): Geometry {
  const turn = (ring: Position[]) => [...ring.slice(1), ring[1]!]
  return type === 'Polygon'
    ? { type, coordinates: coordinates.map(turn) }
    : { type, coordinates: coordinates.toReversed().map((rings) => rings.map(turn)) }
}

function shifted(geometry: Geometry, by: number): Geometry {
  const coordinates = polygonsOf(geometry).map((rings) =>
    rings.map((ring) => ring.map(([x, y]): Position => [x + by, y + by / 3])),
  )
  assert.ok(ringsOf(geometry).length > 0)
  return { type: 'MultiPolygon', coordinates }
}
