import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { appointment, grid, SMALL_DISTRICT, treeOf } from '../../test/small-district.ts'
import { handoverGaps } from './handover-gaps.ts'
import { staffing } from './staffing.ts'

const day = (n: number) => Date.parse('2026-03-01T00:00:00+08:00') + n * 86_400_000
const text = (n: number) => new Date(day(n)).toISOString()
const tree = treeOf(SMALL_DISTRICT)
const MONTH = { from: day(0), to: day(31) }
const head = (personId: string, from: number, to?: number, gridId = 'm1') =>
  appointment('buildingHead', personId, gridId, text(from), to === undefined ? undefined : text(to))

test('names the time between one holder’s end and the next one’s beginning, who left and who comes', () => {
  const { gaps, overlaps } = handoverGaps(tree, [head('p1', -50, 9), head('p2', 14)], MONTH)
  assert.deepEqual(gaps, [{ gridId: 'm1', role: 'buildingHead', from: text(9), to: text(14), left: ['p1'], comes: ['p2'] }])
  assert.deepEqual(overlaps, [])
})

test('a handover at one instant, and a reappointment without a break, leave no gap', () => {
  assert.deepEqual(handoverGaps(tree, [head('p1', -50, 9), head('p2', 9)], MONTH), { gaps: [], overlaps: [] })
  assert.deepEqual(handoverGaps(tree, [head('p1', -50, 9), head('p1', 5)], MONTH), { gaps: [], overlaps: [] })
})

test('a leave without anybody announced is open-ended, a first holder to come has nobody before', () => {
  const announced = [head('p1', -50, 9), appointment('dualPrimary', 'p2', 'm2', text(20))]
  assert.deepEqual(handoverGaps(tree, announced, MONTH).gaps, [
    { gridId: 'm1', role: 'buildingHead', from: text(9), left: ['p1'], comes: [] },
    { gridId: 'm2', role: 'dualPrimary', to: text(20), left: [], comes: ['p2'] },
  ])
})

test('handovers that overlap are told with their time and who holds the post', () => {
  const { gaps, overlaps } = handoverGaps(tree, [head('p2', 5), head('p1', -50, 9)], MONTH)
  assert.deepEqual(overlaps, [{ gridId: 'm1', role: 'buildingHead', from: text(5), to: text(9), holders: ['p1', 'p2'] }])
  assert.deepEqual(gaps, [])
  const open = handoverGaps(tree, [head('p2', 5), head('p1', -50)], MONTH).overlaps
  assert.deepEqual(open, [{ gridId: 'm1', role: 'buildingHead', from: text(5), holders: ['p1', 'p2'] }])
})

test('tells what lies in the window at least in part, with its own times, and nothing else', () => {
  const appointments = [head('p1', -50, -5), head('p2', 2, 20), head('p3', 40)]
  const spans = handoverGaps(tree, appointments, MONTH).gaps.map(({ from, to }) => [from, to])
  assert.deepEqual(spans, [
    [text(-5), text(2)],
    [text(20), text(40)],
  ])
  assert.deepEqual(handoverGaps(tree, appointments, { from: text(2), to: text(20) }).gaps, [])
  assert.equal(handoverGaps(tree, appointments, { from: text(19), to: text(20.5) }).gaps.length, 1)
})

test('a post is a post only while its grid is valid: a split makes gaps in its successors alone', () => {
  const redrawn = treeOf([
    ...SMALL_DISTRICT,
    grid('m5', 'micro', 'e3', { validTo: text(10) }),
    grid('m6', 'micro', 'e3', { validFrom: text(10) }),
  ])
  const { gaps } = handoverGaps(redrawn, [head('p1', -50, undefined, 'm5'), head('p1', 12, undefined, 'm6')], MONTH)
  assert.deepEqual(gaps, [{ gridId: 'm6', role: 'buildingHead', from: text(10), to: text(12), left: [], comes: ['p1'] }])
})

test('a window that is none is an error', () => {
  for (const window of [
    { from: day(1), to: day(1) },
    { from: day(2), to: day(1) },
    { from: 'soon', to: text(1) },
    { from: NaN, to: day(1) },
  ]) {
    assert.throws(() => handoverGaps(tree, [], window), { name: 'SdkError', code: 'bad-argument' })
  }
})

const term = fc.record({
  personId: fc.constantFrom('p1', 'p2', 'p3'),
  from: fc.integer({ min: -4, max: 12 }),
  length: fc.option(fc.nat(6)),
})

test('agrees with the staffing at every instant: missing in a gap, doubled in an overlap', () => {
  fc.assert(
    fc.property(fc.array(term, { minLength: 1, maxLength: 8 }), (terms) => {
      const appointments = terms.map(({ personId, from, length }) =>
        head(personId, from, length === null ? undefined : from + length),
      )
      const { gaps, overlaps } = handoverGaps(tree, appointments, { from: day(-1), to: day(10) })
      const isIn = (list: readonly { from?: string; to?: string }[], at: number) =>
        list.some(({ from, to }) => (from === undefined || Date.parse(from) <= at) && (to === undefined || at < Date.parse(to)))
      const held = terms.some(({ length }) => length !== 0)
      for (let n = -1; n < 10; n += 0.5) {
        const gap = staffing(tree, appointments, day(n)).gaps.find(({ gridId }) => gridId === 'm1')
        assert.equal(isIn(overlaps, day(n)), gap?.doubled.includes('head') ?? false, `${n}`)
        if (held) assert.equal(isIn(gaps, day(n)), gap?.missing.includes('head') ?? false, `${n}`)
      }
    }),
  )
})
