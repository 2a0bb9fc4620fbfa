import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { QuotaLine } from '../quota-schema.ts'
import { fairnessReport } from './fairness-report.ts'
import { quotaSentence } from './quota-sentence.ts'
import { quotaSums } from './quota-sums.ts'
import { rollUpQuota } from './roll-up-quota.ts'

const line = (due: number, carryOut: number, more: Partial<QuotaLine> = {}): QuotaLine => ({
  date: '2026-03-02',
  entitlement: 3,
  carryIn: 0,
  due,
  assigned: 0,
  fulfilled: 0,
  carryOut,
  ...more,
})

test('sums by composite committee, those without one last', () => {
  const sums = (due: number, assigned: number) => ({ entitlement: 2, due, assigned, fulfilled: 1 })
  assert.deepEqual(
    rollUpQuota([
      { superiorId: 'k2', ...sums(3, 2) },
      sums(1, 1),
      { superiorId: 'k1', ...sums(1, 1) },
      { superiorId: 'k2', ...sums(0, 0) },
    ]),
    [
      { superiorId: 'k1', organisations: 1, open: 0, ...sums(1, 1) },
      { superiorId: 'k2', organisations: 2, open: 1, entitlement: 4, due: 3, assigned: 2, fulfilled: 2 },
      { organisations: 1, open: 0, ...sums(1, 1) },
    ],
  )
})

const count = fc.nat(9)
const row = fc.record({
  superiorId: fc.constantFrom('k1', 'k2', 'k3', undefined),
  entitlement: count,
  due: count,
  assigned: count,
  fulfilled: count,
})

test('the rows of the roll-up sum up to all organisations', () => {
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const rolled = rollUpQuota(rows)
      assert.deepEqual(quotaSums(rolled), quotaSums(rows))
      assert.equal(
        rolled.reduce((all, { organisations }) => all + organisations, 0),
        rows.length,
      )
    }),
  )
})

test('the week’s report names whoever is farthest above and below their share', () => {
  const report = fairnessReport([
    { orgId: 'o1', lines: [line(1, -17, { assigned: 1 }), line(0, -14)] },
    { orgId: 'o2', lines: [line(0, 3), line(0, 6)] },
    { orgId: 'o3', lines: [line(0, 0)] },
    { orgId: 'o4', lines: [] },
  ])
  assert.deepEqual(report.mostAhead, { orgId: 'o1', entitlement: 6, due: 1, assigned: 1, fulfilled: 0, deviation: 14 })
  assert.equal(report.mostBehind?.orgId, 'o2')
  assert.equal(report.mostBehind?.deviation, -6)
  assert.deepEqual(
    report.organisations.map(({ deviation }) => deviation),
    [14, -6, 0, 0],
  )
  assert.deepEqual([report.due, report.assigned, report.entitlement], [1, 1, 15])
  const even = fairnessReport([{ orgId: 'o1', lines: [line(1, 0)] }])
  assert.equal('mostAhead' in even || 'mostBehind' in even, false)
})

test('the line a liaison reads', () => {
  assert.deepEqual(quotaSentence({ due: 3, assigned: 2 }, 'week'), {
    zh: '本周应派 3 人次，已报 2',
    en: '3 due this week, 2 named',
  })
  assert.deepEqual(quotaSentence({ due: 0, assigned: 1 }, 'today'), { zh: '今日应派 0 人次，已报 1', en: '0 due today, 1 named' })
  assert.equal(quotaSentence({ due: 4, assigned: 1 }, 'nextWeek').zh, '下周应派 4 人次，已报 1')
  assert.deepEqual(quotaSentence({ due: 0, assigned: 0 }, 'days'), { zh: '这几日无需派员', en: 'Nobody due in these days' })
})
