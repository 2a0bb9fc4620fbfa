import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { appointment, grid, SMALL_DISTRICT, treeOf } from '../../test/small-district.ts'
import type { Appointment } from './schema.ts'
import { staffing } from './staffing.ts'

const tree = treeOf(SMALL_DISTRICT)
const at = Date.parse('2026-03-01T00:00:00+08:00')
const full = (gridId: string) => [
  appointment('buildingHead', `head-${gridId}`, gridId),
  appointment('dualPrimary', `dual-${gridId}`, gridId),
  appointment('volunteer', `volunteer-${gridId}`, gridId),
]

test('counts heads, dual registrants, volunteers and the whole 1+1+N over the micro-grids below each grid', () => {
  const appointments = [...full('m1'), ...full('m2').slice(0, 2), ...full('m4').slice(0, 1)]
  const { rates, gaps } = staffing(tree, appointments, at)
  const of = (num: number, den: number) => ({ num, den })
  assert.deepEqual(rates('s'), { heads: of(3, 4), dual: of(2, 4), volunteers: of(1, 4), full: of(1, 4) })
  assert.deepEqual(rates('c1'), { heads: of(2, 3), dual: of(2, 3), volunteers: of(1, 3), full: of(1, 3) })
  assert.deepEqual(rates('m1'), { heads: of(1, 1), dual: of(1, 1), volunteers: of(1, 1), full: of(1, 1) }, 'itself')
  assert.deepEqual(rates('d1').full, of(0, 0), 'a dedicated grid has no micro-grids')
  assert.deepEqual(rates('nowhere').full, of(0, 0))
  assert.deepEqual(gaps, [
    { gridId: 'm2', missing: ['volunteers'], doubled: [] },
    { gridId: 'm3', missing: ['head', 'dual', 'volunteers'], doubled: [] },
    { gridId: 'm4', missing: ['dual', 'volunteers'], doubled: [] },
  ])
})

test('an appointment holds from its first instant up to, not including, its last', () => {
  const former = appointment('buildingHead', 'p1', 'm1', '2026-01-01T00:00:00+08:00', '2026-03-01T00:00:00+08:00')
  const next = appointment('buildingHead', 'p2', 'm1', '2026-02-28T16:00:00Z')
  for (const moment of [at - 1, at, at + 1]) {
    assert.equal(staffing(tree, [former, next], moment).rates('m1').heads.num, 1, `${moment - at} ms after the handover`)
  }
  assert.equal(staffing(tree, [former], at).rates('m1').heads.num, 0)
  assert.equal(staffing(tree, [next], at - 1).rates('m1').heads.num, 0)
})

test('two heads or two primary dual registrants are a gap that is named, not a full post', () => {
  const appointments = [...full('m1'), appointment('buildingHead', 'p2', 'm1'), appointment('dualPrimary', 'p3', 'm1')]
  const { rates, gaps } = staffing(tree, appointments, at)
  assert.deepEqual([rates('m1').heads.num, rates('m1').dual.num, rates('m1').volunteers.num, rates('m1').full.num], [0, 0, 1, 0])
  assert.deepEqual(gaps[0], { gridId: 'm1', missing: [], doubled: ['head', 'dual'] })
})

test('counts persons: whoever is appointed twice is one, and a reserve is no primary', () => {
  const twice = [...full('m1'), appointment('buildingHead', 'head-m1', 'm1')]
  assert.equal(staffing(tree, twice, at).rates('m1').full.num, 1)
  const volunteerTwice = [...twice, appointment('volunteer', 'volunteer-m1', 'm1')]
  assert.equal(staffing(tree, volunteerTwice, at, { minVolunteers: 2 }).rates('m1').volunteers.num, 0)
  const reserve = [appointment('dualReserve', 'p9', 'm1')]
  assert.deepEqual(staffing(tree, reserve, at).gaps[0]?.missing, ['head', 'dual', 'volunteers'])
})

test('needs as many volunteers as are wanted, none included', () => {
  const appointments = [...full('m1'), appointment('volunteer', 'p2', 'm1')]
  assert.equal(staffing(tree, appointments, at, { minVolunteers: 2 }).rates('m1').full.num, 1)
  assert.equal(staffing(tree, appointments, at, { minVolunteers: 3 }).rates('m1').full.num, 0)
  assert.equal(staffing(tree, full('m1').slice(0, 2), at, { minVolunteers: 0 }).rates('m1').full.num, 1)
})

test('names a person who heads two micro-grids at once', () => {
  const appointments = [appointment('buildingHead', 'p1', 'm1'), appointment('buildingHead', 'p1', 'm4'), ...full('m2')]
  assert.deepEqual(staffing(tree, appointments, at).sharedHeads, [{ personId: 'p1', gridIds: ['m1', 'm4'] }])
})

test('counts only micro-grids that are valid at the instant', () => {
  const midnight = '2026-03-01T00:00:00+08:00'
  const redrawn = treeOf([
    ...SMALL_DISTRICT,
    grid('m5', 'micro', 'e3', { validTo: midnight }),
    grid('m6', 'micro', 'e3', { validFrom: midnight }),
    grid('m7', 'micro', 'e3', { validFrom: midnight }),
  ])
  assert.equal(staffing(redrawn, [], at - 1).rates('e3').heads.den, 2)
  assert.equal(staffing(redrawn, [], at).rates('e3').heads.den, 3)
})

const post = fc.record({
  role: fc.constantFrom<Appointment['role'][]>(
    'buildingHead',
    'dualPrimary',
    'dualReserve',
    'volunteer',
    'gridWorker',
    'gridChief',
  ),
  personId: fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5'),
  gridId: fc.constantFrom(...SMALL_DISTRICT.map(({ id }) => id), 'nowhere'),
  from: fc.integer({ min: -3, max: 3 }),
  length: fc.option(fc.integer({ min: 0, max: 4 })),
})

test('agrees with counting by hand, and a parent’s rate is the sum of its children’s', () => {
  const day = (n: number) => new Date(at + n * 86_400_000).toISOString()
  fc.assert(
    fc.property(fc.array(post, { maxLength: 60, size: 'max' }), fc.nat(3), (posts, minVolunteers) => {
      const appointments = posts.map(({ role, personId, gridId, from, length }) =>
        appointment(role, personId, gridId, day(from), length === null ? undefined : day(from + length)),
      )
      const { rates, gaps } = staffing(tree, appointments, at, { minVolunteers })
      for (const { id, level } of SMALL_DISTRICT) {
        if (level !== 'micro') continue
        const persons = (role: Appointment['role']) =>
          new Set(
            posts
              .filter((p) => p.role === role && p.gridId === id && p.from <= 0 && (p.length === null || p.from + p.length > 0))
              .map((p) => p.personId),
          ).size
        const heads = persons('buildingHead') === 1
        const dual = persons('dualPrimary') === 1
        const volunteers = persons('volunteer') >= minVolunteers
        const { heads: h, dual: d, volunteers: v, full: f } = rates(id)
        assert.deepEqual([h.num, d.num, v.num, f.num].map(Boolean), [heads, dual, volunteers, heads && dual && volunteers])
        assert.equal(
          gaps.some(({ gridId }) => gridId === id),
          !(heads && dual && volunteers),
        )
      }
      for (const { id } of SMALL_DISTRICT) {
        const children = tree.children(id).map((child) => rates(child.id))
        if (children.length === 0) continue
        for (const what of ['heads', 'dual', 'volunteers', 'full'] as const) {
          for (const part of ['num', 'den'] as const) {
            assert.equal(
              rates(id)[what][part],
              children.reduce((sum, child) => sum + child[what][part], 0),
            )
          }
        }
      }
    }),
    { numRuns: 500 },
  )
})
