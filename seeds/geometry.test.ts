import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLocator } from '@wangge/core/grid'
import type { GridRecord } from '@wangge/core/grid/schema'
import initGeos from 'geos-wasm'
import { geojsonToGeosGeom } from 'geos-wasm/helpers'
import { readRecords } from './read-data.ts'
import { edgesOf, ringOf, selfTouches, signedArea, uncancelled } from './rings.ts'
import type { Position } from './rings.ts'

const grids = readRecords('grids')
const at = (level: GridRecord['level']) => grids.filter((grid) => grid.level === level)
const micros = at('micro')
const childrenOf = Map.groupBy(grids, ({ parentId }) => parentId)

/** Square metres per square degree at the district. */
const SQUARE_DEGREE = 95930.9 * 110857.6

/** Whether two sets of edges are one, told without printing thousands of them. */
function assertSame(left: ReadonlySet<string>, right: ReadonlySet<string>, what: string) {
  assert.equal([...left].filter((edge) => !right.has(edge)).length, 0, `${what}: edges that the outline lacks`)
  assert.equal([...right].filter((edge) => !left.has(edge)).length, 0, `${what}: edges that the children lack`)
}

test('every outline is exactly what remains of its children when shared edges cancel', () => {
  for (const parent of grids.filter(({ level }) => level !== 'micro')) {
    assertSame(uncancelled(childrenOf.get(parent.id)!.map(ringOf)), edgesOf(ringOf(parent)), parent.id)
  }
})

test('the edges of all 1,030 micro-grids cancel down to the outline of the sub-district', () => {
  assertSame(uncancelled(micros.map(ringOf)), edgesOf(ringOf(at('subdistrict')[0]!)), 'sub-district')
})

test('the check of edges sees a vertex that a neighbour lacks', () => {
  const left: Position[] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ]
  const right: Position[] = [
    [1, 0],
    [2, 0],
    [2, 1],
    [1, 1],
  ]
  const divided: Position[] = [...right, [1, 0.5]]
  assert.equal(uncancelled([left, right]).size, 6)
  assert.equal(uncancelled([left, divided]).size, 9)
  assert.throws(() => uncancelled([left, left]), /overlap/)
})

test('no ring crosses, touches or doubles back on itself; all run counter-clockwise and have no vertex twice', () => {
  for (const grid of grids) {
    const ring = ringOf(grid)
    assert.equal(new Set(ring.map(String)).size, ring.length, `${grid.id}: vertices`)
    assert.equal(selfTouches(ring), 0, `${grid.id}: touches`)
    assert.ok(signedArea(ring) > 0, `${grid.id}: orientation`)
  }
})

test('the check for touching edges sees a bow tie, a spike and a pinch', () => {
  const bowTie: Position[] = [
    [0, 0],
    [1, 1],
    [1, 0],
    [0, 1],
  ]
  const spike: Position[] = [
    [0, 0],
    [2, 0],
    [1, 0],
    [1, 1],
  ]
  const pinch: Position[] = [
    [0, 0],
    [2, 0],
    [2, 2],
    [1, 0],
    [0, 2],
  ]
  for (const ring of [bowTie, spike, pinch]) assert.ok(selfTouches(ring) > 0)
  assert.equal(
    selfTouches([
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ]),
    0,
  )
})

test('vertices lie at least two metres apart, so that rounding merges none', () => {
  const vertices = new Map(micros.flatMap(ringOf).map((position) => [position.join(' '), position]))
  const cells = Map.groupBy(
    vertices.values(),
    ([lon, lat]) => `${Math.floor((lon * 95930.9) / 2)} ${Math.floor((lat * 110857.6) / 2)}`,
  )
  for (const [lon, lat] of vertices.values()) {
    const [i, j] = [Math.floor((lon * 95930.9) / 2), Math.floor((lat * 110857.6) / 2)]
    const near = [-1, 0, 1].flatMap((di) => [-1, 0, 1].flatMap((dj) => cells.get(`${i + di} ${j + dj}`) ?? []))
    const close = near.filter(([x, y]) => Math.hypot((x - lon) * 95930.9, (y - lat) * 110857.6) < 2)
    assert.equal(close.length, 1, `${lon} ${lat}`)
  }
})

test('positions have at most seven decimals and lie at Guixi', () => {
  for (const [lon, lat] of micros.flatMap(ringOf)) {
    assert.equal(Number(lon.toFixed(7)), lon)
    assert.equal(Number(lat.toFixed(7)), lat)
    assert.ok(Math.abs(lon - 104.06) < 0.03 && Math.abs(lat - 30.57) < 0.03)
  }
})

test('GEOS, on its own, finds the micro-grids, estates and communities to be valid coverages of the same area', async () => {
  const geos = await initGeos()
  const collect = (rings: Position[][]) => {
    const geometries = rings.map((ring) => ({ type: 'Polygon', coordinates: [[...ring, ring[0]!]] }))
    return geojsonToGeosGeom({ type: 'GeometryCollection', geometries } as Parameters<typeof geojsonToGeosGeom>[0], geos)
  }
  const NO_OUTPUT = 0 as never
  const METRE = 1 / 95930.9
  const whole = signedArea(ringOf(at('subdistrict')[0]!))
  for (const level of ['micro', 'estate', 'community'] as const) {
    const collection = collect(at(level).map(ringOf))
    assert.equal(geos.GEOSCoverageIsValid(collection, METRE, NO_OUTPUT), 1, level)
    const areaAt = geos.Module._malloc(8)
    geos.GEOSArea(collection, areaAt)
    const sum = geos.Module.getValue(areaAt, 'double')
    assert.ok(Math.abs(sum - whole) / whole < 1e-9, `${level}: ${sum} of ${whole}`)
  }
  const moved = micros.map(ringOf)
  moved[500] = moved[500]!.map(([lon, lat]) => [lon + 1e-7, lat])
  assert.equal(geos.GEOSCoverageIsValid(collect(moved), METRE, NO_OUTPUT), 0, 'one cell moved by a centimetre is seen')
})

test('the district is of a real size, and its cells have about forty vertices', () => {
  const area = signedArea(ringOf(at('subdistrict')[0]!)) * SQUARE_DEGREE
  assert.ok(area > 12e6 && area < 20e6, `${area} m²`)
  const counts = micros.map((grid) => ringOf(grid).length)
  const mean = counts.reduce((a, b) => a + b, 0) / counts.length
  assert.ok(mean > 36 && mean < 44, `${mean} vertices`)
})

test('cells differ in size and shape as blocks do', () => {
  const areas = micros.map((grid) => signedArea(ringOf(grid)) * SQUARE_DEGREE).sort((a, b) => a - b)
  assert.ok(areas[0]! > 1500, 'no sliver')
  assert.ok(areas[926]! / areas[103]! > 2, 'the ninth decile is more than twice the first')
  const perEstate = new Set(at('estate').map(({ id }) => childrenOf.get(id)!.length))
  assert.ok(perEstate.size >= 10, 'estates have very different numbers of micro-grids')
})

test('the buildings and issues of a micro-grid lie in it', () => {
  const locator = createLocator(
    micros.map(({ id, geometry }) => ({ id, geometry: geometry! })),
    { crs: 'wgs84' },
  )
  for (const { id, position, gridId } of readRecords('buildings'))
    assert.equal(locator.locate([position[0], position[1]]), gridId, id)
  for (const { id, position, gridPath } of readRecords('issues')) {
    if (position) assert.equal(locator.locate(position), gridPath.at(-1), id)
  }
})
