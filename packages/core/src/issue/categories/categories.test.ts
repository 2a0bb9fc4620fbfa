import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { planCategories, readCategories } from '../index.ts'
import type { CategoryVersion } from '../index.ts'
import type { Category, ImportedCategory } from '../schema.ts'

const NONE: CategoryVersion = { version: 1, categories: [], placeClasses: [] }
const HEADER = [
  '一级编号',
  '一级类别',
  '一级类别英文',
  '二级编号',
  '二级类别',
  '二级类别英文',
  '严重程度',
  '上报字段',
  '点位类别',
]
const table = (...rows: string[][]) => ({ header: HEADER, rows: rows.map((cells, at) => ({ row: at + 2, cells })) })
const STALL = ['street', '街面秩序', 'Street', 'stall', '占道经营', 'Stalls', '一般', '', '']

describe('reading a table of categories', () => {
  it('understands both levels in both languages, severity, attributes of every type and place classes', () => {
    const attributes = [
      ...['plate|车牌号/Plate|文本|必填', 'note|说明|长文本', 'count|数量/Count|number', 'since|起始/Since|时间|选填'],
      ...['kind|种类/Kind|单选|必填|car=汽车/Car,bike=自行车/Bike', 'signs|现象/Signs|多选||a=甲、b=乙'],
    ].join('；')
    const { rows, errors } = readCategories(
      table([...STALL.slice(0, 7), attributes, 'back|背街小巷/Back street|3.2;market|农贸市场/Market'], ['g', '', '', 'x', '某']),
    )
    assert.deepEqual(errors, [])
    const [one, other] = rows
    assert.deepEqual(
      one!.attributes!.map(({ code, datatype, required, label, values }) => [code, datatype, required, label.en, values?.length]),
      [
        ['plate', 'string', true, 'Plate', undefined],
        ['note', 'text', false, '说明', undefined],
        ['count', 'number', false, 'Count', undefined],
        ['since', 'datetime', false, 'Since', undefined],
        ['kind', 'singlevaluelist', true, 'Kind', 2],
        ['signs', 'multivaluelist', false, 'Signs', 2],
      ],
    )
    assert.deepEqual(one!.attributes![4]!.values![1], { key: 'bike', name: { zh: '自行车', en: 'Bike' } })
    assert.deepEqual(one!.placeClasses, [
      { id: 'back', name: { zh: '背街小巷', en: 'Back street' }, clause: '3.2' },
      { id: 'market', name: { zh: '农贸市场', en: 'Market' } },
    ])
    assert.deepEqual([one!.severity, one!.parentName.en], ['general', 'Street'])
    assert.deepEqual(other, { row: 3, parentId: 'g', parentName: {}, id: 'x', name: { zh: '某' } })
  })

  it('tells each cell that it cannot read, by row and column', () => {
    const bad = (attributes: string, classes = '') => ['g', '组', '', 'x', '某', '', '', attributes, classes]
    const { rows, errors } = readCategories(
      table(
        ['', '', '', '', '', '', '很急', '', ''],
        ...[
          'a',
          'a|甲|图片',
          'a|甲|单选',
          'a|甲|文本|必填|k=v',
          'a|甲|单选||k=v,k=w',
          'a|甲|文本;a|乙|文本',
          'a|甲|文本|也许',
        ].map((one) => bad(one)),
        bad('', 'x|名|1|2'),
      ),
    )
    assert.deepEqual(rows, [])
    assert.deepEqual(
      errors.map(({ row, column, code }) => `${row} ${column} ${code}`),
      [
        ...['2 一级编号 required', '2 二级编号 required', '2 二级类别 required', '2 严重程度 invalid'],
        ...[3, 4, 5, 6, 7, 8, 9].map((row) => `${row} 上报字段 invalid`),
        '10 点位类别 invalid',
      ],
    )
  })
})

const row = (id: string, zh: string, more: Partial<ImportedCategory> = {}): ImportedCategory => ({
  ...{ row: 2, id, name: { zh, en: `${zh} en` }, parentId: 'g', parentName: { zh: '组', en: 'Group' } },
  ...more,
})

describe('planning categories', () => {
  const names = fc.constantFrom('甲', '乙', '丙', '丁')
  const rowsOf = fc
    .uniqueArray(
      fc.record({
        id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        zh: names,
        parentId: fc.constantFrom('g', 'h'),
        severity: fc.constantFrom(undefined, 'simple' as const, 'emergency' as const),
        asked: fc.constantFrom(undefined, [], ['one'], ['one', 'two']),
        classes: fc.constantFrom(undefined, [], ['back'], ['back', 'market']),
      }),
      { selector: ({ id }) => id, minLength: 1, maxLength: 5 },
    )
    // No two of a group of one name.
    .map((all) => all.filter(({ zh, parentId }, at) => all.findIndex((one) => one.zh === zh && one.parentId === parentId) === at))
    .map((all) =>
      all.map(({ id, zh, parentId, severity, asked, classes }, at) =>
        row(id, zh, {
          ...{ row: at + 2, parentId, parentName: { zh: `组${parentId}` } },
          ...(severity && { severity }),
          ...(asked && {
            attributes: asked.map((code) => ({ code, datatype: 'string', required: false, label: { zh: code, en: code } })),
          }),
          ...(classes && { placeClasses: classes.map((one) => ({ id: one, name: { zh: one, en: one } })) }),
        }),
      ),
    )

  it('makes one version of a table however often it comes, and never changes one that there is', () => {
    fc.assert(
      fc.property(fc.array(rowsOf, { maxLength: 8 }), (tables) => {
        const versions: CategoryVersion[] = [NONE]
        const kept = new Map<number, string>()
        for (const rows of tables) {
          const before = versions.at(-1)!
          const plan = planCategories(rows, before)
          assert.deepEqual(plan.errors, [])
          const { next } = plan
          // As it comes back from the database: fields in another order, groups apart from what is in them.
          const again = planCategories(rows, stored(next))
          assert.deepEqual([again.changed, again.created, again.updated, again.retired], [false, 0, 0, 0])
          assert.equal(again.next.version, next.version)
          assert.equal(again.unchanged, rows.length)
          assert.equal(next.version, before.version + (plan.changed && before.categories.length > 0 ? 1 : 0))
          versions.push(next)
          kept.set(next.version, kept.get(next.version) ?? JSON.stringify(next))
          // What somebody can have reported stays readable by its version, and stays known in each later one.
          for (const one of versions.slice(1)) assert.equal(JSON.stringify(one), kept.get(one.version))
          const ids = new Set(next.categories.map(({ id }) => id))
          for (const { categories } of versions) for (const { id } of categories) assert.ok(ids.has(id))
          const live = next.categories.filter(({ parentId, retired }) => parentId !== undefined && !retired).map(({ id }) => id)
          assert.deepEqual(live.sort(), rows.map(({ id }) => id).sort())
          for (const one of next.categories) {
            const old = before.categories.find(({ id }) => id === one.id)
            assert.ok(
              !old || one.version === old.version + (JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(old)) ? 0 : 1),
            )
          }
        }
      }),
    )
  })

  it('keeps what a row leaves out, retires what is gone and brings it back with its row', () => {
    const terms = { general: { response: { amount: 1, unit: 'days' as const }, handling: { amount: 2, unit: 'days' as const } } }
    const asked = {
      code: 'a',
      datatype: 'string' as const,
      required: true,
      label: { zh: '甲', en: 'A' },
      hint: { zh: '如', en: 'As' },
    }
    const stall: Category = {
      ...{ id: 'stall', parentId: 'g', name: { zh: '占道', en: 'Stall' }, version: 3, attributes: [asked] },
      ...{ severity: 'major', terms, placeClasses: ['back'] },
    }
    const before: CategoryVersion = {
      version: 4,
      categories: [{ id: 'g', name: { zh: '组', en: 'Group' }, version: 1, attributes: [] }, stall],
      placeClasses: [{ id: 'back', name: { zh: '背街', en: 'Back' } }],
    }
    const { hint: _, ...plain } = asked
    const said = { row: 2, id: 'stall', name: { zh: '占道' }, parentId: 'g', parentName: {}, attributes: [plain] }
    assert.equal(planCategories([said], before).changed, false)
    const other = row('litter', '垃圾')
    const gone = planCategories([other], before)
    assert.deepEqual([gone.next.version, gone.created, gone.updated, gone.retired], [5, 1, 0, 1])
    assert.deepEqual(gone.next.categories.at(-1), { ...stall, version: 4, retired: true })
    const back = planCategories([said, other], gone.next)
    assert.deepEqual([back.next.version, back.created, back.updated, back.unchanged], [6, 0, 1, 1])
    assert.deepEqual(
      back.next.categories.find(({ id }) => id === 'stall'),
      { ...stall, version: 5 },
    )
    const cleared = planCategories([{ ...said, attributes: [], placeClasses: [] }], before).next.categories[1]!
    assert.deepEqual([cleared.attributes, cleared.placeClasses], [[], undefined])
  })

  it('refuses what would leave issues without their category, and what says two things', () => {
    const before = planCategories([row('a', '甲')], NONE).next
    const codes = (rows: ImportedCategory[]) => planCategories(rows, before).errors.map(({ row, column }) => `${row} ${column}`)
    assert.deepEqual(codes([]), ['1 undefined'])
    assert.deepEqual(codes([row('a', '甲'), row('a', '乙', { row: 3 })]), ['3 二级编号'])
    assert.deepEqual(codes([row('a', '甲'), row('b', '甲', { row: 3 })]), ['3 二级类别'])
    assert.deepEqual(codes([row('g', '甲', { parentId: 'h' })]), ['2 二级编号'])
    assert.deepEqual(codes([row('b', '乙', { parentId: 'a' })]), ['2 一级编号'])
    assert.deepEqual(codes([row('b', '乙', { parentId: 'h', parentName: {} })]), ['2 一级类别'])
    assert.deepEqual(codes([row('a', '甲'), row('b', '乙', { row: 3, parentName: { zh: '别组' } })]), ['3 一级类别'])
    const classes = (name?: { zh: string; en: string }) => [{ id: 'x', ...(name && { name }) }]
    assert.deepEqual(codes([row('a', '甲', { placeClasses: classes() })]), ['2 点位类别'])
    const two = [
      row('a', '甲', { placeClasses: classes({ zh: '一', en: '1' }) }),
      row('b', '乙', { row: 3, placeClasses: classes({ zh: '二', en: '2' }) }),
    ]
    assert.deepEqual(codes(two), ['3 点位类别'])
  })
})

/** Fields by name; the first level before the second. */
function stored({ categories, ...rest }: CategoryVersion): CategoryVersion {
  const isFirst = ({ parentId }: Category) => parentId === undefined
  const apart = [...categories.filter(isFirst), ...categories.filter((one) => !isFirst(one))]
  return inOrder({ ...rest, categories: apart }) as CategoryVersion
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, field]) => [key, inOrder(field)]),
  )
}
