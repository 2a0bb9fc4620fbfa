import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { QuotaPlan } from '../quota-schema.ts'
import { addDays } from '../../calendar/local-days.ts'
import { quotaDays } from './quota-days.ts'
import { reviseQuotaPlan } from './revise-quota-plan.ts'

const TODAY = '2026-03-10'
const step = (from: string, num = 1): QuotaPlan['steps'][number] => ({ from, ratio: { num, den: 20 }, kinds: ['twoNew'] })
const plan = (steps: QuotaPlan['steps'], exempt: QuotaPlan['exempt'] = []): QuotaPlan => ({ steps, exempt })
const current = plan([step('2026-03-01')], [{ orgId: 'o1', from: '2026-03-05' }])

test('a first plan begins today or later', () => {
  assert.ok(reviseQuotaPlan(undefined, plan([step(TODAY)]), { today: TODAY }).ok)
  assert.deepEqual(reviseQuotaPlan(undefined, plan([step('2026-03-09')]), { today: TODAY }), {
    ok: false,
    reason: 'past-changed',
    detail: { date: '2026-03-09', earliest: TODAY },
  })
})

test('from today on everything may change; what was may not', () => {
  const cases: [QuotaPlan, string | true][] = [
    [current, true],
    [plan([...current.steps, step(TODAY, 2)], current.exempt), true],
    // An exemption that goes on may end today, not yesterday.
    [plan(current.steps, [{ orgId: 'o1', from: '2026-03-05', to: TODAY }]), true],
    [plan(current.steps, [{ orgId: 'o1', from: '2026-03-05', to: '2026-03-09' }]), '2026-03-05'],
    [plan(current.steps, []), '2026-03-05'],
    [plan(current.steps, [...current.exempt, { orgId: 'o2', from: '2026-03-08' }]), '2026-03-08'],
    [plan([step('2026-03-01', 2)], current.exempt), '2026-03-01'],
    [plan([step('2026-03-02')], current.exempt), '2026-03-01'],
  ]
  for (const [wanted, expected] of cases) {
    const result = reviseQuotaPlan(current, wanted, { today: TODAY })
    assert.equal(result.ok || (result.reason === 'past-changed' && result.detail.date), expected)
  }
})

test('a day has one ratio, and an exemption ends after it begins', () => {
  const twice = reviseQuotaPlan(undefined, plan([step(TODAY), step(TODAY, 2)]), { today: TODAY })
  assert.deepEqual(twice, { ok: false, reason: 'step-twice', detail: { from: TODAY } })
  const never = { orgId: 'o1', from: TODAY, to: TODAY }
  assert.deepEqual(reviseQuotaPlan(undefined, plan([step(TODAY)], [never]), { today: TODAY }), {
    ok: false,
    reason: 'exemption-ends-first',
    detail: never,
  })
})

test('ratios that together need finer parts than whole numbers hold are refused', () => {
  const at = (from: string, den: number) => ({ ...step(from), ratio: { num: 1, den } })
  assert.ok(reviseQuotaPlan(undefined, plan([at(TODAY, 1000), at('2026-03-11', 300)]), { today: TODAY }).ok)
  assert.deepEqual(reviseQuotaPlan(undefined, plan([at(TODAY, 9973), at('2026-03-11', 9967)]), { today: TODAY }), {
    ok: false,
    reason: 'ratios-too-fine',
    detail: { den: 9973 * 9967, most: 100_000 },
  })
})

const day = fc.nat(20).map((days) => addDays('2026-03-01', days))
const anyPlan: fc.Arbitrary<QuotaPlan> = fc.record({
  steps: fc.uniqueArray(
    fc.record({ from: day, num: fc.integer({ min: 1, max: 20 }) }).map(({ from, num }) => step(from, num)),
    {
      minLength: 1,
      maxLength: 3,
      selector: ({ from }) => from,
    },
  ),
  exempt: fc.array(
    fc
      .record({ orgId: fc.constantFrom('o1', 'o2'), from: day, length: fc.option(fc.integer({ min: 1, max: 9 })) })
      .map(({ orgId, from, length }) => (length === null ? { orgId, from } : { orgId, from, to: addDays(from, length) })),
    { maxLength: 3 },
  ),
})

test('whatever revision is accepted, the days that are over stay as they were', () => {
  const roll = [3, 12, 1].map((registered, index) => ({ orgId: `o${index + 1}`, kind: 'twoNew', from: '2026-03-01', registered }))
  let accepted = 0
  fc.assert(
    fc.property(anyPlan, anyPlan, day, fc.boolean(), (old, wanted, today, keeps) => {
      // Half of them keep what was, as somebody at a screen would.
      const kept = plan(
        [...old.steps.filter(({ from }) => from < today), ...wanted.steps.filter(({ from }) => from >= today)],
        [...old.exempt.filter(({ from }) => from < today), ...wanted.exempt.filter(({ from }) => from >= today)],
      )
      const result = reviseQuotaPlan(old, keeps ? kept : wanted, { today })
      if (!result.ok) return
      accepted += 1
      const before = (facts: QuotaPlan) => quotaDays({ plan: facts, roll, from: '2026-03-01', to: today }).organisations
      const due = (facts: QuotaPlan) => before(facts).map(({ days }) => days.map((one) => [one.date, one.due]))
      assert.deepEqual(due(result.plan), due(old))
    }),
    { numRuns: 2_000 },
  )
  assert.ok(accepted > 500)
})
