import assert from 'node:assert/strict'
import { it } from 'node:test'
import { createGridTree } from '@wangge/core/grid'
import type { Appointment, GridRecord } from '@wangge/core/grid/schema'
import { rememberStaffing } from './remember-staffing.ts'

const REDRAWN = '2026-03-10T00:00:00+08:00'
const APPOINTED = '2026-03-15T00:00:00+08:00'
const name = { zh: '网格', en: 'Grid' }
const grid = (id: string, level: GridRecord['level'], parentId?: string, validity: object = {}): GridRecord => ({
  id,
  level,
  ...(parentId && { parentId }),
  name,
  codes: [],
  ...validity,
})

// One micro-grid is split into two at the redraw; one of the two gets its head five days later.
const records = [
  grid('root', 'subdistrict'),
  grid('c', 'community', 'root'),
  grid('e', 'estate', 'c'),
  grid('whole', 'micro', 'e', { validTo: REDRAWN }),
  grid('east', 'micro', 'e', { validFrom: REDRAWN }),
  grid('west', 'micro', 'e', { validFrom: REDRAWN }),
]
const appointments: Appointment[] = [{ id: 'a', role: 'buildingHead', personId: 'p', gridId: 'east', from: APPOINTED }]

const remembered = () => {
  const result = createGridTree(records)
  assert.ok(result.ok, JSON.stringify(result))
  return rememberStaffing(result.tree, appointments)
}

it('turns with the redraw of a grid and with an appointment', () => {
  const staffing = remembered()
  const heads = (instant: string) => staffing(Date.parse(instant)).rates('root').heads
  assert.deepEqual(heads('2026-03-09T23:59:59+08:00'), { num: 0, den: 1 })
  assert.deepEqual(heads(REDRAWN), { num: 0, den: 2 })
  assert.deepEqual(heads(APPOINTED), { num: 1, den: 2 })
  assert.deepEqual(heads('2026-03-01T00:00:00+08:00'), { num: 0, den: 1 })
})

it('computes once between two turns', () => {
  const staffing = remembered()
  const first = staffing(Date.parse(REDRAWN))
  assert.equal(staffing(Date.parse(APPOINTED) - 1), first)
  assert.notEqual(staffing(Date.parse(APPOINTED)), first)
})
