import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { referenceOptimum } from '../../../test/roster/reference-optimum.ts'
import { smallProblems } from '../../../test/roster/small-problems.ts'
import { rosterPlanSchema } from '../planning-schema.ts'
import type { RosterPlan, RosterProblem } from '../planning-schema.ts'
import { planRoster } from './plan-roster.ts'
import { verifyRoster } from './verify-roster.ts'

/** A slice of what was run once and written down (`bench/results/roster-equality.json`). */
const RUNS = Number(process.env.WANGGE_ROSTER_RUNS ?? 120)

async function verified(problem: RosterProblem, options: Partial<Parameters<typeof planRoster>[1]> = {}): Promise<RosterPlan> {
  const plan = await planRoster(problem, { seed: 1, ...options })
  assert.deepEqual(rosterPlanSchema.parse(plan), plan)
  assert.deepEqual(verifyRoster(problem, plan), { valid: true, problems: [], contradictions: [] })
  return plan
}

test('a plan that is told to be optimal costs what HiGHS finds, and no bound is above it', async () => {
  const ended = new Map<RosterPlan['ended'], number>()
  await fc.assert(
    fc.asyncProperty(smallProblems({ slots: 7, people: 7 }), async (problem) => {
      const plan = await verified(problem)
      const { cost } = referenceOptimum(problem)
      assert.ok(plan.bound <= cost && cost <= plan.cost, `Expected ${plan.bound} ≤ ${cost} ≤ ${plan.cost}`)
      if (plan.ended === 'optimal') assert.equal(plan.cost, cost)
      ended.set(plan.ended, (ended.get(plan.ended) ?? 0) + 1)
    }),
    { numRuns: RUNS },
  )
  assert.ok((ended.get('optimal') ?? 0) > 0.9 * RUNS, `Expected most to be proven, came ${JSON.stringify([...ended])}`)
})

test('a search that is cut short tells a bound and a plan that hold all the same', async () => {
  await fc.assert(
    fc.asyncProperty(smallProblems({ slots: 7, people: 7 }), fc.nat(3), async (problem, iterationLimit) => {
      const plan = await verified(problem, { iterationLimit })
      const { cost } = referenceOptimum(problem)
      assert.ok(plan.bound <= cost && cost <= plan.cost, `Expected ${plan.bound} ≤ ${cost} ≤ ${plan.cost}`)
    }),
    { numRuns: RUNS / 4 },
  )
})

test('the same seed gives the same plan', async () => {
  await fc.assert(
    fc.asyncProperty(smallProblems({ slots: 7, people: 7 }), fc.nat(), async (problem, seed) => {
      const first = await planRoster(problem, { seed, iterationLimit: 20 })
      assert.deepEqual(await planRoster(structuredClone(problem), { seed, iterationLimit: 20 }), first)
    }),
    { numRuns: RUNS / 10 },
  )
})

test('a minimum that weighs less than what is wished above it is left empty where that is cheaper', async () => {
  const plan = await verified({
    version: 1,
    timeZone: 'UTC',
    slots: [
      {
        id: 'a',
        postId: 'gate',
        startsAt: '2026-03-09T14:00:00Z',
        endsAt: '2026-03-09T18:00:00Z',
        needs: [
          { role: 'volunteer', min: 1, wish: 2 },
          { role: 'dualRegistrant', min: 2, wish: 3 },
        ],
      },
    ],
    people: [{ id: 'p' }, { id: 'q', roles: ['dualRegistrant'] }],
    weights: { short: { volunteer: 0, dualRegistrant: 3 }, wished: 4, fairness: 0, wish: 1 },
    fixed: [{ slotId: 'a', personId: 'p' }],
  })
  // Both as volunteers: two dual registrants short and one wished for. One as either: one short, two wished for.
  assert.deepEqual([plan.cost, plan.bound, plan.ended], [2 * 3 + 4, 10, 'optimal'])
})
