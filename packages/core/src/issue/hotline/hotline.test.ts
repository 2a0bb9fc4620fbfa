import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createGridTree } from '../../grid/index.ts'
import type { GridLevel } from '../../grid/schema.ts'
import { planHotline, readHotline } from '../index.ts'
import type { KnownOrder } from '../index.ts'
import type { Category, HotlineOrder } from '../schema.ts'

const name = (zh: string) => ({ zh, en: zh })
const grid = (id: string, level: GridLevel, zh: string, parentId?: string) => ({
  ...{ id, level, name: name(zh), codes: [{ scheme: 'local' as const, value: `L-${id}` }] },
  ...(parentId !== undefined && { parentId }),
})
const built = createGridTree([
  grid('s', 'subdistrict', '示例街道'),
  grid('c1', 'community', '甲社区', 's'),
  grid('e1', 'estate', '甲一小区', 'c1'),
  grid('m1', 'micro', '1号楼', 'e1'),
  grid('m2', 'micro', '1号楼', 'e1'),
])
if (!built.ok) throw new Error('expected a tree')
const category = (id: string, zh: string, parentId?: string): Category => ({
  ...{ id, name: name(zh), version: 1, attributes: [] },
  ...(parentId !== undefined && { parentId }),
})
const categories = [
  category('street', '街面秩序'),
  category('estate', '小区院落'),
  category('litter', '垃圾', 'street'),
  category('stall', '占道', 'street'),
  category('litter-2', '垃圾', 'estate'),
]
const context = { tree: built.tree, categories, timeZone: 'Asia/Shanghai' }
const table = (header: string[], ...rows: string[][]) => ({ header, rows: rows.map((cells, at) => ({ row: at + 2, cells })) })

describe('reading the hotline’s orders', () => {
  it('understands Chinese headers, categories with the one above them, grids by code, points of any system and local time', () => {
    const { rows, errors } = readHotline(
      table(
        ['工单号', '诉求类别', '诉求内容', '所属网格', '经度', '纬度', '坐标系', '紧急程度', '派单时间', '地址'],
        ['RX-1', '街面秩序 / 垃圾', '清走', 'L-m1', '', '', '', '', '2026年3月2日9时30分', '1号楼 东侧'],
        ['ＲＸ-2', '占道', '挪走', '', '104.06', '30.57', '高德', '紧急', '2026/3/2 9:30:15', ''],
      ),
      context,
    )
    assert.deepEqual(errors, [])
    assert.deepEqual(rows, [
      {
        ...{ row: 2, number: 'RX-1', categoryId: 'litter', description: '清走', place: { by: 'grid', gridId: 'm1' } },
        ...{ placeText: '1号楼 东侧', sentAt: '2026-03-02T01:30:00.000Z' },
      },
      {
        ...{ row: 3, number: 'RX-2', categoryId: 'stall', description: '挪走', severity: 'emergency' },
        ...{ place: { by: 'point', position: [104.06, 30.57], crs: 'gcj02' }, sentAt: '2026-03-02T01:30:15.000Z' },
      },
    ])
  })

  it('tells each cell that it cannot read, by row and column, and no caller’s words', () => {
    const { rows, errors } = readHotline(
      table(
        ['工单编号', '问题类别', '诉求内容', '所属网格', '经度', '纬度', '坐标系', '派单时间'],
        ['', '垃圾', '', '', '', '', '', ''],
        ['RX-3', '街面秩序', '某人的电话', '1号楼', '104,06', '30.57', '', '2026-03-02'],
      ),
      context,
    )
    assert.deepEqual(rows, [])
    assert.deepEqual(
      errors.map(({ row, column, code }) => `${row} ${column} ${code}`),
      [
        ...['2 工单编号 required', '2 诉求内容 required', '2 问题类别 ambiguous', '2 所属网格 required'],
        ...['3 派单时间 invalid', '3 问题类别 unknown', '3 所属网格 ambiguous', '3 经度 invalid', '3 坐标系 required'],
      ],
    )
    assert.doesNotMatch(JSON.stringify(errors), /某人的电话|104,06/)
  })
})

describe('planning the hotline’s orders', () => {
  const order = fc.record({ number: fc.constantFrom('1', '2', '3', '4', '5', '6'), description: fc.constantFrom('a', 'b') })
  const rowsOf = (orders: readonly { number: string; description: string }[]): HotlineOrder[] =>
    orders.map((one, at) => ({ row: at + 2, categoryId: 'litter', place: { by: 'grid', gridId: 'm1' }, ...one }))
  const keep = (known: ReadonlyMap<string, KnownOrder>, created: readonly HotlineOrder[]) =>
    new Map([...known, ...created.map((one) => [one.number, one] as const)])

  it('creates each number once, however often and in whatever order tables come', () => {
    const tables = fc.array(fc.uniqueArray(order, { selector: ({ number }) => number }), { maxLength: 6 })
    fc.assert(
      fc.property(tables, (all) => {
        let known: ReadonlyMap<string, KnownOrder> = new Map()
        for (const orders of all) {
          const rows = rowsOf(orders)
          const plan = planHotline(rows, known, { now: 0 })
          assert.equal(plan.created.length + plan.unchanged, rows.length)
          assert.ok(plan.created.every(({ number }) => !known.has(number)))
          known = keep(known, plan.created)
          const again = planHotline(rows, known, { now: 0 })
          assert.deepEqual([again.created, again.unchanged, again.errors], [[], rows.length, []])
          assert.equal(again.differing, plan.differing)
        }
      }),
    )
  })

  it('refuses a number that comes twice in one table, and an order from the future', () => {
    const [one] = rowsOf([{ number: '1', description: 'a' }])
    const rows = [one!, { ...one!, row: 3 }, { ...one!, row: 4, number: '2', sentAt: '2026-03-02T00:00:00Z' }]
    const { created, errors } = planHotline(rows, new Map(), { now: Date.parse('2026-03-01T00:00:00Z') })
    assert.deepEqual(
      [created.map(({ row }) => row), errors.map(({ row, column }) => [row, column])],
      [
        [2],
        [
          [3, '工单编号'],
          [4, '派单时间'],
        ],
      ],
    )
  })

  it('counts what is told otherwise now, and nothing of what is erased', () => {
    const known = new Map([
      ['1', { categoryId: 'litter', description: 'a' }],
      ['2', { categoryId: 'stall', description: 'a' }],
      ['3', { categoryId: 'litter', description: undefined }],
    ])
    const rows = rowsOf(['1', '2', '3'].map((number) => ({ number, description: 'a' })))
    assert.equal(planHotline(rows, known, { now: 0 }).differing, 1)
  })
})
