import assert from 'node:assert/strict'
import { readFile, rename, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { byEpsg } from '../../src/formats/projection.ts'
import { readGrids } from '../../src/formats/read-grids.ts'
import { encodeGb18030 } from './gb18030.ts'
import { PRJ } from './prj-texts.ts'
import { writeShapefile } from './shapefile-bytes.ts'
import type { Ring, Shape } from './shapefile-bytes.ts'

/** Clockwise, as a Shapefile winds its outer rings. */
const square = (x: number, y: number, side = 1000): Ring => [
  [x, y],
  [x, y + side],
  [x + side, y + side],
  [x + side, y],
  [x, y],
]
const shape = (id: string, rings: Ring[] | null, more: Record<string, string> = {}): Shape => ({
  rings,
  attributes: { ID: id, ...more },
})

/** Length of the meridian from the equator to 30° N on GRS 80, in metres (its series is in every surveyor's table). */
const ARC_TO_30 = 3320113.398

describe('reading a Shapefile', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wangge-shp-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  it('reads outlines wound as in GeoJSON, holes with them, and the coordinates from the .prj', async () => {
    const hole: Ring = [...square(0.2, 0.2, 0.5)].reverse()
    const shapes = [shape('a', [square(0, 0, 1), hole]), shape('b', [square(3, 0, 1), square(5, 0, 1)], {})]
    const { grids, crs, notes } = await readGrids(
      await writeShapefile(folder, 'plain', { shapes, prj: PRJ.cgcs2000, cpg: 'UTF-8' }),
    )
    assert.equal(crs, 'cgcs2000')
    assert.deepEqual(notes, [])
    assert.deepEqual(grids[0]!.geometry, { type: 'Polygon', coordinates: [[...square(0, 0, 1)].reverse(), [...hole].reverse()] })
    assert.equal(grids[1]!.geometry!.type, 'MultiPolygon')
    assert.equal(grids[1]!.geometry!.coordinates.length, 2)
  })

  it('reads Chinese attributes by the .cpg, by the mark of the table, or by what the bytes can be, which it tells', async () => {
    const shapes = [shape('a', [square(0, 0, 1)], { 名称: '和平社区', 上级: '桂溪' })]
    const gb = { shapes, prj: PRJ.wgs84, encode: encodeGb18030 }
    const utf8 = { shapes, prj: PRJ.wgs84 }
    const cases = [
      ['gbk', { ...gb, cpg: 'GBK' }, []],
      ['marked', { ...gb, languageDriver: 0x4d }, []],
      ['guessed', gb, ['guessed.dbf is not UTF-8; it was read as GB18030']],
      ['utf', utf8, ['utf.dbf has no .cpg that says its encoding; it was read as UTF-8']],
    ] as const
    for (const [name, files, told] of cases) {
      const { grids, notes } = await readGrids(await writeShapefile(folder, name, files))
      assert.equal(grids[0]!.name!.zh, '和平社区', name)
      assert.equal(grids[0]!.parentId, '桂溪')
      assert.deepEqual(
        notes.map(({ en }) => en),
        told,
      )
    }
  })

  it('brings metres of every kind of zone to degrees, the number of the zone in the easting or not', async () => {
    const cases = [
      [PRJ.threeDegree, 500000],
      [PRJ.threeDegreeZone, 35500000],
      [PRJ.sixDegree, 500000],
      [PRJ.sixDegreeZone, 18500000],
      [PRJ.ogc, 500000],
    ] as const
    for (const [prj, easting] of cases) {
      const shapes = [shape('a', [square(easting, ARC_TO_30)])]
      const { grids, crs, notes } = await readGrids(await writeShapefile(folder, 'zone', { shapes, prj }))
      assert.equal(crs, 'cgcs2000')
      const [longitude, latitude] = (grids[0]!.geometry!.coordinates[0] as [number, number][]).find(([, y]) => y < 30.00001)!
      assert.ok(Math.abs(longitude - 105) < 1e-9, `${longitude}`)
      assert.ok(Math.abs(latitude - 30) < 1e-8, `${latitude}`)
      assert.match(notes[0]!.en, /zone\.prj declares \(central meridian 105°/)
    }
  })

  it('knows all zones of EPSG 4491 to 4554', () => {
    const planes = Array.from({ length: 64 }, (_, index) => byEpsg(4491 + index)!.plane!)
    const told = planes.map(({ centralMeridian, falseEasting }) => [centralMeridian, falseEasting])
    // The first and the last of each of the four families, from the registry.
    assert.deepEqual(
      [told[0], told[10]],
      [
        [75, 13500000],
        [135, 23500000],
      ],
    )
    assert.deepEqual(
      [told[11], told[21]],
      [
        [75, 500000],
        [135, 500000],
      ],
    )
    assert.deepEqual(
      [told[22], told[42]],
      [
        [75, 25500000],
        [135, 45500000],
      ],
    )
    assert.deepEqual(
      [told[43], told[63]],
      [
        [75, 500000],
        [135, 500000],
      ],
    )
    assert.equal(byEpsg(4555), undefined)
  })

  it('leaves metres as they are where they are said to be planar', async () => {
    const shapes = [shape('a', [square(500000, 3300000)])]
    const path = await writeShapefile(folder, 'planar', { shapes, prj: PRJ.threeDegree })
    const { grids, crs } = await readGrids(path, { crs: 'planar' })
    assert.equal(crs, 'planar')
    assert.deepEqual(grids[0]!.geometry!.coordinates[0], [...square(500000, 3300000)].reverse())
  })

  it('wants to be told the coordinates where there is no .prj, GCJ-02 above all, and takes no guess', async () => {
    const path = await writeShapefile(folder, 'bare', { shapes: [shape('a', [square(104, 30, 0.1)])] })
    await assert.rejects(readGrids(path), /bare\.shp: expected --crs wgs84.*never guessed/)
    assert.equal((await readGrids(path, { crs: 'gcj02' })).crs, 'gcj02')
  })

  it('tells points, empty shapes and a missing table, and finds its parts whatever the case of their names', async () => {
    const shapes = [shape('a', [square(0, 0, 1)]), shape('b', null)]
    const path = await writeShapefile(folder, 'parts', { shapes, prj: PRJ.wgs84 })
    await rename(path.replace('.shp', '.dbf'), join(folder, 'PARTS.DBF'))
    const { grids, notes } = await readGrids(path)
    assert.deepEqual(
      grids.map(({ id }) => id),
      ['a'],
    )
    assert.match(notes[0]!.en, /no geometry \(1\): #2/)
    const points = await writeShapefile(folder, 'points', {
      shapes: [shape('p', [square(0, 0, 1)])],
      prj: PRJ.wgs84,
      points: true,
    })
    assert.match((await readGrids(points)).notes[0]!.en, /Point, not areas \(1\): #1/)
    await rm(join(folder, 'PARTS.DBF'))
    assert.match((await readGrids(path)).notes[0]!.en, /has no \.dbf beside it/)
  })

  it('says what it found where it cannot read it', async () => {
    const shapes = [shape('a', [square(0, 0, 1)]), shape('b', [square(1, 0, 1)])]
    const write = (name: string, more: object) => writeShapefile(folder, name, { shapes, ...more })
    const projections: [keyof typeof PRJ, RegExp][] = [
      ['beijing1954', /beijing1954\.prj: expected WGS 84 or CGCS2000.*got the datum D_Beijing_1954/],
      ['xian1980', /got the datum D_Xian_1980/],
      ['webMercator', /got the projection Mercator_Auxiliary_Sphere/],
    ]
    for (const [name, expected] of projections) await assert.rejects(readGrids(await write(name, { prj: PRJ[name] })), expected)
    await assert.rejects(
      readGrids(await write('nonsense', { prj: 'degrees, I think' })),
      /nonsense\.prj: expected a coordinate system/,
    )
    await assert.rejects(readGrids(await write('said', { prj: PRJ.wgs84 }), { crs: 'gcj02' }), /but said\.prj declares wgs84/)
    await assert.rejects(readGrids(await write('cpg', { prj: PRJ.wgs84, cpg: 'EBCDIC' })), /expected a \.cpg .*got "EBCDIC"/)
    const at = async (name: string, x: number, y: number) =>
      readGrids(await writeShapefile(folder, name, { shapes: [shape('a', [square(x, y)])], prj: PRJ.threeDegree }))
    await assert.rejects(at('degrees', 104, 30), /feature 1: expected eastings around 500000.*these are degrees/)
    await assert.rejects(at('turned', 3383000, 407000), /the northing comes first, swap them/)
    await assert.rejects(at('numbered', 35407000, 3383000), /the number of the zone in the easting is not the one/)
  })

  it('does not skip what is broken', async () => {
    const shapes = [shape('a', [square(0, 0, 1)]), shape('b', [square(1, 0, 1)]), shape('c', [square(2, 0, 1)])]
    const path = await writeShapefile(folder, 'whole', { shapes, prj: PRJ.wgs84 })
    const bytes = await readFile(path)
    await writeFile(path, bytes.subarray(0, bytes.length - 40))
    await assert.rejects(readGrids(path), /it was cut off/)
    const broken = Uint8Array.from(bytes)
    // The type of the second record.
    new DataView(broken.buffer).setInt32(100 + (broken.length - 100) / 3 + 8, 99, true)
    await writeFile(path, broken)
    await assert.rejects(readGrids(path), /expected 3 outlines, got 1: record 2 or one before it is broken/)
    const longer = await writeShapefile(folder, 'longer', { shapes: [...shapes, ...shapes], prj: PRJ.wgs84 })
    await writeFile(path, bytes)
    await writeFile(path.replace('.shp', '.dbf'), await readFile(longer.replace('.shp', '.dbf')))
    await assert.rejects(readGrids(path), /expected 6 outlines as its \.dbf has rows, got 3/)
    await writeShapefile(folder, 'whole', { shapes, prj: PRJ.wgs84 })
    await writeFile(path, 'hello')
    await assert.rejects(readGrids(path), /expected the outlines of a Shapefile, got 5 bytes/)
    await writeFile(path, bytes)
    const table = await readFile(path.replace('.shp', '.dbf'))
    table[table.readUInt16LE(8) + table.readUInt16LE(10)] = 0x2a
    await writeFile(path.replace('.shp', '.dbf'), table)
    await assert.rejects(readGrids(path), /feature 2: .*marked as deleted/)
  })
})
