import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, afterEach, before, describe, it } from 'node:test'
import { gridHealthSchema } from '@wangge/core/grid/schema'
import { gridImportReportSchema } from '../src/admin/import-grids-schema.ts'
import { openCommandLine } from './command-line.ts'
import type { CommandLine, Ended } from './command-line.ts'

const TODAY = '2026-03-02T00:00:00Z'

/** From one of the longitudes to another, with a vertex at each in between: where a neighbour has one, so has its parent. */
const box = (west: number, east: number, between: number[]) => {
  const xs = [west, ...between.filter((x) => west < x && x < east), east]
  const ring = [...xs.map((x) => [x, 30.57]), ...[...xs].reverse().map((x) => [x, 30.571])]
  return { type: 'Polygon', coordinates: [[...ring, ring[0]]] }
}
type Level = 'subdistrict' | 'community' | 'estate' | 'micro'
const feature = (id: string, level: Level, parentId: string | null, sides: [number, number], zh = '银桂苑') => ({
  id,
  properties: { level, parentId, name: { zh, en: `Grid ${id}` } },
  sides,
})
type Drawn = ReturnType<typeof feature>
const ABOVE = [
  feature('street', 'subdistrict', null, [104.06, 104.08], '桂溪街道'),
  feature('west', 'community', 'street', [104.06, 104.08]),
  feature('yard', 'estate', 'west', [104.06, 104.08]),
]
const ONE = feature('m1', 'micro', 'yard', [104.06, 104.07], '长虹路1栋')
const OTHER = feature('m2', 'micro', 'yard', [104.07, 104.08])
const HALVES = [feature('m2a', 'micro', 'yard', [104.07, 104.075]), feature('m2b', 'micro', 'yard', [104.075, 104.08])]

describe('importing and exporting grids on the command line', () => {
  let line: CommandLine
  let data: string
  before(async () => {
    line = await openCommandLine()
    data = join(line.folder, 'data')
  })
  afterEach(() => line.killAll())
  after(() => line.remove())

  let files = 0
  const fileOf = async (grids: Drawn[]) => {
    const path = join(line.folder, `grids-${files++}.geojson`)
    const ends = grids.flatMap(({ sides }) => sides).sort()
    const features = grids.map(({ sides, ...rest }) => {
      const between = [...new Set(ends)]
      return { type: 'Feature', ...rest, geometry: box(...sides, between) }
    })
    await writeFile(path, JSON.stringify({ type: 'FeatureCollection', features }))
    return path
  }
  const importing = async (features: Drawn[], ...options: string[]): Promise<Ended> =>
    line.run('import', 'grids', await fileOf(features), '--crs', 'wgs84', '--lang', 'en', '--data', data, ...options)
  const report = ({ out }: Ended) => gridImportReportSchema.parse(JSON.parse(out))

  it('refuses a broken partition with the findings, and a first import that begins later; nothing is written', async () => {
    const blank = await importing([...ABOVE, ONE])
    assert.deepEqual([blank.code, blank.err], [1, ''])
    assert.match(blank.out, /Refused, nothing was written[\s\S]*gap/)
    const later = await importing([...ABOVE, ONE, OTHER], '--effective', '2999-01-01T00:00:00+08:00', '--json')
    assert.deepEqual([later.code, report(later).refusal?.reason], [1, 'begins-later'])
  })

  it('ends with 2 for what is no file of grids, and for an option that is not expected', async () => {
    const cases: [Promise<Ended>, RegExp][] = [
      [line.run('import', 'grids', 'nowhere.geojson', '--data', data), /nowhere\.geojson/],
      [line.run('import', 'things', 'x.csv', '--data', data), /expected grids, people, .+ or categories, got things/],
      [importing([...ABOVE, ONE, OTHER], '--effective', 'soon'), /--effective: expected an instant/],
      [importing([{ ...ONE, id: 'a b' }]), /a b/],
    ]
    for (const [end, expected] of cases) {
      const { code, err } = await end
      assert.equal(code, 2, err)
      assert.match(err, expected)
    }
  })

  it('tells of codes that do not fit the division above; they stand in nobody’s way', async () => {
    const coded = (grid: Drawn, scheme: string, value: string) => ({
      ...grid,
      properties: { ...grid.properties, codes: [{ scheme, value }] },
    })
    const [street, ...others] = ABOVE
    const grids = [coded(street!, 'nbs12', '510107064000'), ...others, coded(ONE, 'unit15', '510107065001003'), OTHER]
    const told = await importing(grids, '--dry-run')
    assert.equal(told.code, 0, told.err)
    assert.match(
      told.out,
      /Codes to look at: 1\n {2}Code 510107 065 001 003 \(unit15\) of grid m1 is not within the division 510107064/,
    )
    const { outcome, warnings } = report(await importing(grids, '--dry-run', '--json'))
    assert.deepEqual(
      [outcome, warnings.map(({ code, grids: [id], parent }) => [code, id, parent])],
      ['planned', [['code-elsewhere', 'm1', 'street']]],
    )
  })

  it('creates the grids of an empty district, and writes them again as they are', async () => {
    const first = await importing([...ABOVE, ONE, OTHER])
    assert.deepEqual([first.code, first.out.trim()], [0, '✓ Imported 5 grids'], first.err)
    const out = join(line.folder, 'out.geojson')
    assert.equal((await line.run('export', 'grids', '--to', out, '--data', data)).code, 0)
    const again = await line.run('import', 'grids', out, '--json', '--data', data)
    assert.equal(report(again).outcome, 'unchanged', again.out)
    const csv = await line.run('export', 'grids', '--format', 'csv', '--at', TODAY, '--data', data)
    assert.match(csv.out, /chang hong lu 1 dong/, csv.err)
  })

  it('tells how complete the district is against what is declared, and ends with 1 where something is missing', async () => {
    const none = await line.run('district', 'targets', '--lang', 'en', '--data', data)
    assert.deepEqual([none.code, none.out.trim()], [0, 'Nothing is declared yet'], none.err)
    const declared = await line.run('district', 'targets', '--micro', '3', '--estate', '1', '--lang', 'zh', '--data', data)
    assert.equal(declared.out.trim(), '一般网格 1、微网格 3', declared.err)
    const told = await line.run('district', 'health', '--lang', 'zh', '--data', data)
    assert.equal(told.code, 1, told.err)
    assert.match(told.out, /✓ 横向到边 {2}✗ 纵向到底\n覆盖 100%.*层级 1\/1、2\/3/)
    assert.match(told.out, /层级：1 处\n {2}微网格（楼栋）应有 3 个，实有 2 个，缺 1 个。/)
    const same = await line.run('district', 'health', '--json', '--data', data)
    const health = gridHealthSchema.parse(JSON.parse(same.out))
    assert.deepEqual(health.levels.gaps, [{ ...health.levels.gaps[0], code: 'too-few' }])
    const cleared = await line.run('district', 'targets', '--micro', 'none', '--estate', 'none', '--json', '--data', data)
    assert.deepEqual(JSON.parse(cleared.out), { targets: {} })
    const wrong = await line.run('district', 'targets', '--micro', 'many', '--data', data)
    assert.deepEqual([wrong.code, wrong.out], [2, ''])
    assert.match(wrong.err, /--micro: expected a whole number or none, got many/)
    const before = await line.run('district', 'health', '--at', '2001-01-01', '--data', data)
    assert.equal(before.code, 2, before.out)
  })

  it('redraws while a server holds the data: the server does it, and its answers are of the new tree', async () => {
    const server = await line.serve(data)
    const planned = report(await importing([...ABOVE, ONE, ...HALVES], '--dry-run', '--json'))
    assert.deepEqual([planned.outcome, planned.preview?.vacancies.length], ['planned', 4])
    const redrawn = await importing([...ABOVE, ONE, ...HALVES])
    assert.equal(redrawn.code, 0, redrawn.err)
    assert.match(redrawn.out, /2 begin, 1 end[\s\S]*m2 → m2a, m2b/)
    const token = JSON.parse(
      (await line.run('token', 'create', '--role', 'street', '--grid', 'street', '--json', '--data', data)).out,
    )
    const headers = { authorization: `Bearer ${token.token}` }
    const { grids } = (await (await fetch(`${server.url}/v1/grids`, { headers })).json()) as { grids: { id: string }[] }
    assert.deepEqual(
      grids.map(({ id }) => id),
      ['street', 'west', 'yard', 'm1', 'm2a', 'm2b'],
    )
    const before = await fetch(`${server.url}/v1/grids?at=${TODAY}`, { headers })
    assert.equal(((await before.json()) as { grids: unknown[] }).grids.length, 5)
    assert.equal((await server.stop()).code, 0)
  })
})
