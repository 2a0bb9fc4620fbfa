import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Grant, StaffRole } from '../../access/schema.ts'
import { SMALL_DISTRICT, treeOf } from '../../../test/small-district.ts'
import { keeperRoles, recordedGrids } from './recorded-grids.ts'
import { recordingUnit } from './recording-unit.ts'

const tree = treeOf(SMALL_DISTRICT)
const IDS = SMALL_DISTRICT.map(({ id }) => id)
const grantOf = (role: StaffRole, gridId: string): Grant => ({ role, gridId })

test('a community keeps the records of its own part, the street all of them, and each may ask for less', () => {
  const community = [grantOf('community', 'c1')]
  assert.deepEqual(recordedGrids(community, undefined, tree), ['c1', 'e1', 'm1', 'm2', 'e2', 'm3'])
  assert.deepEqual(recordedGrids(community, 'e2', tree), ['e2', 'm3'])
  for (const gridId of ['c2', 's', 'gone']) assert.deepEqual(recordedGrids(community, gridId, tree), [], gridId)
  const street = [grantOf('street', 's')]
  for (const gridId of [undefined, 's']) assert.equal(recordedGrids(street, gridId, tree), 'all')
  assert.deepEqual(recordedGrids(street, 'c2', tree), ['c2', 'e3', 'm4', 'd1'])
  assert.deepEqual(recordedGrids(street, 'gone', tree), [])
})

test('nobody keeps records by another role, by an organisation, or in a part of a community', () => {
  for (const role of ['estateWorker', 'buildingHead', 'inspector', 'auditor', 'liaison'] as const)
    assert.deepEqual(recordedGrids([grantOf(role, 's')], undefined, tree), [], role)
  assert.deepEqual(recordedGrids([{ role: 'liaison', orgId: 'o' }], undefined, tree), [])
  assert.deepEqual(recordedGrids([grantOf('community', 'e1')], undefined, tree), [])
})

test('whatever the grants, it is what lies there and whose unit is theirs or below theirs, each once', () => {
  const role = fc.constantFrom<StaffRole[]>('street', 'community', 'estateWorker', 'liaison')
  const grants = fc.array(fc.record({ role, gridId: fc.constantFrom(...IDS) }), { maxLength: 4 })
  fc.assert(
    fc.property(grants, fc.option(fc.constantFrom(...IDS), { nil: undefined }), (held, gridId) => {
      const keeps = (id: string) =>
        held.some(
          (grant) =>
            ['street', 'community'].includes(grant.role) &&
            tree.path(recordingUnit(id, tree).id).some((above) => above.id === grant.gridId),
        )
      const isAsked = (id: string) =>
        gridId === undefined || (keeps(gridId) && tree.path(id).some((above) => above.id === gridId))
      const asked = IDS.filter(isAsked)
      const told = recordedGrids(held, gridId, tree)
      if (told === 'all') assert.ok(keeps('s') && asked.length === IDS.length)
      else assert.deepEqual([...told].sort(), asked.filter(keeps).sort())
      for (const id of IDS) assert.equal(keeperRoles(held, id, tree).length > 0, keeps(id))
    }),
  )
})
