import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { appointment, grid, SMALL_DISTRICT, treeOf } from '../../test/small-district.ts'
import type { Appointment } from './schema.ts'
import { createStaffingIndex } from './staffing-index.ts'
import { staffing } from './staffing.ts'

const day = (n: number) => Date.parse('2026-03-01T00:00:00+08:00') + n * 86_400_000
const text = (n: number) => new Date(day(n)).toISOString()

// Tomorrow m4 is split into m5 and m6, and m3 moves from e2 to e1.
const REDRAWN = treeOf([
  ...SMALL_DISTRICT.filter(({ id }) => id !== 'm4' && id !== 'm3'),
  grid('m3', 'micro', 'e1', { formerParents: [{ parentId: 'e2', until: text(1) }] }),
  grid('m4', 'micro', 'e3', { validTo: text(1) }),
  grid('m5', 'micro', 'e3', { validFrom: text(1), lineage: { op: 'split', from: ['m4'] } }),
  grid('m6', 'micro', 'e3', { validFrom: text(1), lineage: { op: 'split', from: ['m4'] } }),
])

test('a split takes effect at its instant: the former grid’s people are named until they are appointed anew', () => {
  const head = appointment('buildingHead', 'p1', 'm4')
  const next = appointment('buildingHead', 'p1', 'm5', text(2))
  const index = createStaffingIndex(REDRAWN, [head, next])
  const heads = (n: number) => index.at(day(n)).rates('e3').heads
  assert.deepEqual(
    [heads(0.9), heads(1), heads(2)],
    [
      { num: 1, den: 1 },
      { num: 0, den: 2 },
      { num: 1, den: 2 },
    ],
  )
  assert.deepEqual(index.at(day(0)).strays, [])
  const stray = { appointmentId: head.id, gridId: 'm4', personId: 'p1', role: 'buildingHead', reason: 'grid-not-valid' }
  assert.deepEqual(index.at(day(1)).strays, [stray])
  assert.deepEqual(
    index.at(day(1)).gaps.map(({ gridId }) => gridId),
    ['m1', 'm2', 'm3', 'm5', 'm6'],
  )
})

test('a grid counts under the parent that it has at the instant', () => {
  const index = createStaffingIndex(REDRAWN, [appointment('buildingHead', 'p3', 'm3')])
  const heads = (n: number) => ['e1', 'e2', 'c1'].map((id) => index.at(day(n)).rates(id).heads)
  const of = (num: number, den: number) => ({ num, den })
  assert.deepEqual(heads(0), [of(0, 2), of(1, 1), of(1, 3)])
  assert.deepEqual(heads(1), [of(1, 3), of(0, 0), of(1, 3)])
})

test('appointments for a grid that is not there, and heads of what is no micro-grid, are named', () => {
  const appointments = [
    appointment('volunteer', 'p1', 'gone'),
    appointment('buildingHead', 'p2', 'e1'),
    appointment('gridWorker', 'p3', 'e1'),
    appointment('volunteer', 'p4', 'd1'),
    appointment('buildingHead', 'p5', 'gone', text(-9), text(-8)),
  ]
  const { strays } = staffing(treeOf(SMALL_DISTRICT), appointments, day(0))
  assert.deepEqual(
    strays.map(({ personId, reason }) => [personId, reason]),
    [
      ['p1', 'unknown-grid'],
      ['p2', 'not-a-micro-grid'],
    ],
  )
})

test('tells when the staffing turns, and is the same object in between', () => {
  const index = createStaffingIndex(REDRAWN, [appointment('buildingHead', 'p1', 'm1', text(-1), text(3))])
  assert.deepEqual(index.turns, [-1, 1, 3].map(day))
  assert.equal(index.at(day(1)), index.at(day(3) - 1))
  assert.notEqual(index.at(day(1)), index.at(day(3)))
  assert.notEqual(index.at(day(1) - 1), index.at(day(1)))
})

const post = fc.record({
  role: fc.constantFrom<Appointment['role'][]>('buildingHead', 'dualPrimary', 'dualReserve', 'volunteer'),
  personId: fc.constantFrom('p1', 'p2', 'p3'),
  gridId: fc.constantFrom('m1', 'm3', 'm4', 'm5', 'm6', 'e1', 'nowhere'),
  from: fc.integer({ min: -3, max: 3 }),
  length: fc.option(fc.integer({ min: 0, max: 4 })),
})

test('asked for any instants in any order, it tells what a fresh count at each tells', () => {
  fc.assert(
    fc.property(
      fc.array(post, { maxLength: 30 }),
      fc.array(fc.integer({ min: -10, max: 14 }), { minLength: 1 }),
      (posts, moments) => {
        const appointments = posts.map(({ role, personId, gridId, from, length }) =>
          appointment(role, personId, gridId, text(from), length === null ? undefined : text(from + length)),
        )
        const index = createStaffingIndex(REDRAWN, appointments)
        for (const half of moments) {
          const told = index.at(day(half / 2))
          const fresh = staffing(REDRAWN, appointments, day(half / 2))
          assert.deepEqual([told.gaps, told.sharedHeads, told.strays], [fresh.gaps, fresh.sharedHeads, fresh.strays])
          for (const { id } of SMALL_DISTRICT) assert.deepEqual(told.rates(id), fresh.rates(id))
        }
      },
    ),
  )
})
