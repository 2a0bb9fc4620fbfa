import assert from 'node:assert/strict'
import { it } from 'node:test'
import { createGridTree } from '@wangge/core/grid'
import type { GridRecord } from '@wangge/core/grid/schema'
import { publicPlaces } from './public-places.ts'

const grid = (id: string, level: GridRecord['level'], parentId?: string): GridRecord => ({
  id,
  level,
  ...(parentId !== undefined && { parentId }),
  name: { zh: id, en: id },
  codes: [],
})
const made = createGridTree([
  grid('root', 'subdistrict'),
  grid('a', 'community', 'root'),
  grid('b', 'community', 'root'),
  grid('c', 'community', 'root'),
  grid('a-1', 'estate', 'a'),
])
assert.ok(made.ok)
const { tree } = made
const open = (counts: Record<string, number>) =>
  Object.entries(counts).map(([communityId, count]) => ({ communityId, status: 'open' as const, count }))
const named = (counts: Record<string, number>, least = 3) => {
  const places = publicPlaces(open(counts), tree, least)
  return ['a', 'b', 'c'].filter((id) => places.placeOf({ state: 'handling', gridPath: ['root', id, `${id}-1`] }).id === id)
}

it('names a community only where enough lie in it, and then not the one by which another could be counted', () => {
  assert.deepEqual(named({ a: 5, b: 4, c: 3 }), ['a', 'b', 'c'])
  assert.deepEqual(named({ a: 5, b: 4, c: 1 }), ['a'])
  assert.deepEqual(named({ a: 5, b: 1, c: 1 }), [])
  assert.deepEqual(named({ a: 5, b: 4, c: 1 }, 1), ['a', 'b', 'c'])
})

it('lists nothing of a status of which there are few in the whole district', () => {
  const places = publicPlaces([...open({ a: 2 }), { communityId: 'a', status: 'closed', count: 3 }], tree, 3)
  assert.equal(places.isWithheld('open'), true)
  assert.equal(places.isWithheld('closed'), false)
})

it('says no more than the district of what nobody has taken up, of a community that is no more, and of one without', () => {
  const places = publicPlaces([...open({ a: 9, gone: 9 }), { communityId: null, status: 'open', count: 9 }], tree, 3)
  for (const [state, gridPath] of [
    ['submitted', ['root', 'a']],
    ['rejected', ['root', 'a']],
    ['handling', ['root', 'gone']],
    ['handling', ['root']],
  ] as const) {
    assert.equal(places.placeOf({ state, gridPath: [...gridPath] }).id, 'root', `${state} ${gridPath.join(' ')}`)
  }
})
