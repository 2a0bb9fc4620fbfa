import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SMALL_DISTRICT, treeOf } from '../../test/small-district.ts'
import { createAddressSearch } from './address-search.ts'
import type { Building } from './schema.ts'

const building = (id: string, gridId: string, zh: string, en: string): Building => ({ id, gridId, address: { zh, en } })

const BUILDINGS = [
  building('b1', 'm2', '锦晖大道12号安和苑1号楼', 'Building 1, Anhe Court, 12 Jinhui Avenue'),
  building('b2', 'm2', '锦晖大道12号安和苑2号楼', 'Building 2, Anhe Court, 12 Jinhui Avenue'),
  {
    ...building('b12', 'm1', '锦晖大道12号安和苑12号楼', 'Building 12, Anhe Court, 12 Jinhui Avenue'),
    position: [104.06, 30.57] as [number, number],
  },
]

const grids = [...SMALL_DISTRICT]
const search = createAddressSearch(grids, BUILDINGS)
const idsOf = (text: string) => search(text).map(({ id }) => id)

const FOUND: [string, string, string[]][] = [
  ['a part of the address', '锦晖大道12', ['b1', 'b2', 'b12']],
  ['estate and number written together', '安和苑2号楼', ['b2']],
  ['estate and number apart', '安和 12号楼', ['b12', 'b1', 'b2']],
  ['the estate’s initials and a number', 'ahy 2号楼', ['b2', 'b12']],
  ['the estate’s pinyin and a number', 'anheyuan 1号楼', ['b1']],
  ['English, in any order', 'anhe building 2', ['b2', 'b1', 'b12']],
  ['full-width digits', '安和苑１２号楼', ['b12']],
]

for (const [what, text, expected] of FOUND) {
  test(`finds a building by ${what}: ${text}`, () =>
    assert.deepEqual(
      idsOf(text).filter((id) => id.startsWith('b')),
      expected,
    ))
}

test('grids come with the buildings, each as what it is, and never the district itself', () => {
  assert.deepEqual(search('安和苑')[0], { id: 'e1', kind: 'grid', name: { zh: '安和苑', en: 'Anhe Court' }, gridId: 'e1' })
  assert.deepEqual(search('安和苑12号楼')[0], {
    id: 'b12',
    kind: 'building',
    name: BUILDINGS[2]!.address,
    gridId: 'm1',
    position: [104.06, 30.57],
  })
  const { root } = treeOf(SMALL_DISTRICT)
  assert.equal(
    search(root.name.zh).some(({ id }) => id === root.id),
    false,
  )
})

test('at most as many as are wanted, and nothing for nothing', () => {
  assert.equal(search('号楼', 2).length, 2)
  assert.deepEqual([search(''), search('  '), search('不存在的地方')], [[], [], []])
})

test('every building is found by its whole address and by each part of it', () => {
  const parts = fc
    .constantFrom(...BUILDINGS)
    .chain(({ id, address: { zh } }) =>
      fc
        .tuple(fc.constant(id), fc.nat(zh.length - 2), fc.nat(zh.length))
        .map(([one, from, length]) => ({ id: one, text: zh.slice(from, from + length + 1) })),
    )
  fc.assert(
    fc.property(parts, ({ id, text }) =>
      assert.ok(
        search(text, 100).some((one) => one.id === id),
        text,
      ),
    ),
  )
})
