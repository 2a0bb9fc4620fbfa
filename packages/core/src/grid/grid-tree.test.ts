import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { grid, SMALL_DISTRICT, treeOf } from '../../test/small-district.ts'
import type { GridRecord } from './schema.ts'

const ids = (records: readonly GridRecord[]) => records.map(({ id }) => id)

/** Trees of every shape the levels allow, their records in any order. */
const records = fc
  .array(fc.tuple(fc.nat(), fc.nat(3)), { maxLength: 60, size: 'max' })
  .map((choices) => {
    const made = [grid('g0', 'subdistrict')]
    for (const [at, kind] of choices) {
      const parent = made[at % made.length]!
      const level = {
        subdistrict: 'community' as const,
        community: kind === 0 ? ('dedicated' as const) : ('estate' as const),
        estate: kind === 0 ? ('dedicated' as const) : ('micro' as const),
        micro: undefined,
        dedicated: undefined,
      }[parent.level]
      if (level) made.push(grid(`g${made.length}`, level, parent.id))
    }
    return made
  })
  .chain((made) => fc.shuffledSubarray(made, { minLength: made.length }))

test('knows root, children, paths and descendants of a small district', () => {
  const tree = treeOf(SMALL_DISTRICT)
  assert.equal(tree.root.id, 's')
  assert.equal(tree.size, 11)
  assert.equal(tree.get('m1')?.name.zh, '3号楼')
  assert.deepEqual(ids(tree.children()), ['c1', 'c2'])
  assert.deepEqual(ids(tree.children('c2')), ['e3', 'd1'])
  assert.deepEqual(ids(tree.path('m2')), ['s', 'c1', 'e1', 'm2'])
  assert.deepEqual(ids(tree.path('s')), ['s'])
  assert.deepEqual(ids(tree.descendants('c1')), ['e1', 'm1', 'm2', 'e2', 'm3'])
  assert.deepEqual(ids(tree.descendants('m1')), [])
})

test('has nothing under an unknown id', () => {
  const tree = treeOf(SMALL_DISTRICT)
  assert.equal(tree.get('nowhere'), undefined)
  assert.deepEqual(tree.children('nowhere'), [])
  assert.deepEqual(tree.path('nowhere'), [])
  assert.deepEqual(tree.descendants('nowhere'), [])
})

test('holds every record once, in preorder, whatever the order they came in', () => {
  fc.assert(
    fc.property(records, (given) => {
      const tree = treeOf(given)
      const below = (id: string): string[] =>
        given.filter(({ parentId }) => parentId === id).flatMap((child) => [child.id, ...below(child.id)])
      assert.equal(tree.size, given.length)
      for (const record of given) {
        assert.equal(tree.get(record.id), record)
        assert.deepEqual(ids(tree.descendants(record.id)), below(record.id))
        assert.deepEqual(ids(tree.children(record.id)), ids(given.filter(({ parentId }) => parentId === record.id)))
        const path = tree.path(record.id)
        assert.equal(path[0], tree.root)
        assert.equal(path.at(-1), record)
        path.slice(1).forEach((step, index) => assert.equal(step.parentId, path[index]!.id))
      }
    }),
  )
})

test('finds a grid by its code within a scheme', () => {
  const tree = treeOf(SMALL_DISTRICT)
  assert.equal(tree.findByCode('nbs12', '510107064002')?.id, 'c2')
  assert.equal(tree.findByCode('local', '510107064002'), undefined)
  assert.equal(tree.findByCode('local', 'nothing'), undefined)
})

test('finds the last holder of a code that passed to a successor, in whatever order the two are given', () => {
  const codes: GridRecord['codes'] = [{ scheme: 'local', value: 'X' }]
  const former = grid('m5', 'micro', 'e1', { codes, validTo: '2026-03-01T00:00:00+08:00' })
  const successor = grid('m6', 'micro', 'e1', { codes, validFrom: '2026-02-28T16:00:00Z' })
  for (const pair of [
    [former, successor],
    [successor, former],
  ]) {
    assert.equal(treeOf([...SMALL_DISTRICT, ...pair]).findByCode('local', 'X')?.id, 'm6')
  }
})
