import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, afterEach, before, describe, it } from 'node:test'
import { gridImportReportSchema } from '../src/admin/import-grids-schema.ts'
import { openCommandLine } from './command-line.ts'
import type { CommandLine, Ended } from './command-line.ts'
import { strip } from './strip.ts'

const APRIL = '2999-04-01T00:00:00+08:00'
const MAY = '2999-05-01T00:00:00+08:00'

/** A grid of the file: a strip of the street. */
const feature = (id: string, west: number, east: number, properties: object) => ({
  type: 'Feature',
  id,
  properties: { name: { zh: `${id}栋`, en: `Building ${id}` }, ...properties },
  geometry: strip(west, east).geometry,
})
const part = (id: string, west: number, east: number) => feature(id, west, east, {})
const STREET = [
  feature('street', 104.06, 104.08, { level: 'subdistrict' }),
  feature('west', 104.06, 104.08, { level: 'community', parentId: 'street' }),
  feature('yard', 104.06, 104.08, { level: 'estate', parentId: 'west' }),
  feature('m1', 104.06, 104.08, { level: 'micro', parentId: 'yard' }),
]

describe('redrawing some grids on the command line', () => {
  let line: CommandLine
  let data: string
  before(async () => {
    line = await openCommandLine()
    data = join(line.folder, 'data')
    const first = await line.run('import', 'grids', await fileOf(STREET), '--crs', 'wgs84', '--data', data)
    assert.equal(first.code, 0, first.err + first.out)
  })
  afterEach(() => line.killAll())
  after(() => line.remove())

  let files = 0
  const fileOf = async (features: object[]) => {
    const path = join(line.folder, `parts-${files++}.geojson`)
    await writeFile(path, JSON.stringify({ type: 'FeatureCollection', features }))
    return path
  }
  const redraw = (...args: string[]): Promise<Ended> => line.run('redraw', ...args, '--data', data)
  const report = ({ out, err }: Ended) => {
    assert.notEqual(out, '', err)
    return gridImportReportSchema.parse(JSON.parse(out))
  }
  const bordersAt = async (at: string) => {
    const out = join(line.folder, `grids-${files++}.geojson`)
    assert.equal((await line.run('export', 'grids', '--at', at, '--to', out, '--data', data)).code, 0)
    return line.run('grid', 'check', out, '--json')
  }

  it('splits a grid into the features of a file: first told, then done from a day on, borders clear before and after', async () => {
    const halves = await fileOf([part('m2', 104.06, 104.07), part('m3', 104.07, 104.08)])
    const args = ['split', 'm1', halves, '--crs', 'wgs84', '--effective', APRIL]
    const planned = report(await redraw(...args, '--dry-run', '--json'))
    assert.deepEqual([planned.outcome, planned.begun, planned.ended], ['planned', ['m2', 'm3'], ['m1']])
    assert.equal(report(await redraw(...args, '--dry-run', '--json')).outcome, 'planned', 'nothing was written')
    const done = await redraw(...args, '--lang', 'zh')
    assert.equal(done.code, 0, done.err)
    assert.match(done.out, /✓ 已调整网格[^\n]*新增 2，撤销 1[\s\S]*m1 → m2, m3/)
    for (const at of [new Date().toISOString(), APRIL]) assert.deepEqual((await bordersAt(at)).code, 0, at)
  })

  it('merges grids into the outline that theirs make', async () => {
    const merged = await redraw(
      'merge',
      'm2',
      'm3',
      '--name-zh',
      '4栋',
      '--name-en',
      'Building 4',
      '--id',
      'm4',
      '--effective',
      MAY,
    )
    assert.equal(merged.code, 0, merged.err + merged.out)
    assert.equal((await bordersAt(MAY)).code, 0)
    const csv = await line.run('export', 'grids', '--at', MAY, '--format', 'csv', '--data', data)
    assert.match(csv.out, /m4,micro,yard,4栋,Building 4,4 dong/)
  })

  it('ends with 1 and says in words why it refuses, with the places', async () => {
    const narrow = await fileOf([part('m4', 104.06, 104.079)])
    const later = '2999-06-01T00:00:00+08:00'
    const refused = await redraw('move', narrow, '--crs', 'wgs84', '--effective', later, '--lang', 'en')
    assert.equal(refused.code, 1, refused.err)
    assert.match(refused.out, /Refused, nothing was written\n {2}The new outlines do not cover exactly .* \(not-tiling\)/)
    assert.match(refused.out, /gap[\s\S]*within m4 /)
    const unknown = await redraw('merge', 'm4', 'm9', '--name-zh', '甲', '--name-en', 'A', '--effective', later, '--lang', 'zh')
    assert.deepEqual([unknown.code, /没有这个网格。 gridId m9 \(unknown-grid\)/.test(unknown.out)], [1, true], unknown.out)
  })

  it('ends with 2 for what is not expected', async () => {
    const nameless = await fileOf([{ ...part('m5', 104.06, 104.07), properties: {} }])
    const cases: [string[], RegExp][] = [
      [['split', 'm4', nameless, '--crs', 'wgs84'], /expected a name in both languages of each part, got none of m5/],
      [['split', 'm4'], /redraw split: expected GRID FILE, got m4/],
      [['merge', 'm4', '--name-zh', '甲', '--name-en', 'A'], /expected two grids or more, got m4/],
      [['merge', 'm4', 'm5', '--name-en', 'A'], /--name-zh: expected/],
      [['move', nameless, '--crs', 'wgs84', '--effective', 'soon'], /--effective: expected an instant/],
      [['cut', 'm4'], /redraw: expected split, merge or move, got cut/],
    ]
    for (const [args, expected] of cases) {
      const { code, err } = await redraw(...args)
      assert.equal(code, 2, err)
      assert.match(err, expected)
    }
  })
})
