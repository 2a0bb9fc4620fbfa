import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { grid, SMALL_DISTRICT } from '../../test/small-district.ts'
import { createGridTree } from './grid-tree.ts'
import type { GridProblem } from './problem.ts'
import type { GridRecord } from './schema.ts'

function problemsOf(records: readonly GridRecord[]): GridProblem[] {
  const result = createGridTree(records)
  assert.ok(!result.ok, 'expected problems, got a tree')
  return result.problems
}

/** Code, grids and parent: what a program reads. */
const found = (records: readonly GridRecord[]) =>
  problemsOf(records).map(({ code, grids, parent }) =>
    [code, ...grids, ...(parent === undefined ? [] : [`< ${parent}`])].join(' '),
  )

const changed = (id: string, change: (record: GridRecord) => GridRecord) =>
  SMALL_DISTRICT.map((record) => (record.id === id ? change(record) : record))
const moved = (id: string, parentId: string) => changed(id, (record) => ({ ...record, parentId }))
const coded = (id: string, more: Partial<GridRecord> = {}) =>
  grid(id, 'micro', 'e1', { codes: [{ scheme: 'local', value: 'AHY-03' }], ...more })

const BROKEN: [string, readonly GridRecord[], string[]][] = [
  ['no records', [], ['no-root']],
  ['an id used three times', [...SMALL_DISTRICT, grid('m1', 'micro', 'e2'), grid('m1', 'micro', 'e3')], ['duplicate-id m1']],
  ['a second root', [...SMALL_DISTRICT, grid('s2', 'subdistrict')], ['several-roots s s2']],
  ['a root that is a community', [grid('c1', 'community')], ['wrong-level c1']],
  ['a parent that is not there', changed('e1', () => grid('x', 'estate', 'c1')), ['missing-parent m1 m2 < e1']],
  ['a grid below itself', moved('e1', 'e1'), ['cycle e1', 'wrong-level e1 < e1']],
  [
    'two grids below each other',
    [grid('s', 'subdistrict'), grid('b', 'estate', 'a'), grid('a', 'community', 'b')],
    ['cycle a b', 'wrong-level a < b'],
  ],
  [
    'everything in a round',
    [grid('a', 'community', 'b'), grid('b', 'estate', 'a')],
    ['no-root', 'cycle a b', 'wrong-level a < b'],
  ],
  ['a micro-grid right below a community', moved('m1', 'c1'), ['wrong-level m1 < c1']],
  ['an estate below an estate', moved('e2', 'e1'), ['wrong-level e2 < e1']],
  ['a community below a community', moved('c2', 'c1'), ['wrong-level c2 < c1']],
  ['a dedicated grid right below the subdistrict', moved('d1', 's'), ['wrong-level d1 < s']],
  ['a grid below a micro-grid', moved('m2', 'm1'), ['wrong-level m2 < m1']],
  ['a code of two grids', [...SMALL_DISTRICT, coded('m5')], ['duplicate-code m1 m5']],
  [
    'a code passed on too early',
    [
      ...SMALL_DISTRICT.filter(({ id }) => id !== 'm1'),
      coded('m5', { validTo: '2026-03-01T00:00:00+08:00' }),
      coded('m6', { validFrom: '2026-02-28T15:59:59Z', validTo: '2026-04-01T00:00:00+08:00' }),
      coded('m7', { validFrom: '2026-04-01T00:00:00+08:00' }),
    ],
    ['duplicate-code m5 m6'],
  ],
  [
    'a code lent out while its holder kept it',
    [
      ...SMALL_DISTRICT.filter(({ id }) => id !== 'm1'),
      coded('m5', { validFrom: '2026-01-01T00:00:00Z', validTo: '2026-12-01T00:00:00Z' }),
      coded('m6', { validFrom: '2026-02-01T00:00:00Z', validTo: '2026-03-01T00:00:00Z' }),
      coded('m7', { validFrom: '2026-04-01T00:00:00Z', validTo: '2026-05-01T00:00:00Z' }),
    ],
    ['duplicate-code m5 m6 m7'],
  ],
  [
    'several things at once',
    [...moved('m1', 'c1'), grid('s2', 'subdistrict'), grid('m9', 'micro', 'gone')],
    ['several-roots s s2', 'missing-parent m9 < gone', 'wrong-level m1 < c1'],
  ],
]

for (const [what, records, expected] of BROKEN) {
  test(`tells of ${what}`, () => assert.deepEqual(found(records), expected))
}

test('a dedicated grid may sit below a community or an estate', () => {
  assert.ok(createGridTree(moved('d1', 'e3')).ok)
})

test('a code may stand in two schemes, and twice in one grid', () => {
  const codes: GridRecord['codes'] = [
    { scheme: 'wecom', value: 'AHY-03' },
    { scheme: 'wecom', value: 'AHY-03' },
  ]
  assert.ok(createGridTree(changed('m2', (record) => ({ ...record, codes }))).ok)
})

test('a grid that was never valid holds no code', () => {
  const instant = '2026-03-01T00:00:00Z'
  assert.ok(createGridTree([...SMALL_DISTRICT, coded('m5', { validFrom: instant, validTo: instant })]).ok)
})

test('every problem says in both languages what is wrong and what to do', () => {
  for (const [what, records] of BROKEN) {
    for (const { message, hint, grids } of problemsOf(records)) {
      for (const text of [message, hint]) {
        assert.match(text.zh, /[\u4e00-\u9fff].*。$/, what)
        assert.match(text.en, /^[\x20-\x7e…]+\.$/, what)
      }
      for (const id of grids.slice(0, 5)) assert.ok(message.zh.includes(id) && message.en.includes(id), what)
    }
  }
})

test('names a cycle by its grids, lowest first, wherever the walk begins and whatever hangs below it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.nat(30), fc.infiniteStream(fc.nat()), (length, tail, order) => {
      const round = Array.from({ length }, (_, i) => grid(`r${100 + i}`, 'estate', `r${100 + ((i + 1) % length)}`))
      const below = Array.from({ length: tail }, (_, i) => grid(`t${i}`, 'micro', i === 0 ? 'r100' : `t${i - 1}`))
      const keyed = [grid('s', 'subdistrict'), ...round, ...below].map((record) => ({ record, key: order.next().value }))
      const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ record }) => record)
      const cycles = problemsOf(shuffled).filter(({ code }) => code === 'cycle')
      assert.deepEqual(
        cycles.map(({ grids }) => grids),
        [round.map(({ id }) => id)],
      )
    }),
  )
})

test('takes a chain and a round of a hundred thousand grids without running out of stack', () => {
  const size = 100_000
  const chain = Array.from({ length: size }, (_, i) => (i === 0 ? grid('0', 'subdistrict') : grid(`${i}`, 'micro', `${i - 1}`)))
  assert.equal(problemsOf(chain).length, size - 1)
  const round = [grid('0', 'micro', `${size - 1}`), ...chain.slice(1)]
  const cycle = problemsOf(round).find(({ code }) => code === 'cycle')
  assert.equal(cycle?.grids.length, size)
  assert.ok(cycle.message.en.length < 200)
})
