import assert from 'node:assert/strict'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, afterEach, before, describe, it } from 'node:test'
import { checkCoverage } from '@wangge/core/grid'
import { openCommandLine } from './command-line.ts'
import type { CommandLine } from './command-line.ts'

type Ring = [number, number][]
const polygon = (ring: Ring) => ({ type: 'Polygon' as const, coordinates: [[...ring, ring[0]!]] })
const box = (west: number, east: number) =>
  polygon([
    [west, 30.57],
    [east, 30.57],
    [east, 30.571],
    [west, 30.571],
  ])
const record = (id: string, level: string, zh: string, geometry: object, parentId?: string) => ({
  id,
  level,
  ...(parentId === undefined ? {} : { parentId }),
  name: { zh, en: `Grid ${id}` },
  codes: [],
  crs: 'wgs84',
  geometry,
})

/** About 96 by 111 metres, cut in two; `blank` degrees of it left between the halves. */
const estate = (blank: number) => {
  const middle: Ring =
    blank === 0
      ? [[104.0605, 30.57]]
      : [
          [104.0605, 30.57],
          [104.0605 + blank, 30.57],
        ]
  const top = middle.map(([x]): [number, number] => [x, 30.571]).reverse()
  const outline = polygon([[104.06, 30.57], ...middle, [104.061, 30.57], [104.061, 30.571], ...top, [104.06, 30.571]])
  return [
    record('e', 'estate', '锦瑞坊', outline),
    record('m1', 'micro', '一号楼', box(104.06, 104.0605), 'e'),
    record('m2', 'micro', '二号楼', box(104.0605 + blank, 104.061), 'e'),
  ]
}

describe('the command line for borders', () => {
  let line: CommandLine
  const run: CommandLine['run'] = (...args) =>
    line.runWith({ env: { LC_ALL: '', LC_MESSAGES: '', LANG: 'en_GB.UTF-8' } }, ...args)
  const path = (name: string) => join(line.folder, name)
  const json = async (name: string) => JSON.parse(await readFile(path(name), 'utf8'))

  before(async () => {
    line = await openCommandLine()
    const feature = { type: 'Feature', id: 'a', properties: {}, geometry: box(104.06, 104.061) }
    await writeFile(path('clean.json'), JSON.stringify({ records: estate(0) }))
    await writeFile(path('blank.json'), JSON.stringify({ records: estate(0.00001) }))
    await writeFile(path('bare.geojson'), JSON.stringify({ type: 'FeatureCollection', features: [feature] }))
    await writeFile(path('names.csv'), 'name\nx\n')
    await writeFile(path('points.csv'), '编号,经度,纬度\np1,104.0602,30.5705\np2,104.0607,30.5705\np3,104.07,30.5705\n')
  })
  afterEach(() => line.killAll())
  after(() => line.remove())

  it('ends with 2 and says what was expected and what came', async () => {
    const cases: [string[], RegExp][] = [
      [['grid'], /expected check, clean, locate, convert, dissolve or simplify, got nothing/],
      [['grid', 'check'], /grid check: expected FILE, got nothing/],
      [['grid', 'check', 'nowhere.json'], /expected a file that can be read, got ENOENT/],
      [['grid', 'check', 'bare.geojson'], /expected --crs wgs84.*never guessed/],
      [['grid', 'check', 'bare.geojson', '--crs', 'utm'], /--crs: expected wgs84, .*got utm/],
      [['grid', 'check', 'clean.json', '--tolerance', '-1'], /--tolerance: expected a number from 0 on, got/],
      [['grid', 'check', 'clean.json', '--lang', 'fr'], /--lang: expected zh or en, got fr/],
      [['grid', 'check', 'clean.json', '--html', 'no/such/folder.html'], /Expected a file that can be written, got ENOENT/],
      [['grid', 'locate', 'clean.json', '104.06', 'north'], /Y: expected a number, got north/],
      [['grid', 'locate', 'clean.json', '104.06'], /expected FILE X Y, got clean\.json 104\.06/],
      [['grid', 'locate', 'clean.json', '--points', 'names.csv'], /names\.csv, line 1: expected columns x and y.*got "name"/],
      [['grid', 'convert', 'clean.json', 'out.txt'], /--format: expected geojson, topojson, csv, json/],
      [['grid', 'convert', 'clean.json', 'out.json', '--to-crs', 'planar'], /planar/],
      [['grid', 'convert', 'bare.geojson', 'out.json', '--crs', 'wgs84'], /Expected a whole record of grid a/],
      [['grid', 'clean', 'clean.json', '--to', 'clean.json'], /expected another file than the one that is read/],
      [['grid', 'clean', 'clean.json'], /--to: expected a file to write to \(or --dry-run\), got nothing/],
    ]
    await inTwos(cases, async ([args, expected]) => {
      const { code, out, err } = await run(...args)
      assert.equal(code, 2, `${args.join(' ')}: ${err}`)
      assert.match(err, expected)
      assert.equal(out, '')
    })
  })

  it('checks: 0 and figures where all is clean, 1 and the places where not', async () => {
    const clean = await run('grid', 'check', 'clean.json')
    assert.equal(clean.code, 0, clean.err)
    assert.match(clean.out, /clean\.json · 3 grids · estate 1, micro 2 · 10,600 m² · wgs84\n\n✓ Clean/)
    const blank = await run('grid', 'check', 'blank.json', '--html', 'blank.html')
    assert.equal(blank.code, 1, blank.err)
    assert.match(blank.out, /Blank +gap +1 +106 m²/)
    assert.match(
      blank.out,
      /1\. Blank Grid m1 \(m1\), Grid m2 \(m2\), in Grid e \(e\)\n +106 m², 95\.\d cm wide.*@ 104\.0605\d+,30\.570/,
    )
    assert.match(blank.err, /The page is in blank\.html/)
    assert.match(await readFile(path('blank.html'), 'utf8'), /^<!doctype html>/)
  })

  it('speaks Chinese where the system does, or where it is told to', async () => {
    const said = await run('grid', 'check', 'blank.json', '--lang', 'zh')
    assert.match(said.out, /空白区域 一号楼（m1）、二号楼（m2），属 锦瑞坊（e）/)
    const system = await line.runWith({ env: { LC_ALL: 'zh_CN.UTF-8' } }, 'grid', 'check', 'clean.json')
    assert.match(system.out, /3 个网格.*\n\n✓ 界线明确/)
  })

  it('gives the report as checkCoverage gives it', async () => {
    const { code, out } = await run('grid', 'check', 'blank.json', '--json', '--max-gap-width', '2')
    const grids = estate(0.00001) as unknown as Parameters<typeof checkCoverage>[0]
    assert.equal(code, 1)
    assert.deepEqual(JSON.parse(out), JSON.parse(JSON.stringify(checkCoverage(grids, { crs: 'wgs84', maxGapWidth: 2 }))))
  })

  it('finds the grid of a point with the path above it, of many points at once, and the nearest outside', async () => {
    const one = await run('grid', 'locate', 'clean.json', '104.0602', '30.5705')
    assert.equal(one.code, 0, one.err)
    assert.equal(one.out, 'm1\nGrid e (e) > Grid m1 (m1)\n')
    const outside = await run('grid', 'locate', 'clean.json', '-104.07', '30.5705', '--json')
    assert.equal(outside.code, 1)
    assert.equal(JSON.parse(outside.out).id, null)
    const many = await run('grid', 'locate', 'clean.json', '--points', 'points.csv')
    assert.equal(many.code, 1)
    assert.match(
      many.out,
      /^编号,经度,纬度,gridId,path,nearest,distance\np1,.*,m1,e\/m1,,\np2,.*,m2,e\/m2,,\np3,.*,,,m2,86\d\.\d\d\n$/,
    )
    assert.match(many.err, /1 of 3 points are in no grid/)
    const piped = await line.runWith({ input: 'x,y\n104.0602,30.5705\n' }, 'grid', 'locate', 'clean.json', '--points', '-')
    assert.equal(piped.code, 0, piped.err)
    assert.match(piped.out, /,m1,e\/m1/)
  })

  it('finds a point of other coordinates', async () => {
    const moved = await run('grid', 'convert', 'clean.json', 'gcj02.geojson', '--to-crs', 'gcj02')
    assert.equal(moved.code, 0, moved.err)
    const found = await run('grid', 'locate', 'gcj02.geojson', '104.0602', '30.5705', '--crs-of-point', 'wgs84')
    assert.match(found.out, /^m1\n/)
    const wrong = await run('grid', 'locate', 'gcj02.geojson', '104.0602', '30.5705')
    assert.equal(wrong.code, 1)
  })

  it('mends borders into another file, and only tells of it in a dry run', async () => {
    const args = ['grid', 'clean', 'blank.json', '--max-gap-width', '2']
    const dry = await run(...args, '--dry-run')
    assert.equal(dry.code, 0, dry.err)
    assert.match(dry.out, /places mended, \d grids redrawn\nBlank +106 m²/)
    const done = await run(...args, '--to', 'mended.json')
    assert.equal(done.code, 0, done.err)
    assert.equal((await run('grid', 'check', 'mended.json')).code, 0)
    const left = await run('grid', 'clean', 'blank.json', '--dry-run', '--json')
    assert.equal(left.code, 1)
    assert.equal(JSON.parse(left.out).remaining[0].code, 'gap')
    await assert.rejects(stat(path('null')), { code: 'ENOENT' })
  })

  it('makes the outlines of parents from their children, and simple ones for drawing', async () => {
    const [, ...children] = estate(0)
    await writeFile(path('children.json'), JSON.stringify({ records: [{ ...estate(0)[0], geometry: undefined }, ...children] }))
    const made = await run('grid', 'dissolve', 'children.json', '--to', 'whole.json')
    assert.equal(made.code, 0, made.err)
    assert.equal((await json('whole.json')).records.length, 3)
    assert.equal((await run('grid', 'check', 'whole.json')).code, 0)
    const simple = await run('grid', 'simplify', 'whole.json', '--to', 'simple.topojson', '--tolerance', '1')
    assert.equal(simple.code, 0, simple.err)
    assert.equal((await run('grid', 'check', 'simple.topojson')).code, 0)
  })
})

/** Two processes at a time: there are many, and each takes a second. */
async function inTwos<T>(cases: readonly T[], each: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...cases]
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await each(next)
  }
  await Promise.all([work(), work()])
}
