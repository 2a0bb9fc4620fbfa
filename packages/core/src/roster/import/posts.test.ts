import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { convert, createGridTree } from '../../grid/index.ts'
import type { GridLevel } from '../../grid/schema.ts'
import type { Position } from '../../schema.ts'
import { planPosts, readPosts } from '../index.ts'
import type { KnownPost, PlanPostsContext, PostsPlan, StandingPlace } from '../index.ts'
import type { ImportedPost, WeekTemplate } from '../schema.ts'

const grid = (id: string, level: GridLevel, zh: string, parentId?: string) => ({
  ...{ id, level, name: { zh, en: zh }, codes: [{ scheme: 'local' as const, value: `L-${id}` }] },
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

/** m1 lies west of 104.06, m2 east of it; both are drawn, nothing else is. */
const locate = ([x, y]: Position) => (x < 104.05 || x > 104.07 || y < 30.5 || y > 30.6 ? undefined : x < 104.06 ? 'm1' : 'm2')

const post = (id: string, zh: string, others: Partial<KnownPost> = {}): KnownPost => ({
  ...{ id, kind: 'mobile', name: { zh, en: zh }, gridId: 'm1', capacity: { min: 1, max: 4 }, shifts: 0, shiftsToCome: 0 },
  ...others,
})

let next = 0

function contextOf(
  posts: readonly KnownPost[],
  { places = [], templates = [] }: { places?: readonly StandingPlace[]; templates?: readonly WeekTemplate[] } = {},
): PlanPostsContext {
  return {
    ...{ tree, posts, places, templates, locate },
    createId: () => `new-${next++}`,
    toWgs84: ({ position, crs }) => convert(position, { from: crs, to: 'wgs84' }),
    isDrawn: (gridId) => gridId.startsWith('m'),
  }
}

const row = (at: number, others: Omit<ImportedPost, 'row'>): ImportedPost => ({ row: at, ...others })
const told = ({ errors }: PostsPlan) => errors.map((error) => `${error.row} ${error.column} ${error.code}`)
const table = (header: string[], ...rows: string[][]) => ({ header, rows: rows.map((cells, at) => ({ row: at + 2, cells })) })

describe('reading a table of posts', () => {
  it('understands headers in Chinese and English, and tells each cell that it cannot read', () => {
    const chinese = readPosts(
      table(
        ['岗位名称', '岗位类别', '所在网格', '路口', '经度', '纬度', '坐标系', '最少人数', '最多人数'],
        ['东门哨', '流动哨', 'L-m1', '', '', '', '', '2', '6'],
        ['一号路口', '包路口', '', '柳岸路口', '104.055', '30.55', '高德', '', '4'],
        ['', '保安', '没有', '', '104.055', '', '', '-1', ''],
      ),
      { tree },
    )
    assert.deepEqual(chinese.rows, [
      { row: 2, nameZh: '东门哨', kind: 'mobile', gridId: 'm1', least: 2, most: 6 },
      {
        ...{ row: 3, nameZh: '一号路口', kind: 'intersection', place: '柳岸路口', most: 4 },
        point: { position: [104.055, 30.55], crs: 'gcj02' },
      },
    ])
    assert.deepEqual(
      chinese.errors.map(({ row: at, column, code }) => `${at} ${column} ${code}`),
      [
        ...['4 岗位名称 required', '4 岗位类别 invalid', '4 所在网格 unknown'],
        ...['4 纬度 required', '4 坐标系 required', '4 最少人数 invalid'],
      ],
    )
    const english = readPosts(table(['id', 'kind', 'name', 'grid', 'max'], ['p1', 'patrol', 'Gate', '甲社区', '3']), { tree })
    assert.deepEqual(english.rows, [{ row: 2, id: 'p1', kind: 'patrol', nameZh: 'Gate', gridId: 'c1', most: 3 }])
  })
})

describe('planning an import of posts', () => {
  it('asks of a new post what its shifts need, and takes the grid from its point', () => {
    const point = { position: [104.065, 30.55] as Position, crs: 'wgs84' as const }
    const plan = planPosts(
      [
        row(2, { nameZh: '甲', kind: 'mobile', point, most: 3 }),
        row(3, { nameZh: '乙' }),
        row(4, { nameZh: '丙', kind: 'intersection', gridId: 'm1', most: 2 }),
        row(5, { nameZh: '丁', kind: 'patrol', gridId: 'm1', least: 5, most: 2 }),
        row(6, { nameZh: '戊', kind: 'patrol', gridId: 'm1', point, most: 2 }),
        row(7, { nameZh: '己', kind: 'patrol', point: { position: [1, 2], crs: 'wgs84' }, most: 2 }),
        row(8, { nameZh: '庚', kind: 'patrol', gridId: 'm1', place: '没有的地方', most: 2 }),
      ],
      contextOf([]),
    )
    assert.deepEqual(
      [plan.created[0]?.gridId, plan.created[0]?.position, plan.created[0]?.capacity],
      ['m2', [104.065, 30.55], { min: 1, max: 3 }],
    )
    assert.deepEqual(told(plan), [
      ...['3 岗位类别 required', '3 最多人数 required', '3 所在网格 required', '4 所在地点 required'],
      ...['5 最多人数 conflict', '6 所在网格 conflict', '7 经度 conflict', '8 所在地点 unknown'],
    ])
  })

  it('keeps points in WGS-84, and makes a crossing once for all posts that name it, at the border of grids', () => {
    const position = convert([104.055, 30.55], { from: 'wgs84', to: 'gcj02' })
    const rows = ['m1', 'm2'].map((gridId, at) =>
      row(at + 2, {
        ...{ nameZh: `路口岗${at}`, kind: 'intersection', gridId, place: at === 0 ? '柳岸路口' : '柳岸 路口', most: 2 },
        point: { position, crs: 'gcj02' },
      }),
    )
    const { created, places, errors } = planPosts(rows, contextOf([]))
    assert.deepEqual(errors, [])
    assert.deepEqual(
      created.map(({ placeId, gridId }) => [placeId, gridId]),
      ['m1', 'm2'].map((gridId) => [places[0]!.id, gridId]),
    )
    assert.equal(places.length, 1)
    const [x, y] = created[0]!.position!
    assert.ok(Math.abs(x - 104.055) < 1e-6 && Math.abs(y - 30.55) < 1e-6, `${x}, ${y}`)
  })

  it('lets no post with shifts to come vanish, nor change whose it is; one that served stays for the record', () => {
    const week: WeekTemplate = {
      ...{ id: 'week', postId: 'planned', from: '2026-01-01' },
      lines: [{ id: 'am', weekdays: [1], from: '08:00', to: '10:00', need: 3 }],
    }
    const posts = [
      post('busy', '甲', { shifts: 3, shiftsToCome: 2 }),
      post('served', '乙', { shifts: 3 }),
      post('planned', '丙'),
      post('idle', '丁'),
    ]
    const context = contextOf(posts, { templates: [week] })
    const away = planPosts(
      posts.map(({ id }, at) => row(at + 2, { id, remove: true })),
      context,
    )
    assert.deepEqual(told(away), ['2 撤销 conflict', '3 撤销 conflict', '4 撤销 conflict'])
    assert.match(away.errors[0]!.message.en, /got 2: end its week/)
    assert.deepEqual(away.removed.at(-1), 'idle')
    const changed = planPosts(
      [
        row(2, { id: 'busy', kind: 'intersection', place: '路口' }),
        row(3, { id: 'served', kind: 'intersection', place: '路口' }),
        row(4, { id: 'planned', most: 2 }),
      ],
      context,
    )
    assert.deepEqual(told(changed), ['2 岗位类别 conflict', '4 最多人数 conflict'])
    const renamed = planPosts([row(2, { id: 'busy', nameZh: '新甲', most: 9 })], context)
    assert.deepEqual(
      [renamed.errors, renamed.updated[0]?.name, renamed.updated[0]?.capacity.max],
      [[], { zh: '新甲', en: '甲' }, 9],
    )
  })

  const rowArbitrary = fc.record(
    {
      id: fc.constantFrom('a', 'b', 'x', 'y'),
      kind: fc.constantFrom('mobile', 'intersection', 'reportIn'),
      nameZh: fc.constantFrom('甲', '乙', '丙', '甲 '),
      nameEn: fc.constantFrom('A', 'B'),
      gridId: fc.constantFrom('m1', 'm2', 'c1'),
      place: fc.constantFrom('路口一', '路口二', 'known'),
      point: fc.record({
        position: fc.constantFrom<Position>([104.055, 30.55], [104.065, 30.55]),
        crs: fc.constantFrom('wgs84', 'gcj02', 'bd09'),
      }),
      least: fc.integer({ min: 1, max: 4 }),
      most: fc.integer({ min: 3, max: 6 }),
      remove: fc.boolean(),
    },
    { requiredKeys: ['nameZh', 'kind', 'gridId', 'most'] },
  )
  const rowsArbitrary = fc
    .array(rowArbitrary, { minLength: 1, maxLength: 5 })
    .map((rows) => rows.map((one, at) => row(at + 2, one as Omit<ImportedPost, 'row'>)))
  const KNOWN: StandingPlace = { id: 'known', class: 'intersection', name: { zh: '已知路口', en: 'Known' } }
  const knownArbitrary = fc.subarray([
    post('a', '甲', { shifts: 2, shiftsToCome: 1 }),
    post('b', '乙', { kind: 'intersection', placeId: 'known' }),
    post('c', '丙', { shifts: 1 }),
    post('d', '丙'),
  ])

  it('writes once, however often the file is imported; what no row takes away stays, and no record loses its post', () => {
    let written = 0
    fc.assert(
      fc.property(knownArbitrary, rowsArbitrary, (known, rows) => {
        const first = planPosts(rows, contextOf(known, { places: [KNOWN] }))
        if (first.errors.length > 0) return
        written += 1
        const gone = new Set(first.removed)
        for (const { id, shifts } of known) if (gone.has(id)) assert.equal(shifts, 0)
        assert.equal(gone.size <= rows.filter(({ remove }) => remove).length, true)
        const news = new Map([...first.created, ...first.updated].map((one) => [one.id, one]))
        const after = [
          ...known.filter(({ id }) => !gone.has(id)).map((one) => ({ ...one, ...news.get(one.id) })),
          ...first.created.map((one) => ({ ...one, shifts: 0, shiftsToCome: 0 })),
        ]
        for (const one of after) {
          assert.ok(one.kind !== 'intersection' || one.placeId !== undefined, 'a crossing has its place')
          assert.ok(one.capacity.min <= one.capacity.max)
          const before = known.find(({ id }) => id === one.id)
          if (before && before.shiftsToCome > 0) assert.deepEqual([one.kind, one.placeId], [before.kind, before.placeId])
        }
        const second = planPosts(rows, contextOf(after, { places: [KNOWN, ...first.places] }))
        assert.deepEqual(told(second), [])
        assert.deepEqual([second.created, second.updated, second.removed, second.places], [[], [], [], []])
        assert.equal(second.unchanged, rows.length)
      }),
      { numRuns: 3000 },
    )
    assert.ok(written > 300, `only ${written} files were without faults`)
  })
})
