import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SMALL_DISTRICT, treeOf } from '../../../test/small-district.ts'
import { recordingUnit } from './recording-unit.ts'

test('the post’s community keeps the record, else the street', () => {
  const tree = treeOf(SMALL_DISTRICT)
  const units = ['m1', 'e3', 'd1', 'c2', 's', 'gone'].map((gridId) => recordingUnit(gridId, tree).id)
  assert.deepEqual(units, ['c1', 'c2', 'c2', 'c2', 's', 's'])
})
