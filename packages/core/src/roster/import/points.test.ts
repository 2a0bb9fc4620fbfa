import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { convert, createGridTree } from '../../grid/index.ts'
import type { GridLevel } from '../../grid/schema.ts'
import type { Position } from '../../schema.ts'
import { checkTeams, indexOrganisations, planPoints, readPoints } from '../index.ts'
import type { KnownPoint, PlanPointsContext, PointsPlan, StandingPlace, StandingTeam } from '../index.ts'
import type { ImportedPoint } from '../schema.ts'

const named = (zh: string) => ({ zh, en: zh })
const grid = (id: string, level: GridLevel, parentId?: string) => ({
  ...{ id, level, name: named(`网格${id}`), codes: [] },
  ...(parentId !== undefined && { parentId }),
})
const built = createGridTree([
  ...[grid('s', 'subdistrict'), grid('c1', 'community', 's'), grid('e1', 'estate', 'c1')],
  ...[grid('m1', 'micro', 'e1'), grid('m2', 'micro', 'e1')],
])
if (!built.ok) throw new Error('expected a tree')
const { tree } = built
/** m1 lies west of 104.06, m2 east of it; both are drawn, nothing else is. */
const locate = ([x, y]: Position) => (x < 104.05 || x > 104.07 || y < 30.5 || y > 30.6 ? undefined : x < 104.06 ? 'm1' : 'm2')
const WEST: ImportedPoint['point'] = { position: [104.055, 30.55], crs: 'wgs84' }
const EAST: ImportedPoint['point'] = { position: [104.065, 30.55], crs: 'wgs84' }
const PLACES: StandingPlace[] = [
  { id: 'x1', class: 'intersection', name: named('一号路口'), gridIds: ['m1', 'm2'] },
  { id: 'mk', class: 'market', name: named('东门市场'), position: [104.065, 30.55], gridIds: ['m2'] },
]
const team = (id: string, pointIds: string[] = []): StandingTeam => ({
  ...{ id, kind: 'taskForce', name: named(`队${id}`), memberIds: ['a'], pointIds },
})
const point = (id: string, zh: string, others: Partial<KnownPoint> = {}): KnownPoint => ({
  ...{ id, name: named(zh), placeId: 'mk', gridId: 'm2', standardIds: [], ownerTeamIds: [], isAssessed: false },
  ...others,
})
let next = 0
const contextOf = (
  points: readonly KnownPoint[],
  { places = PLACES, teams = [team('t1'), team('t2')] }: Partial<PlanPointsContext> = {},
): PlanPointsContext => ({
  ...{ tree, points, places, teams, locate },
  createId: () => `new-${next++}`,
  toWgs84: ({ position, crs }) => convert(position, { from: crs, to: 'wgs84' }),
  isDrawn: (gridId) => gridId.startsWith('m'),
})
const row = (at: number, others: Omit<ImportedPoint, 'row'>): ImportedPoint => ({ row: at, ...others })
const told = ({ errors }: Pick<PointsPlan, 'errors'>) => errors.map((error) => `${error.row} ${error.column} ${error.code}`)
const table = (header: string[], ...rows: string[][]) => ({ header, rows: rows.map((cells, at) => ({ row: at + 2, cells })) })

describe('reading a table of evaluation points', () => {
  it('understands headers in Chinese and English, and tells each cell that it cannot read', () => {
    const reading = { tree, teams: indexOrganisations([team('t1'), team('t2')]) }
    const chinese = readPoints(
      table(
        ['点位名称', '点位类别', '经度', '纬度', '坐标系', '测评标准', '责任队伍'],
        ['东门市场', '菜市场', '104.065', '30.55', '高德', 'std-order；std-safety', '队t1、t2'],
        ['', '火星', '1', '', '', '', '队t9'],
      ),
      reading,
    )
    assert.deepEqual(chinese.rows, [
      {
        ...{ row: 2, nameZh: '东门市场', placeClass: 'market', point: { position: [104.065, 30.55], crs: 'gcj02' } },
        ...{ standardIds: ['std-order', 'std-safety'], teamIds: ['t1', 't2'] },
      },
    ])
    assert.deepEqual(told(chinese), [
      ...['3 点位名称 required', '3 点位类别 invalid', '3 纬度 required', '3 坐标系 required', '3 责任队伍 unknown'],
    ])
    const english = readPoints(table(['id', 'place class', 'grid', 'teams'], ['p1', 'park', 'm1', 't1']), reading)
    assert.deepEqual(english.rows, [{ row: 2, id: 'p1', placeClass: 'park', gridId: 'm1', teamIds: ['t1'] }])
  })
})

describe('planning an import of evaluation points', () => {
  it('takes the grid from the position, makes the place of its class, and has its teams name it', () => {
    const moved = convert([104.055, 30.55], { from: 'wgs84', to: 'gcj02' })
    const plan = planPoints(
      [
        row(2, { nameZh: '西门公园', placeClass: 'park', point: { position: moved, crs: 'gcj02' }, teamIds: ['t1'] }),
        row(3, { nameZh: '市场点', place: '东门市场', standardIds: ['std-order'] }),
        row(4, { nameZh: '路口点', place: '一号路口', placeClass: 'intersection' }),
      ],
      contextOf([]),
    )
    assert.deepEqual(told(plan), [])
    const [park, market, crossing] = plan.created
    assert.deepEqual([park?.gridId, park?.ownerTeamIds], ['m1', ['t1']])
    assert.deepEqual(
      plan.places.map(({ id, class: placeClass, name, gridIds }) => [id, placeClass, name.zh, gridIds]),
      [[park!.placeId, 'park', '西门公园', ['m1']]],
    )
    const [x, y] = plan.places[0]!.position!
    assert.ok(Math.abs(x - 104.055) < 1e-6 && Math.abs(y - 30.55) < 1e-6, `${x}, ${y}`)
    assert.deepEqual([market?.placeId, market?.gridId, market?.standardIds], ['mk', 'm2', ['std-order']])
    assert.deepEqual([crossing?.placeId, crossing?.gridId], ['x1', 'm1'])
    assert.deepEqual(plan.teams, [{ id: 't1', pointIds: [park!.id] }])
    assert.deepEqual(
      plan.notes.map(({ zh }) => zh),
      ['市场点：没有责任队伍', '路口点：没有责任队伍'],
    )
  })

  it('needs a place whose class fits, somewhere in the district, in the grid that is named', () => {
    const plan = planPoints(
      [
        row(2, { nameZh: '甲', place: '东门市场', placeClass: 'park' }),
        row(3, { nameZh: '乙', point: WEST }),
        row(4, { nameZh: '丙', placeClass: 'park' }),
        row(5, { nameZh: '丁', placeClass: 'park', point: { position: [1, 2], crs: 'wgs84' } }),
        row(6, { nameZh: '戊', placeClass: 'park', point: WEST, gridId: 'm2' }),
        row(7, { id: 'p', placeClass: 'park' }),
        row(8, { id: 'new', placeClass: 'park', point: WEST }),
        row(9, { nameZh: '己', place: '共用', placeClass: 'park', point: WEST }),
        row(10, { nameZh: '庚', place: '共用', point: EAST }),
        row(11, { nameZh: '己', placeClass: 'park', point: WEST }),
      ],
      contextOf([point('p', '市场点')]),
    )
    assert.deepEqual(told(plan), [
      ...['2 点位类别 conflict', '3 点位类别 required', '4 所在网格 required', '5 经度 conflict', '6 所在网格 conflict'],
      ...['7 点位类别 conflict', '8 点位名称 required', '10 经度 conflict', '11 点位编号 conflict'],
    ])
  })

  it('keeps a point that was inspected, and takes a point that goes from its teams', () => {
    const points = [
      point('a', '甲', { ownerTeamIds: ['t1'], isAssessed: true }),
      point('b', '乙', { ownerTeamIds: ['t1', 't2'] }),
    ]
    const context = contextOf(points, { teams: [team('t1', ['a', 'b']), team('t2', ['b'])] })
    const away = planPoints([row(2, { id: 'a', remove: true }), row(3, { nameZh: '乙', remove: true })], context)
    assert.deepEqual([told(away), away.removed], [['2 撤销 conflict'], ['b']])
    assert.deepEqual(away.teams, [
      { id: 't1', pointIds: ['a'] },
      { id: 't2', pointIds: [] },
    ])
    const other = planPoints([row(2, { id: 'a', nameZh: '新甲', teamIds: ['t2'] })], context)
    assert.deepEqual(other.updated, [
      { id: 'a', name: { zh: '新甲', en: '甲' }, placeId: 'mk', gridId: 'm2', standardIds: [], ownerTeamIds: ['t2'] },
    ])
    assert.deepEqual(other.teams, [
      { id: 't1', pointIds: ['b'] },
      { id: 't2', pointIds: ['b', 'a'] },
    ])
  })

  const rowArbitrary = fc.record(
    {
      id: fc.constantFrom('a', 'b', 'x'),
      nameZh: fc.constantFrom('甲', '乙', '丙', '东门市场'),
      placeClass: fc.constantFrom('market', 'park', 'intersection'),
      place: fc.constantFrom('东门市场', '一号路口', '新地点', '甲'),
      gridId: fc.constantFrom('m1', 'm2', 'c1'),
      point: fc.constantFrom(WEST, EAST, { position: WEST.position, crs: 'gcj02' as const }),
      standardIds: fc.subarray(['std-a', 'std-b'], { minLength: 1 }),
      teamIds: fc.subarray(['t1', 't2'], { minLength: 1 }),
      remove: fc.constantFrom(true, false, false, false),
    },
    { requiredKeys: ['nameZh', 'placeClass'] },
  )
  const rowsArbitrary = fc
    .array(rowArbitrary, { minLength: 1, maxLength: 3 })
    .map((rows) =>
      rows.map((one, at) =>
        row(at + 2, { ...(one.place === undefined && { gridId: 'm1' }), ...one } as Omit<ImportedPoint, 'row'>),
      ),
    )
  const knownArbitrary = fc.subarray([
    point('a', '甲', { ownerTeamIds: ['t1'], isAssessed: true }),
    point('b', '乙', { ownerTeamIds: ['t2', 't1'], standardIds: ['std-b', 'std-a'] }),
    point('c', '丙', { placeId: 'x1', gridId: 'm1' }),
    point('d', '丙'),
  ])

  it('writes once, however often the file is imported; a point fits its place, and both sides name each other', () => {
    let written = 0
    fc.assert(
      fc.property(knownArbitrary, rowsArbitrary, (known, rows) => {
        const pointsOf = (id: string) => known.filter(({ ownerTeamIds }) => ownerTeamIds.includes(id)).map((one) => one.id)
        const teams = ['t1', 't2'].map((id) => team(id, pointsOf(id)))
        const first = planPoints(rows, contextOf(known, { teams }))
        if (first.errors.length > 0) return
        written += 1
        const news = new Map([...first.created, ...first.updated].map((one) => [one.id, one]))
        for (const { id, isAssessed } of known) assert.ok(!isAssessed || !first.removed.includes(id))
        const after = [
          ...known.filter(({ id }) => !first.removed.includes(id)).map((one) => ({ ...one, ...news.get(one.id) })),
          ...first.created.map((one) => ({ ...one, isAssessed: false })),
        ]
        const places = [...PLACES.filter(({ id }) => !first.places.some((one) => one.id === id)), ...first.places]
        for (const one of rows) {
          const own = after.find(({ id, name }) => (one.id === undefined ? name.zh === one.nameZh : id === one.id))
          if (own && one.remove !== true) assert.equal(places.find(({ id }) => id === own.placeId)?.class, one.placeClass)
        }
        const others = new Map(first.teams.map((one) => [one.id, one]))
        const then = teams.map((one) => ({ ...one, pointIds: others.get(one.id)?.pointIds ?? one.pointIds }))
        assert.deepEqual(
          checkTeams(after, then).filter(({ code }) => !/without/.test(code)),
          [],
        )
        const second = planPoints(rows, contextOf(after, { teams: then, places }))
        assert.deepEqual(told(second), [])
        assert.deepEqual([second.created, second.updated, second.removed, second.places, second.teams], [[], [], [], [], []])
      }),
      { numRuns: 4000 },
    )
    assert.ok(written > 400, `only ${written} files were without faults`)
  })
})
