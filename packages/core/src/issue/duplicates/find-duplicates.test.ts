import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { IssueState } from '../schema.ts'
import { findDuplicates } from './find-duplicates.ts'
import type { KnownIssue } from './find-duplicates.ts'
import { similarity } from './similarity.ts'

const NOW = Date.parse('2026-03-02T09:00:00+08:00')
const HERE: [number, number] = [104.06, 30.57]
/** So many metres to the north. */
const north = (metres: number): [number, number] => [HERE[0], HERE[1] + metres / 111_195]
const daysAgo = (days: number) => new Date(NOW - days * 86_400_000).toISOString()

const REPORT = {
  categoryId: 'waste.bulky',
  gridPath: ['s', 'c', 'e', 'm1'],
  position: HERE,
  description: '3号楼楼道里堆着旧沙发',
}
const issue = (id: string, more: Partial<KnownIssue> = {}): KnownIssue => ({
  ...REPORT,
  id,
  state: 'accepted',
  createdAt: daysAgo(1),
  ...more,
})
const idsOf = (issues: KnownIssue[], more: Partial<Parameters<typeof findDuplicates>[2]> = {}) =>
  findDuplicates(REPORT, issues, { now: NOW, ...more }).map(({ id }) => id)

test('the same said again is found first, then what is further, older and in other words', () => {
  const found = idsOf([
    issue('older', { createdAt: daysAgo(9) }),
    issue('otherwise', { description: '旧沙发堆在楼道' }),
    issue('same'),
    issue('further', { position: north(40) }),
  ])
  assert.deepEqual(found, ['same', 'further', 'older', 'otherwise'])
})

test('what is far, long ago, of another kind, closed or about something else is none', () => {
  const { position: _none, ...unplaced } = issue('elsewhere', { gridPath: ['s', 'c', 'e', 'm2'] })
  assert.deepEqual(
    idsOf([
      issue('far', { position: north(120) }),
      issue('long ago', { createdAt: daysAgo(20) }),
      issue('other kind', { categoryId: 'light.broken' }),
      issue('closed', { state: 'closed' }),
      issue('merged', { state: 'merged' }),
      issue('other words', { description: '电梯门关不上，夹到老人', position: north(40) }),
      unplaced,
    ]),
    [],
  )
})

test('without a point the same micro-grid is near, and a sister category is of the same kind', () => {
  const { position: _none, ...unplaced } = issue('here')
  assert.deepEqual(idsOf([unplaced]), ['here'])
  const parentOf = new Map([
    ['waste.bulky', 'waste'],
    ['waste.rubble', 'waste'],
  ])
  const sister = issue('sister', { categoryId: 'waste.rubble' })
  assert.deepEqual([idsOf([sister]), idsOf([sister], { parentOf })], [[], ['sister']])
})

test('Chinese is compared without words, and signs, case and width do not matter', () => {
  assert.equal(similarity('楼道堆物', '楼道，堆物！'), 1)
  assert.equal(similarity('Lamp ３ broken', 'lamp 3 BROKEN.'), 1)
  assert.ok(similarity('路灯不亮了', '路灯坏了不亮') > 0.4)
  assert.ok(similarity('路灯不亮了', '垃圾没有清运') === 0)
  assert.deepEqual([similarity('灯', '灯'), similarity('灯', '车'), similarity('', '')], [1, 0, 0])
})

test('likeness is the same either way, from 0 to 1, and whole of a text with itself', () => {
  const texts = fc.string({ unit: fc.constantFrom(...'路灯不亮坏了 ，ab3'), maxLength: 20 })
  fc.assert(
    fc.property(texts, texts, (one, other) => {
      const value = similarity(one, other)
      assert.ok(value >= 0 && value <= 1)
      assert.equal(value, similarity(other, one))
      if (/[\p{L}\p{N}]/u.test(one)) assert.equal(similarity(one, one), 1)
    }),
  )
})

test('the order of what is known changes nothing, and nothing is found that is not open and near', () => {
  const known = fc.record({
    id: fc.uuid(),
    state: fc.constantFrom<IssueState>('submitted', 'handling', 'closed', 'merged'),
    metres: fc.nat(200),
    days: fc.nat(30),
    description: fc.constantFrom('楼道里堆着旧沙发', '旧沙发', '路灯不亮', ''),
  })
  fc.assert(
    fc.property(fc.uniqueArray(known, { selector: ({ id }) => id, maxLength: 12 }), (list) => {
      const issues = list.map(({ metres, days, ...more }) =>
        issue(more.id, { ...more, position: north(metres), createdAt: daysAgo(days) }),
      )
      const found = findDuplicates(REPORT, issues, { now: NOW })
      assert.deepEqual(findDuplicates(REPORT, [...issues].reverse(), { now: NOW }), found)
      for (const { id, distance, score } of found) {
        const one = list.find((other) => other.id === id)!
        assert.ok(!['closed', 'merged'].includes(one.state) && one.days <= 14 && score >= 0.5 && score <= 1)
        assert.ok(Math.abs(distance! - one.metres) < 0.2)
      }
    }),
  )
})
