import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { readGrids } from '../../src/formats/read-grids.ts'
import type { ReadGridsOptions } from '../../src/formats/read-grids.ts'
import { encodeGb18030 } from './gb18030.ts'

const SQUARE = [
  [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
    [0, 0],
  ],
]
const AREA = { type: 'Polygon', coordinates: SQUARE }
const feature = (id: unknown, properties: object = {}, geometry: unknown = AREA) => ({
  type: 'Feature',
  id,
  properties,
  geometry,
})
const collection = (features: unknown[], more: object = {}) => ({ type: 'FeatureCollection', features, ...more })
const record = (id: string, more: object = {}) => ({
  id,
  level: 'micro',
  name: { zh: '一号楼', en: 'Building 1' },
  codes: [],
  crs: 'wgs84',
  geometry: AREA,
  ...more,
})

describe('reading grids of a file', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wangge-formats-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  const read = async (name: string, content: string | Uint8Array | object, options?: ReadGridsOptions) => {
    const isWritten = typeof content === 'string' || content instanceof Uint8Array
    await writeFile(join(folder, name), isWritten ? content : JSON.stringify(content))
    return readGrids(join(folder, name), options)
  }

  it('takes the id of a GeoJSON feature, or a property of a usual name, or the one that is named', async () => {
    const features = [
      feature(7),
      feature(undefined, { id: 'b' }),
      feature(undefined, { 网格编号: 'c', 上级编号: 'p', 名称: '丙' }),
    ]
    const { grids, crs } = await read('ids.geojson', collection(features), { crs: 'gcj02' })
    assert.equal(crs, 'gcj02')
    assert.deepEqual(
      grids.map(({ id }) => id),
      ['7', 'b', 'c'],
    )
    assert.equal(grids[2]!.parentId, 'p')
    assert.deepEqual(grids[2]!.name, { zh: '丙', en: '丙' })
    const named = collection([feature('other', { OBJ: 'x', UP: 'y', note: 'kept' })])
    const [grid] = (await read('named.geojson', named, { crs: 'wgs84', idField: 'OBJ', parentField: 'UP' })).grids
    assert.equal(grid!.id, 'x')
    assert.equal(grid!.parentId, 'y')
    assert.equal(grid!.properties!.note, 'kept')
  })

  it('calls the features of a file without ids by their place, and says so', async () => {
    const { grids, notes } = await read('blank.geojson', collection([feature(undefined), feature(undefined)]), { crs: 'planar' })
    assert.deepEqual(
      grids.map(({ id }) => id),
      ['#1', '#2'],
    )
    assert.match(notes[0]!.en, /no ids in the file/)
  })

  it('leaves out what is no area, and tells which', async () => {
    const point = { type: 'Point', coordinates: [0, 0] }
    const mixed = collection([feature('a'), feature('b', {}, point), feature('c', {}, null)])
    const { grids, notes } = await read('mixed.geojson', mixed, { crs: 'wgs84' })
    assert.deepEqual(
      grids.map(({ id }) => id),
      ['a'],
    )
    assert.deepEqual(
      notes.map(({ en }) => en),
      ['Left out because they are Point, not areas (1): #2', 'Left out because they have no geometry (1): #3'],
    )
  })

  it('leaves heights aside, and tells it', async () => {
    const high = { type: 'Polygon', coordinates: SQUARE.map((ring) => ring.map(([x, y]) => [x, y, 512])) }
    const { grids, notes } = await read('high.geojson', collection([feature('a', {}, high)]), { crs: 'wgs84' })
    assert.deepEqual(grids[0]!.geometry, AREA)
    assert.match(notes[0]!.en, /Heights were left aside/)
  })

  it('hears the crs member of old GeoJSON, projected zones too, and does not let it be contradicted', async () => {
    const named = (name: string) => ({ crs: { type: 'name', properties: { name } } })
    const old = (name: string, options?: ReadGridsOptions) =>
      read('old.geojson', collection([feature('a')], named(name)), options)
    assert.equal((await old('urn:ogc:def:crs:OGC:1.3:CRS84')).crs, 'wgs84')
    assert.equal((await old('urn:ogc:def:crs:EPSG::4490')).crs, 'cgcs2000')
    assert.equal((await old('EPSG:4326', { crs: 'wgs84' })).crs, 'wgs84')
    await assert.rejects(old('EPSG:4490', { crs: 'gcj02' }), /expected gcj02 as --crs says, but the file's crs declares cgcs2000/)
    await assert.rejects(old('EPSG:3857'), /expected in its crs member .*EPSG:4554.*got "EPSG:3857"/)
    const metres = {
      type: 'Polygon',
      coordinates: [
        [
          [407000, 3383000],
          [408000, 3383000],
          [408000, 3384000],
          [407000, 3383000],
        ],
      ],
    }
    const { grids, crs } = await read('zone.geojson', collection([feature('a', {}, metres)], named('EPSG:4544')))
    assert.equal(crs, 'cgcs2000')
    const [longitude, latitude] = grids[0]!.geometry!.coordinates[0]![0] as [number, number]
    assert.ok(Math.abs(longitude - 104.03) < 0.02 && Math.abs(latitude - 30.57) < 0.02, `${longitude}, ${latitude}`)
  })

  it('reads our own records, with the coordinates that they declare', async () => {
    const { grids, crs } = await read('grids.json', { schemaVersion: 1, records: [record('a'), record('b', { parentId: 'a' })] })
    assert.equal(crs, 'wgs84')
    assert.equal(grids[1]!.parentId, 'a')
    assert.equal((await read('list.json', [record('a')])).grids.length, 1)
  })

  it('leaves records of other coordinates to the check, where the file is said to be in one', async () => {
    const records = [record('a'), record('b', { crs: 'gcj02' })]
    const { grids, crs } = await read('two.json', { records }, { crs: 'wgs84' })
    assert.equal(crs, 'wgs84')
    assert.equal(grids[1]!.crs, 'gcj02')
  })

  it('reads every object of a TopoJSON file, or the one that is named', async () => {
    const ring = { type: 'Polygon', arcs: [[0]] }
    const topology = {
      type: 'Topology',
      arcs: SQUARE,
      objects: {
        micro: { type: 'GeometryCollection', geometries: [{ ...ring, id: 'm', properties: { parentId: 'e' } }] },
        estate: { type: 'GeometryCollection', geometries: [{ ...ring, id: 'e' }] },
      },
    }
    const all = await read('both.topojson', topology, { crs: 'planar' })
    assert.deepEqual(
      all.grids.map(({ id }) => id),
      ['m', 'e'],
    )
    assert.deepEqual(all.grids[0]!.geometry, AREA)
    assert.match(all.notes[0]!.en, /All 2 layers were read: micro, estate/)
    const one = await read('both.topojson', topology, { crs: 'planar', layer: 'estate' })
    assert.deepEqual(
      one.grids.map(({ id }) => id),
      ['e'],
    )
    await assert.rejects(read('both.topojson', topology, { crs: 'planar', layer: 'none' }), /both\.topojson: .*"none"/)
  })

  it('reads a Chinese table of the tree, in GB18030 too, with or without outlines', async () => {
    const rows = [
      '网格编号,层级,上级编号,网格名称,区划代码,户数,边界',
      'c1,社区,,和平社区,510107064002,1200,',
      'e1,一般网格(小区),c1,"锦瑞坊,一期",,80,"POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))"',
    ]
    const { grids, notes, crs } = await read('树.csv', encodeGb18030(rows.join('\r\n')), { crs: 'cgcs2000' })
    assert.equal(crs, 'cgcs2000')
    assert.deepEqual(grids[0]!.codes, [{ scheme: 'nbs12', value: '510107064002' }])
    assert.deepEqual([grids[0]!.level, grids[1]!.level], ['community', 'estate'])
    assert.equal(grids[1]!.name!.zh, '锦瑞坊,一期')
    assert.equal(grids[1]!.households, 80)
    assert.deepEqual(grids[1]!.geometry, AREA)
    assert.deepEqual(
      notes.map(({ en }) => en),
      ['树.csv is not UTF-8; it was read as GB18030', 'Lines without an outline (1): #2'],
    )
    const bare = await read('bare.csv', '\uFEFFid;parentId;nameZh\na;;甲\nb;a;乙\n')
    assert.equal(bare.crs, undefined)
    assert.deepEqual(
      bare.grids.map(({ id, parentId }) => [id, parentId]),
      [
        ['a', undefined],
        ['b', 'a'],
      ],
    )
  })

  it('reads codes as clerks type them, and refuses what a spreadsheet made a number of', async () => {
    const table = (code: string) => `网格编号,网格名称,区划代码\nc1,和平社区,${code}\n`
    const { grids } = await read('codes.csv', table('５１０１０７ 064 002'))
    assert.deepEqual(grids[0]!.codes, [{ scheme: 'nbs12', value: '510107064002' }])
    await assert.rejects(read('codes.csv', table('5.10107E+11')), /codes\.csv, line 2: .*nbs12.*spreadsheet-number/)
  })

  it('says file, place, what was expected and what came of everything it cannot read', async () => {
    const polygons = collection([feature('a')])
    const cases: [string, string | Uint8Array | object, ReadGridsOptions, RegExp][] = [
      ['empty.geojson', '', {}, /empty\.geojson: expected grids, got an empty file/],
      ['text.geojson', 'hello', { crs: 'wgs84' }, /text\.geojson: expected JSON, got something else/],
      ['bytes.json', Uint8Array.of(0xff, 0xff, 0x80), {}, /expected text in UTF-8 or GB18030/],
      ['zip.json', Uint8Array.of(0x50, 0x4b, 3, 4), {}, /got a ZIP archive; unpack it first/],
      ['type.json', { type: 'Polygon', coordinates: SQUARE }, {}, /expected a FeatureCollection.*got the type "Polygon"/],
      ['number.json', '7', {}, /expected a FeatureCollection.*got 7/],
      ['list.geojson', { type: 'FeatureCollection', features: 7 }, {}, /expected an array of features, got 7/],
      ['feature.geojson', collection([null]), { crs: 'wgs84' }, /feature 1: expected a feature .*got null/],
      [
        'crs.geojson',
        polygons,
        {},
        /crs\.geojson: expected --crs wgs84.*does not declare its coordinates, and they are never guessed/,
      ],
      [
        'id.geojson',
        collection([feature('a'), feature(undefined, { x: 1 })]),
        { crs: 'wgs84' },
        /feature 2: expected an id.*properties are x/,
      ],
      ['field.geojson', polygons, { crs: 'wgs84', idField: 'OBJ' }, /feature 1: expected an id in the property OBJ, got nothing/],
      [
        'long.geojson',
        collection([feature(12345678901234567000)]),
        { crs: 'wgs84' },
        /feature 1: expected an id that a number can hold/,
      ],
      ['record.json', { records: [record('a'), record('b', { level: 'street' })] }, {}, /record 2 \(b\): level/],
      [
        'two.json',
        { records: [record('a'), record('b', { crs: 'gcj02' })] },
        {},
        /its grids declare different ones \(wgs84, gcj02\)/,
      ],
      [
        'arcs.topojson',
        { type: 'Topology', objects: {}, arcs: 7 },
        { crs: 'wgs84' },
        /arcs\.topojson: Expected an array at arcs/,
      ],
      ['head.csv', 'name\nx\n', {}, /line 1: expected a column id \(编号\), got "name"/],
      ['level.csv', 'id,level\na,village\n', {}, /line 2: expected a level out of .*微网格.*got "village"/],
      ['cells.csv', 'id,level\na\n', {}, /cells\.csv: expected a table/],
      ['count.csv', 'id,households\na,-3\n', {}, /line 2, households: expected a whole number, got "-3"/],
      ['wkt.csv', 'id,geometry\na,POINT (0 0)\n', { crs: 'wgs84' }, /line 2: expected a POLYGON or MULTIPOLYGON .*POINT/],
      ['blank.csv', 'id,level\n,micro\n', {}, /line 2: expected an id, got an empty cell/],
      ['twice.csv', 'id,名称,nameZh\na,b,c\n', {}, /expected one column for nameZh, got 名称 and nameZh/],
      ['alone.dbf', 'x', {}, /expected the \.shp of the Shapefile, got its \.dbf/],
    ]
    for (const [name, content, options, expected] of cases) await assert.rejects(read(name, content, options), expected, name)
    await assert.rejects(readGrids(join(folder, 'nowhere.geojson')), /expected a file that can be read, got ENOENT/)
    await assert.rejects(readGrids(folder), /expected a file that can be read, got EISDIR/)
  })
})
