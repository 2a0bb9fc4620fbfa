import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SMALL_DISTRICT, treeOf } from '../../test/small-district.ts'
import { reachedGrids, reachesDistrict, reachesGrid, reachesOrganisation, reachesPath } from './reach.ts'
import type { Grant } from './schema.ts'

const tree = treeOf(SMALL_DISTRICT)
const at = (gridId: string): Grant => ({ role: 'community', gridId })
const liaison: Grant = { role: 'liaison', orgId: 'o1' }

test('a grant reaches its grid and what lies below, not what lies above or beside', () => {
  const reached = SMALL_DISTRICT.map(({ id }) => id).filter((id) => reachesGrid(at('c1'), id, tree))
  assert.deepEqual(reached.sort(), ['c1', 'e1', 'e2', 'm1', 'm2', 'm3'])
  assert.equal(reachesGrid(at('gone'), 'gone', tree), false)
  assert.equal(reachesGrid(liaison, 's', tree), false)
})

test('an organisation is reached by its own liaison and by whoever reaches the whole district', () => {
  assert.equal(reachesOrganisation(liaison, 'o1', tree), true)
  assert.equal(reachesOrganisation(liaison, 'o2', tree), false)
  assert.equal(reachesOrganisation(at('s'), 'o2', tree), true)
  assert.equal(reachesOrganisation(at('c1'), 'o2', tree), false)
  assert.deepEqual(
    [reachesDistrict(at('s'), tree), reachesDistrict(at('c1'), tree), reachesDistrict(liaison, tree)],
    [true, false, false],
  )
})

const gridId = fc.constantFrom(...SMALL_DISTRICT.map(({ id }) => id))
const grants = fc.array(fc.oneof(gridId.map(at), fc.constant(liaison), fc.constant(at('gone'))))

test('the roots reach together what the grants reach, and none lies inside another', () => {
  fc.assert(
    fc.property(grants, gridId, (held, id) => {
      const roots = reachedGrids(held, tree)
      const path = tree.path(id).map((grid) => grid.id)
      assert.equal(
        roots.some((root) => path.includes(root)),
        held.some((grant) => reachesPath(grant, path)),
      )
      for (const root of roots) assert.equal(tree.path(root).filter((grid) => roots.includes(grid.id)).length, 1)
    }),
  )
})
