import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays } from '../../calendar/local-days.ts'
import type { QuotaPlan } from '../quota-schema.ts'
import { previewQuota } from './preview-quota.ts'
import { quotaDays } from './quota-days.ts'

const FIRST = '2026-02-23'
const roll = [
  { orgId: 'o1', kind: 'twoNew', from: FIRST, registered: 20 },
  { orgId: 'o2', kind: 'twoNew', from: FIRST, registered: 10 },
  { orgId: 'c1', kind: 'courtyard', from: FIRST, registered: 10 },
]
const plan: QuotaPlan = { steps: [{ from: FIRST, ratio: { num: 1, den: 10 }, kinds: ['twoNew'] }], exempt: [] }

test('twice the ratio is twice as many, an exemption none, and another kind its own', () => {
  const wanted: QuotaPlan = {
    steps: [...plan.steps, { from: '2026-03-03', ratio: { num: 1, den: 5 }, kinds: ['twoNew', 'courtyard'] }],
    exempt: [{ orgId: 'o2', from: '2026-03-03' }],
  }
  assert.deepEqual(previewQuota({ current: plan, wanted, roll, from: '2026-03-02', to: '2026-03-04' }), {
    now: 6,
    then: 9,
    organisations: [
      { orgId: 'c1', now: 0, then: 2 },
      { orgId: 'o1', now: 4, then: 6 },
      { orgId: 'o2', now: 2, then: 1 },
    ],
    days: [
      { date: '2026-03-02', now: 3, then: 3 },
      { date: '2026-03-03', now: 3, then: 6 },
    ],
  })
})

test('before the first plan nothing is due, and days before a plan are told too', () => {
  const { now, then, days } = previewQuota({ current: undefined, wanted: plan, roll, from: '2026-02-22', to: '2026-02-24' })
  assert.deepEqual([now, then], [0, 3])
  assert.deepEqual(days, [
    { date: '2026-02-22', now: 0, then: 0 },
    { date: FIRST, now: 0, then: 3 },
  ])
})

const anyPlan: fc.Arbitrary<QuotaPlan> = fc.record({
  steps: fc.uniqueArray(
    fc.record({
      from: fc.nat(20).map((days) => addDays(FIRST, days)),
      ratio: fc.constantFrom({ num: 1, den: 20 }, { num: 3, den: 100 }, { num: 1, den: 2 }),
      kinds: fc.constantFrom<QuotaPlan['steps'][number]['kinds'][]>(['twoNew'], ['twoNew', 'courtyard']),
    }),
    { minLength: 1, maxLength: 3, selector: ({ from }) => from },
  ),
  exempt: fc.array(
    fc.record({ orgId: fc.constantFrom('o1', 'o2', 'c1'), from: fc.nat(30).map((days) => addDays(FIRST, days)) }),
    { maxLength: 2 },
  ),
})

test('days and organisations have one sum, each plan its own lines, and a plan beside itself changes nothing', () => {
  fc.assert(
    fc.property(
      anyPlan,
      anyPlan,
      fc.integer({ min: -5, max: 25 }),
      fc.integer({ min: 1, max: 14 }),
      (current, wanted, start, length) => {
        const from = addDays(FIRST, start)
        const span = { from, to: addDays(from, length), roll }
        const { now, then, organisations, days } = previewQuota({ current, wanted, ...span })
        assert.equal(days.length, length)
        for (const [which, total, of] of [
          ['now', now, current],
          ['then', then, wanted],
        ] as const) {
          assert.equal(
            organisations.reduce((sum, one) => sum + one[which], 0),
            total,
          )
          assert.equal(
            days.reduce((sum, one) => sum + one[which], 0),
            total,
          )
          const told = new Map(quotaDays({ plan: of, ...span }).organisations.map((one) => [one.orgId, one.days]))
          for (const one of organisations)
            assert.equal(
              one[which],
              told.get(one.orgId)!.reduce((sum, { due }) => sum + due, 0),
            )
        }
        for (const one of previewQuota({ current, wanted: current, ...span }).days) assert.equal(one.now, one.then)
      },
    ),
    { numRuns: 1_000 },
  )
})
