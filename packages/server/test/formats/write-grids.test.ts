import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { FileGrid } from '../../src/formats/grid-file.ts'
import { readGrids } from '../../src/formats/read-grids.ts'
import { formatOf, FORMATS, writeGrids } from '../../src/formats/write-grids.ts'
import type { Format } from '../../src/formats/write-grids.ts'

const square = (x: number) => ({
  type: 'Polygon' as const,
  coordinates: [
    [
      [x, 30],
      [x + 0.1, 30],
      [x + 0.1, 30.1],
      [x, 30.1],
      [x, 30],
    ] as [number, number][],
  ],
})
const GRIDS: FileGrid[] = [
  {
    id: 'e',
    level: 'estate',
    name: { zh: '锦瑞坊', en: 'Jinrui' },
    codes: [{ scheme: 'unit15', value: '510107064001007' }],
    geometry: square(104),
  },
  {
    id: 'm',
    level: 'micro',
    parentId: 'e',
    name: { zh: '一号楼', en: 'Building 1' },
    codes: [],
    households: 12,
    geometry: square(104),
  },
]

describe('writing grids to a file', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wangge-formats-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  const again = async (format: Format, grids: readonly FileGrid[], lang: 'zh' | 'en' = 'en') => {
    const { text, notes } = writeGrids(grids, { format, crs: 'gcj02', lang })
    await writeFile(join(folder, `again.${format}`), text)
    return { text, told: notes, ...(await readGrids(join(folder, `again.${format}`))) }
  }
  const essence = ({ id, level, parentId, name, codes, households, geometry }: FileGrid) => ({
    id,
    level,
    parentId,
    name,
    codes,
    households,
    geometry,
  })

  it('gives back what was written, in every format, the coordinates declared', async () => {
    for (const format of FORMATS) {
      for (const lang of ['zh', 'en'] as const) {
        const { grids, crs } = await again(format, GRIDS, lang)
        assert.deepEqual(grids.map(essence), GRIDS.map(essence), format)
        const own = grids.map((grid) => grid.crs).find((one) => one !== undefined)
        assert.equal(crs ?? own, 'gcj02', format)
      }
    }
  })

  it('shares arcs in TopoJSON: a border is written once', async () => {
    const { text } = await again('topojson', GRIDS)
    assert.equal(JSON.parse(text).arcs.length, 1)
  })

  it('writes no cell that a spreadsheet would take for a formula, and reads it back as it was', async () => {
    const risky: FileGrid = { id: 'a', name: { zh: '=HYPERLINK("x")', en: '+1' }, properties: { note: '@SUM(A1)' } }
    const { text, grids } = await again('csv', [risky])
    for (const cell of text.split(/[,\r\n]/)) assert.doesNotMatch(cell.replace(/^"/, ''), /^[=+@-]/)
    assert.equal(grids[0]!.name!.zh, '=HYPERLINK("x")')
    assert.equal(grids[0]!.properties!.note, '@SUM(A1)')
  })

  it('keeps other properties in GeoJSON and a table, and tells where a format has no place for them', async () => {
    const [first, second] = GRIDS as [FileGrid, FileGrid]
    const noted = [{ ...first, properties: { note: 'x' } }, second]
    assert.equal((await again('geojson', noted)).grids[0]!.properties!.note, 'x')
    assert.equal((await again('csv', noted)).grids[0]!.properties!.note, 'x')
    assert.match((await again('json', noted)).told[0]!.en, /Other properties were not written \(grids: 1\)/)
  })

  it('tells grids without an outline that GeoJSON cannot hold', async () => {
    const { told, grids } = await again('geojson', [...GRIDS, { id: 'x' }])
    assert.match(told[0]!.en, /no outline: 1/)
    assert.equal(grids.length, 2)
  })

  it('writes whole records only', () => {
    assert.throws(() => writeGrids([{ id: 'a' }], { format: 'json', crs: 'wgs84' }), /Expected a whole record of grid a .*level/)
  })

  it('knows a format by the ending', () => {
    assert.deepEqual(['a.geojson', 'A.TOPOJSON', 'a.csv', 'a.json', 'a.txt', 'geojson'].map(formatOf), [
      ...FORMATS,
      undefined,
      undefined,
    ])
  })
})
