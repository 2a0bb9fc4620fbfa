import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { convert, createGridTree } from '../../grid/index.ts'
import type { GridLevel } from '../../grid/schema.ts'
import type { Position } from '../../schema.ts'
import { indexOrganisations, intersectionCover, planIntersections, readIntersections, sponsorGaps } from '../index.ts'
import type { IntersectionsPlan, KnownDuty, PlanIntersectionsContext, StandingPlace } from '../index.ts'
import { importedIntersectionSchema } from '../schema.ts'
import type { ImportedIntersection } from '../schema.ts'

const grid = (id: string, level: GridLevel, zh: string, parentId?: string) => ({
  ...{ id, level, name: { zh, en: zh }, codes: [] },
  ...(parentId !== undefined && { parentId }),
})
const built = createGridTree([
  grid('s', 'subdistrict', '示例街道'),
  grid('c1', 'community', '甲社区', 's'),
  grid('e1', 'estate', '甲一小区', 'c1'),
  grid('m1', 'micro', '1号楼', 'e1'),
  grid('m2', 'micro', '2号楼', 'e1'),
])
if (!built.ok) throw new Error('expected a tree')
const { tree } = built
const organisations = ['甲支部', '乙支部', '丙支部'].map((zh, at) => ({ id: `o${at + 1}`, name: { zh, en: `Branch ${at + 1}` } }))
const reading = { tree, organisations: indexOrganisations(organisations), timeZone: 'Asia/Shanghai' }

/** m1 lies west of 104.06, m2 east of it. */
const locate = ([x, y]: Position) => (x < 104.05 || x > 104.07 || y < 30.5 || y > 30.6 ? undefined : x < 104.06 ? 'm1' : 'm2')
const NOW = Date.parse('2026-03-01T00:00:00+08:00')
const KNOWN: StandingPlace = { id: 'x1', class: 'intersection', name: { zh: '一号路口', en: 'One' }, gridIds: ['m1', 'm2'] }
const day = (text: string) => new Date(`${text}T00:00:00+08:00`).toISOString()
const duty = (orgId: string, from: string, to?: string, seats = 0): KnownDuty => ({
  ...{ intersectionId: 'x1', orgId, from: day(from), seats },
  ...(to !== undefined && { to: day(to) }),
})
let next = 0
const contextOf = (duties: readonly KnownDuty[], others: Partial<PlanIntersectionsContext> = {}): PlanIntersectionsContext => ({
  ...{ duties, places: [KNOWN], organisations, seatsToCome: [], locate, now: NOW, timeZone: 'Asia/Shanghai' },
  createId: () => `new-${next++}`,
  toWgs84: ({ position, crs }) => convert(position, { from: crs, to: 'wgs84' }),
  ...others,
})
const row = (at: number, others: Omit<ImportedIntersection, 'row' | 'place'> & { place?: string }): ImportedIntersection => ({
  ...{ row: at, place: '一号路口' },
  ...others,
})
const told = ({ errors }: Pick<IntersectionsPlan, 'errors'>) => errors.map((one) => `${one.row} ${one.column} ${one.code}`)
const table = (header: string[], ...rows: string[][]) => ({ header, rows: rows.map((cells, at) => ({ row: at + 2, cells })) })

describe('reading a table of intersections', () => {
  it('takes days and instants by the district’s clocks, headers in Chinese and English, and tells what it cannot read', () => {
    const header = ['路口', '党组织', '起始时间', '交接时间', '所在网格', '经度', '纬度', '坐标系']
    const chinese = readIntersections(
      table(
        header,
        ['一号路口', '甲支部', '2026/3/2', '2026年7月1日', '1号楼、m2', '', '', ''],
        ['二号路口', 'o2', '2026-03-02 09:30', '', '', '104.055', '30.55', '百度'],
        ['', '没有', '三月', '2026-13-01', '无、m1', '1', '', ''],
        ['三号路口', '', '', '', '', '', '', ''],
      ),
      reading,
    )
    assert.deepEqual(chinese.rows, [
      { row: 2, place: '一号路口', gridIds: ['m1', 'm2'], orgId: 'o1', from: day('2026-03-02'), until: day('2026-07-01') },
      {
        ...{ row: 3, place: '二号路口', orgId: 'o2', from: '2026-03-02T01:30:00.000Z' },
        point: { position: [104.055, 30.55], crs: 'bd09' },
      },
    ])
    assert.deepEqual(told(chinese), [
      ...['4 路口 required', '4 所在网格 unknown', '4 纬度 required', '4 坐标系 required', '4 党组织 unknown'],
      ...['4 起始时间 invalid', '4 交接时间 invalid', '5 党组织 required'],
    ])
    const english = readIntersections(table(['intersection', 'branch', 'from'], ['One', 'Branch 1', '20260302']), reading)
    assert.deepEqual(english.rows, [{ row: 2, place: 'One', orgId: 'o1', from: day('2026-03-02') }])
    assert.deepEqual(told(readIntersections(table(['路口', '截止日期'], []), reading)), ['1 截止日期 unknown-column'])
  })
})

describe('planning an import of intersections', () => {
  it('hands a crossing over at an instant: neither two branches nor a gap', () => {
    const rows = [row(2, { orgId: 'o1', until: day('2026-07-01') }), row(3, { orgId: 'o2', from: day('2026-07-01') })]
    const plan = planIntersections(rows, contextOf([duty('o1', '2026-02-01')]))
    assert.deepEqual([told(plan), plan.gaps, plan.notes], [[], [], []])
    const kept = { intersectionId: 'x1', from: day('2026-02-01') }
    assert.deepEqual(plan.updated, [{ ...kept, orgId: 'o1', to: day('2026-07-01') }])
    assert.deepEqual(plan.created, [{ intersectionId: 'x1', orgId: 'o2', from: day('2026-07-01') }])
  })

  it('refuses two branches at one instant by row and column, with both named', () => {
    const stored = duty('o1', '2026-02-01')
    const later = planIntersections([row(2, { orgId: 'o2', from: day('2026-07-01') })], contextOf([stored]))
    assert.deepEqual(told(later), ['2 起始时间 conflict'])
    assert.deepEqual(later.errors[0]!.message, {
      zh: '一号路口同一时间只能由一个党组织包：甲支部（2026-02-01 起）与乙支部（2026-07-01 起，第 2 行）重叠。',
      en: 'Expected one branch at a time at One: Branch 1 (from 2026-02-01 on) and Branch 2 (from 2026-07-01 on, row 2) overlap.',
    })
    const longer = planIntersections(
      [row(2, { from: day('2026-02-01'), until: day('2026-08-02') })],
      contextOf([duty('o1', '2026-02-01', '2026-07-01'), duty('o2', '2026-08-01')]),
    )
    assert.deepEqual(told(longer), ['2 交接时间 conflict'])
    const three = planIntersections(
      [
        row(2, { orgId: 'o1', from: day('2026-03-01') }),
        row(3, { orgId: 'o2', from: day('2026-04-01'), until: day('2026-04-02') }),
        row(4, { orgId: 'o3', from: day('2026-05-01'), until: day('2026-05-02') }),
      ],
      contextOf([]),
    )
    assert.deepEqual(told(three), ['3 起始时间 conflict', '4 起始时间 conflict'])
    const untouched = planIntersections(
      [row(2, { place: '新路口', gridIds: ['m1'], orgId: 'o1', from: day('2026-03-01') })],
      contextOf([stored, duty('o2', '2026-02-03')]),
    )
    assert.deepEqual(told(untouched), [], 'what stood so before keeps nobody’s import out')
  })

  it('asks of a new duty whose and when, of a new crossing where, and lets an end come after its beginning', () => {
    const point = { position: [104.065, 30.55] as Position, crs: 'wgs84' as const }
    const plan = planIntersections(
      [
        row(2, { orgId: 'o1' }),
        row(3, { from: day('2026-04-01') }),
        row(4, { orgId: 'o1', from: day('2026-05-02'), until: day('2026-05-02') }),
        row(5, { place: '新路口', orgId: 'o1', from: day('2026-04-01') }),
        row(6, { place: '远路口', orgId: 'o1', from: day('2026-04-01'), point: { ...point, position: [1, 2] } }),
        row(7, { place: '东路口', orgId: 'o1', from: day('2026-03-01'), until: day('2026-04-01'), point }),
        row(8, { place: '东 路口', orgId: 'o2', from: day('2026-04-01') }),
        row(9, { place: '东路口', orgId: 'o2', from: day('2026-04-01') }),
        row(10, { place: '东路口', orgId: 'o2', from: day('2027-04-01'), gridIds: ['m1'] }),
        row(11, { place: '东路口', orgId: 'o2', from: day('2028-04-01'), gridIds: ['m2'] }),
      ],
      contextOf([]),
    )
    assert.deepEqual(told(plan), [
      ...['2 起始时间 required', '3 党组织 required', '4 交接时间 conflict', '5 所在网格 required', '6 经度 conflict'],
      ...['9 起始时间 conflict', '10 起始时间 conflict', '11 所在网格 conflict'],
    ])
    const east = plan.places.find(({ name }) => name.zh === '东路口')!
    assert.deepEqual([east.position, east.gridIds], [[104.065, 30.55], ['m1']])
  })

  it('lets no duty vanish, or become another branch’s, in which somebody had a seat; it can be ended', () => {
    const stored = [duty('o1', '2026-02-01', '2026-03-01', 3), duty('o2', '2026-03-01')]
    const away = planIntersections(
      [
        row(2, { from: day('2026-02-01'), remove: true }),
        row(3, { from: day('2026-03-01'), remove: true }),
        row(4, { orgId: 'o3', remove: true }),
      ],
      contextOf(stored),
    )
    assert.deepEqual([told(away), away.removed.length, away.unchanged], [['2 撤销 conflict'], 1, 1])
    const other = planIntersections([row(2, { from: day('2026-02-01'), orgId: 'o3' })], contextOf(stored))
    assert.deepEqual(told(other), ['2 党组织 conflict'])
    assert.match(other.errors[0]!.message.en, /got 3 of the branch’s people/)
    const ended = planIntersections([row(2, { from: day('2026-02-01'), until: day('2026-02-20') })], contextOf(stored))
    assert.deepEqual([told(ended), ended.updated[0]?.to], [[], day('2026-02-20')])
  })

  it('tells the hours without a branch, whose seats are not its own any more, and who never had one', () => {
    const places = [KNOWN, { ...KNOWN, id: 'x2', name: { zh: '二号路口', en: 'Two' } }]
    const seat = (startsAt: string, count: number) => ({ intersectionId: 'x1', orgId: 'o1', startsAt: day(startsAt), count })
    const plan = planIntersections(
      [
        row(2, { orgId: 'o1', until: day('2026-06-30') }),
        row(3, { orgId: 'o2', from: day('2026-07-01'), until: day('2026-08-01') }),
      ],
      contextOf([duty('o1', '2026-02-01')], {
        places,
        seatsToCome: [seat('2026-06-01', 5), seat('2026-07-02', 2), seat('2026-06-30', 1)],
      }),
    )
    assert.deepEqual(plan.gaps, [
      { intersectionId: 'x1', from: day('2026-06-30'), to: day('2026-07-01'), hours: 24 },
      { intersectionId: 'x1', from: day('2026-08-01') },
    ])
    assert.deepEqual(
      plan.notes.map(({ zh }) => zh),
      [
        '一号路口：2026-06-30 至 2026-07-01 没有党组织包，共 24 小时',
        '一号路口：2026-08-01 起没有党组织包',
        '一号路口：甲支部的 3 个名额所在班次届时已不由其包，仍由报名的人值守',
        '1 个路口从未有党组织包：二号路口',
      ],
    )
    assert.match(plan.notes[0]!.en, /^One: no branch from 2026-06-30 until 2026-07-01, 24 h$/)
  })

  const days = fc.constantFrom('2026-02-01', '2026-03-01', '2026-03-02', '2026-04-01', '2026-05-01').map(day)
  const rowArbitrary = fc.record(
    {
      place: fc.constantFrom('一号路口', 'One', '新路口', '新 路口', '另一路口'),
      orgId: fc.constantFrom('o1', 'o2', 'o3'),
      from: days,
      until: days,
      gridIds: fc.constantFrom<string[]>(['m1'], ['m1', 'm2']),
      nameEn: fc.constantFrom('A', 'B'),
      point: fc.record({
        position: fc.constantFrom<Position>([104.055, 30.55], [104.065, 30.55]),
        crs: fc.constantFrom('wgs84' as const, 'gcj02' as const),
      }),
      remove: fc.boolean(),
    },
    { requiredKeys: ['place', 'orgId'] },
  )
  const rowsArbitrary = fc.array(rowArbitrary, { minLength: 1, maxLength: 4 }).map((rows) =>
    rows.map((one, at): ImportedIntersection =>
      // Most rows are of new crossings, which lie somewhere.
      row(at + 2, { ...(one.place.includes('路口') && one.place !== '一号路口' && { gridIds: ['m1'] }), ...one }),
    ),
  )
  const knownArbitrary = fc.subarray([
    duty('o1', '2026-02-01', '2026-03-01', 2),
    duty('o2', '2026-03-01', '2026-04-01'),
    duty('o1', '2026-04-01', '2026-04-02', 1),
  ])

  it('writes once, however often the file is imported; no crossing has two branches, and no duty on record is lost', () => {
    let written = 0
    let refused = 0
    fc.assert(
      fc.property(knownArbitrary, rowsArbitrary, (known, rows) => {
        for (const one of rows) importedIntersectionSchema.parse(one)
        const first = planIntersections(rows, contextOf(known))
        if (first.errors.length > 0) {
          refused += 1
          return
        }
        written += 1
        const gone = new Set(first.removed.map(({ intersectionId, from }) => `${intersectionId} ${from}`))
        const news = new Map([...first.created, ...first.updated].map((one) => [`${one.intersectionId} ${one.from}`, one]))
        const keyOf = (one: KnownDuty) => `${one.intersectionId} ${one.from}`
        for (const one of known) {
          if (one.seats === 0) continue
          assert.equal(gone.has(keyOf(one)), false)
          assert.equal(news.get(keyOf(one))?.orgId ?? one.orgId, one.orgId)
        }
        const after = [
          ...known.filter((one) => !gone.has(keyOf(one))).map((one) => ({ ...one, ...news.get(keyOf(one)) })),
          ...first.created.map((one) => ({ ...one, seats: 0 })),
        ]
        const places = [...first.places, ...(first.places.some(({ id }) => id === 'x1') ? [] : [KNOWN])]
        const required = places.map(({ id }) => ({ intersectionId: id }))
        const [from, to] = [day('2026-01-01'), day('2027-01-01')]
        const cover = intersectionCover(after, required, from, to)
        assert.equal(cover.doubleHours, 0)
        const gaps = sponsorGaps(
          places.map(({ id }) => id),
          after,
          from,
        )
        const hours = gaps.reduce((sum, gap) => sum + (Date.parse(gap.to ?? to) - Date.parse(gap.from)) / 3_600_000, 0)
        assert.equal(hours, cover.gapHours)
        const second = planIntersections(rows, contextOf(after, { places }))
        assert.deepEqual(told(second), [])
        assert.deepEqual([second.created, second.updated, second.removed, second.places], [[], [], [], []])
        assert.equal(second.unchanged, rows.length)
        assert.deepEqual(second.gaps.length, first.gaps.length)
      }),
      { numRuns: 4000 },
    )
    assert.ok(written > 400 && refused > 400, `${written} were written, ${refused} refused`)
  })
})
