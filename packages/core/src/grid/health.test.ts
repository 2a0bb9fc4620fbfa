import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { appointment, grid, SMALL_DISTRICT, treeOf } from '../../test/small-district.ts'
import { checkCoverage } from './coverage/check-coverage.ts'
import type { CoverageGrid } from './coverage-schema.ts'
import { gridHealth } from './health.ts'
import type { GridHealthInput } from './health.ts'
import { percent } from './health-words.ts'
import type { Appointment, GridRecord } from './schema.ts'
import { staffing } from './staffing.ts'

const read = <T>(file: string) =>
  (JSON.parse(readFileSync(new URL(`../../../../seeds/data/${file}.json`, import.meta.url), 'utf8')) as { records: T[] }).records

const RECORDS = read<GridRecord>('grids')
const APPOINTMENTS = read<Appointment>('appointments')
const GROUPS = read<{ kind: string; gridId: string }>('groups')
const TARGETS = { community: 13, estate: 192, micro: 1030 }
const AT = Date.parse('2026-06-01T09:00:00+08:00')

const drawnOf = (records: readonly GridRecord[]) =>
  records.flatMap(({ id, parentId, geometry }): CoverageGrid[] =>
    geometry ? [{ id, geometry, ...(parentId !== undefined && { parentId }) }] : [],
  )

function healthOf(records: readonly GridRecord[], changes: Partial<GridHealthInput> = {}) {
  const tree = treeOf(records)
  return gridHealth(tree, {
    asOf: AT,
    coverage: checkCoverage(drawnOf(records), { crs: 'wgs84' }),
    staffing: staffing(tree, APPOINTMENTS, AT),
    targets: TARGETS,
    groups: GROUPS,
    ...changes,
  })
}

test('tells of the sample district, as of an instant, what is there of what should be', () => {
  const health = healthOf(RECORDS)
  assert.equal(health.asOf, '2026-06-01T01:00:00.000Z')
  assert.deepEqual(
    health.levels.levels.map(({ rate }) => rate),
    [
      { num: 13, den: 13 },
      { num: 192, den: 192 },
      { num: 1030, den: 1030 },
    ],
  )
  assert.deepEqual([health.toTheEdge, health.area.gaps, health.levels.gaps], [true, [], []])
  assert.equal(health.area.coverage.num, health.area.coverage.den)
  const { rates } = staffing(treeOf(RECORDS), APPOINTMENTS, AT)
  assert.deepEqual(health.staff.rates, rates('g-s-1'))
  const noHead = health.staff.gaps.filter(({ code }) => code === 'no-head')
  assert.equal(health.staff.rates.heads.num + noHead.length, 1030, 'every vacancy by name')
  assert.match(health.summary.zh, /^覆盖 100%（\d+\/\d+ 平方米）；重叠 0%（0\/\d+ 平方米）；层级 13\/13、192\/192、1030\/1030；/)
  assert.match(health.summary.en, /^covered 100% .*; levels 13\/13, 192\/192, 1030\/1030; 1\+1\+N complete \d+\/1030; /)
})

test('names a micro-grid that is gone: its ground, its level and its appointments', () => {
  const lost = RECORDS.find(({ level }) => level === 'micro')!
  const health = healthOf(RECORDS.filter(({ id }) => id !== lost.id))
  const { [lost.id]: ground } = checkCoverage(drawnOf(RECORDS), { crs: 'wgs84' }).areas
  const blank = health.area.gaps.find(({ code }) => code === 'gap')!
  assert.equal(health.toTheEdge, false)
  assert.equal(health.toTheBottom, false)
  assert.ok(Math.abs(blank.area! - ground!) < 0.001 * ground!, `${blank.area} of ${ground} m²`)
  assert.ok(Math.abs(health.area.coverage.den - health.area.coverage.num - ground!) < 0.001 * ground!)
  assert.ok(blank.grids.includes(lost.parentId!))
  const estate = RECORDS.find(({ id }) => id === lost.parentId)!
  assert.ok(blank.message.zh.includes(estate.name.zh) && blank.message.en.includes(estate.name.en))
  assert.deepEqual(
    health.levels.gaps.map(({ code, message }) => [code, message.zh]),
    [['too-few', '微网格（楼栋）应有 1030 个，实有 1029 个，缺 1 个。']],
  )
  assert.ok(health.staff.gaps.some(({ code, grids }) => code === 'stray-appointment' && grids[0] === lost.id))
})

/** A strip ten metres high, with a vertex wherever neighbours can have one. */
function square(west: number, east: number) {
  const inner = [5, 10, 20, 30].filter((x) => x > west && x < east)
  const south = [west, ...inner, east].map((x): [number, number] => [x, 0])
  const north = [...south].reverse().map(([x]): [number, number] => [x, 10])
  return { type: 'Polygon' as const, coordinates: [[...south, ...north, south[0]!]] }
}
const drawings: Record<string, GridRecord['geometry']> = {
  s: square(0, 40),
  c1: square(0, 20),
  c2: square(20, 40),
  e1: square(0, 10),
  e2: square(10, 20),
  e3: square(20, 30),
  d1: square(30, 40),
  m1: square(0, 5),
  m2: square(5, 10),
  m3: square(10, 20),
  m4: square(20, 30),
}
const SMALL = SMALL_DISTRICT.map((record) => ({ ...record, geometry: drawings[record.id]! }))
const planar = (records: readonly GridRecord[], changes: Partial<GridHealthInput> = {}) =>
  healthOf(records, {
    coverage: checkCoverage(drawnOf(records), { crs: 'planar' }),
    staffing: staffing(treeOf(records), [], AT),
    targets: {},
    ...changes,
  })
const told = (gaps: readonly { code: string; grids: readonly string[] }[]) =>
  gaps.map(({ code, grids }) => [code, ...grids].join(' '))

test('a whole small district is covered, dedicated grids included', () => {
  const { area, toTheEdge } = planar(SMALL)
  assert.deepEqual([toTheEdge, area.coverage, area.overlap], [true, { num: 400, den: 400 }, { num: 0, den: 400 }])
})

test('counts blanks and overlaps in m² and names them with the path', () => {
  const moved = SMALL.map((record) => (record.id === 'm2' ? { ...record, geometry: square(4, 9) } : record))
  const { area } = planar(moved)
  const ground = area.gaps.filter(({ area }) => area !== undefined)
  assert.deepEqual(told(ground).sort(), ['gap m2 e1', 'overlap m1 m2 e1'])
  assert.ok(Math.abs(area.coverage.num - 390) < 1e-6 && Math.abs(area.overlap.num - 10) < 1e-6)
  const blank = area.gaps.find(({ code }) => code === 'gap')!
  assert.equal(blank.message.zh, '永安社区 › 安和苑内有空白 10 平方米，在永安社区 › 安和苑 › 12号楼旁。')
  assert.equal(
    blank.message.en,
    "10 m² left blank in Yong'an Community › Anhe Court, beside Yong'an Community › Anhe Court › Building 12.",
  )
})

test('an estate without micro-grids is ground that nobody looks after, and a level that does not reach the bottom', () => {
  const { area, levels } = planar(SMALL.filter(({ id }) => id !== 'm3'))
  assert.deepEqual(told(area.gaps), ['not-divided e2'])
  assert.deepEqual(area.coverage, { num: 300, den: 400 })
  assert.deepEqual(told(levels.gaps), ['not-divided e2'])
})

test('names what is not drawn; nothing drawn is nothing of nothing', () => {
  const { area } = planar(
    SMALL.map(({ geometry, ...record }) => (record.id === 'm1' || record.id === 's' ? record : { ...record, geometry })),
  )
  assert.ok(told(area.gaps).includes('not-drawn m1') && told(area.gaps).includes('not-drawn s'))
  const nothing = planar(SMALL_DISTRICT, { coverage: { valid: true, findings: [], areas: {} } })
  assert.deepEqual([nothing.area.coverage, nothing.toTheEdge], [{ num: 0, den: 0 }, false])
  assert.match(nothing.summary.zh, /覆盖 —/)
})

test('names vacancies, doubles, shared heads and missing groups of each micro-grid', () => {
  const tree = treeOf(SMALL)
  const appointments = [
    appointment('buildingHead', 'p1', 'm1'),
    appointment('buildingHead', 'p1', 'm2'),
    appointment('buildingHead', 'p2', 'm2'),
    ...['m1', 'm2', 'm3', 'm4'].flatMap((id) => [
      appointment('dualPrimary', `d${id}`, id),
      appointment('volunteer', `v${id}`, id),
    ]),
    appointment('buildingHead', 'p4', 'm4'),
  ]
  const health = planar(SMALL, {
    staffing: staffing(tree, appointments, AT),
    groups: [
      { kind: 'resident', gridId: 'm1' },
      { kind: 'hierarchy', gridId: 'm2' },
    ],
  })
  assert.deepEqual(told(health.staff.gaps), ['several-heads m2', 'no-head m3', 'shared-head m1 m2'])
  assert.equal(health.staff.gaps[1]?.message.zh, '永安社区 › 永安 › 格m3缺楼栋长。')
  assert.deepEqual(health.groups?.rate, { num: 1, den: 4 })
  assert.deepEqual(told(health.groups!.gaps), ['no-group m2', 'no-group m3', 'no-group m4'])
})

test('only grids valid at the instant count', () => {
  const more = [...SMALL, grid('m9', 'micro', 'e3', { validTo: '2026-05-01T00:00:00+08:00' })]
  const health = planar(more, { targets: { micro: 4 }, coverage: checkCoverage(drawnOf(SMALL), { crs: 'planar' }) })
  assert.deepEqual([health.levels.complete, health.toTheEdge], [true, true])
  assert.throws(() => planar(SMALL, { asOf: 'today' }), { name: 'SdkError', code: 'bad-argument' })
})

test('a share is never rounded to all or to nothing', () => {
  assert.deepEqual(
    [
      { num: 399.9999, den: 400 },
      { num: 400, den: 400 },
      { num: 0, den: 400 },
      { num: 0.0001, den: 400 },
      { num: 1, den: 3 },
      { num: 0, den: 0 },
    ].map(percent),
    ['99.99%', '100%', '0%', '<0.01%', '33.33%', '—'],
  )
})

test('says everything in both languages, with what to do', () => {
  const health = planar(
    SMALL.map((record) => (record.id === 'e2' ? { ...record, geometry: square(11, 21) } : record)),
    { targets: { micro: 3 } },
  )
  const gaps = [...health.area.gaps, ...health.levels.gaps, ...health.staff.gaps, ...health.groups!.gaps]
  assert.ok(gaps.length > 5)
  for (const { message, hint } of gaps) {
    for (const text of [message, hint]) {
      assert.match(text.zh, /[\u4e00-\u9fff].*。$/s)
      assert.match(text.en, /^[A-Z0-9].*\.$/s)
      assert.doesNotMatch(text.en, /[\u4e00-\u9fff]/)
    }
  }
})
