import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { dayInstance, weekInstance } from '../../../../../bench/roster/instances.ts'
import { referenceOptimum } from '../../../test/roster/reference-optimum.ts'
import { smallProblems } from '../../../test/roster/small-problems.ts'
import { rosterPlanSchema } from '../planning-schema.ts'
import type { RosterProblem } from '../planning-schema.ts'
import type { PlanAbsence } from './absences.ts'
import { weightsOf } from './plan-defaults.ts'
import type { PlanProgress } from './plan-options.ts'
import { planRoster } from './plan-roster.ts'
import { repairRoster } from './repair-roster.ts'
import type { PresentPlan, RosterRepair } from './repair-roster.ts'
import { createRosterPlanner } from './roster-planner.ts'
import { verifyRoster } from './verify-roster.ts'

const RUNS = Number(process.env.WANGGE_ROSTER_RUNS ?? 200)

function assertVerified({ plan, problem }: RosterRepair, present: PresentPlan): void {
  assert.deepEqual(rosterPlanSchema.parse(plan), plan)
  const { problems, contradictions } = verifyRoster(problem, plan, { present: present.assignments })
  assert.deepEqual({ problems, contradictions }, { problems: [], contradictions: [] })
}

/** The problem in which what is missing to minimums counts, then what stands of a plan, and nothing else. */
function fewestMoves(problem: RosterProblem, { assignments }: PresentPlan): RosterProblem {
  const { short } = weightsOf(problem)
  const dear = Object.fromEntries(Object.entries(short).map(([role, points]) => [role, points * DEAR]))
  return {
    ...problem,
    people: problem.people.map((person) => ({
      ...person,
      wishes: assignments.filter(({ personId }) => personId === person.id).map(({ slotId }) => ({ slotId, points: 1 })),
    })),
    weights: { short: dear, wished: 0, quotaShort: 0, quotaOver: 0, fairness: 0, wish: 1, distance: 0 },
  }
}
const DEAR = 1000

const absentOf = (problem: RosterProblem, places: readonly number[]): PlanAbsence[] =>
  [...new Set(places)].flatMap((place) => {
    const person = problem.people[place]
    return person ? [{ personId: person.id }] : []
  })

test('every mended plan keeps all rules; where that is said, none fills more, and none that fills as much moves fewer', async () => {
  let fewest = 0
  await fc.assert(
    fc.asyncProperty(smallProblems({ slots: 6, people: 7 }), fc.array(fc.nat(6), { maxLength: 3 }), async (problem, places) => {
      const present = await planRoster(problem, { seed: 1, iterationLimit: 50 })
      const repair = await repairRoster(problem, present, { seed: 1, absent: absentOf(problem, places) })
      assertVerified(repair, present)
      if (repair.lost.length === 0 || !repair.isFewest) return
      fewest += 1
      const stands = present.assignments.length - repair.lost.length - repair.moved.length - repair.dropped.length
      const { cost } = referenceOptimum(fewestMoves(repair.problem, present))
      assert.equal(repair.plan.costs.short * DEAR - stands, cost)
    }),
    { numRuns: RUNS },
  )
  assert.ok(fewest > RUNS / 10, `Expected many to be proven, came ${fewest}`)
})

test('one repair after the other is as good as each by itself, whatever the last plan and the last repair left', async () => {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(
      smallProblems({ slots: 7, people: 7 }),
      fc.array(fc.array(fc.nat(6), { maxLength: 3 }), { minLength: 2, maxLength: 4 }),
      async (problem, rounds) => {
        const planner = createRosterPlanner(problem)
        const present = await planner.plan({ seed: 1, iterationLimit: 5 })
        for (const places of rounds) {
          const options = { seed: 1, absent: absentOf(problem, places) }
          const warm = await planner.repair(present, options)
          assertVerified(warm, present)
          const cold = await repairRoster(problem, present, options)
          if (!warm.isFewest || !cold.isFewest) continue
          compared += 1
          const figures = ({ plan, moved, dropped }: RosterRepair) => [plan.costs.short, moved.length + dropped.length]
          assert.deepEqual(figures(warm), figures(cold))
        }
      },
    ),
    { numRuns: RUNS / 2 },
  )
  assert.ok(compared > RUNS / 10, `Expected many to be compared, came ${compared}`)
})

test('nothing moves where nobody is missed', async () => {
  await fc.assert(
    fc.asyncProperty(smallProblems({ slots: 7, people: 7 }), async (problem) => {
      const present = await planRoster(problem, { seed: 1, iterationLimit: 5 })
      const repair = await repairRoster(problem, present, { seed: 1 })
      assertVerified(repair, present)
      assert.deepEqual(repair.plan.assignments, present.assignments)
      assert.deepEqual([repair.lost, repair.moved, repair.added, repair.dropped], [[], [], [], []])
    }),
    { numRuns: RUNS },
  )
})

test('a twentieth of a day stays away: all that can be filled is, hardly anybody else moves; the same from the last basis', async () => {
  const whole = dayInstance({ seed: 1, scale: 0.1 })
  // Without a fifth of the grids there are people to spare.
  const problem = { ...whole, slots: whole.slots.filter((_, place) => place % 5 > 0) }
  const planner = createRosterPlanner(problem)
  const present = await planner.plan({ seed: 1 })
  const absent = problem.people.filter((_, place) => place % 20 === 7).map(({ id: personId }) => ({ personId }))
  const cold = await repairRoster(problem, present, { seed: 1, absent })
  const warm = await planner.repair(present, { seed: 1, absent })
  for (const repair of [cold, warm]) {
    assertVerified(repair, present)
    assert.ok(repair.isFewest)
    assert.ok(repair.moved.length + repair.dropped.length <= 0.1 * repair.lost.length)
    assert.equal(repair.plan.costs.short, cold.plan.costs.short)
    assert.equal(repair.plan.costs.move, cold.plan.costs.move)
    assert.equal(repair.plan.cost, cold.plan.cost)
  }
  const best = await planRoster(cold.problem, { seed: 1 })
  assert.equal(cold.plan.costs.short, best.costs.short)
  const again = await planner.repair(present, { seed: 1, absent: [] })
  assert.deepEqual(again.plan.assignments, present.assignments)
})

const shifts = (...hours: number[]) =>
  hours.map((hour, at) => ({
    id: `s${at}`,
    postId: 'gate',
    startsAt: `2026-03-09T${String(hour).padStart(2, '0')}:00:00Z`,
    endsAt: `2026-03-09T${String(hour + 2).padStart(2, '0')}:00:00Z`,
    needs: [{ min: 1 }],
  }))
const seat = (slotId: string, personId: string) => ({ slotId, personId, need: 0 })

test('who is away for a part of a day keeps the rest; somebody moves where nobody is free who may', async () => {
  const problem: RosterProblem = {
    version: 1,
    timeZone: 'UTC',
    slots: shifts(8, 12),
    people: [
      { id: 'ill' },
      { id: 'either' },
      { id: 'late', available: [{ startsAt: '2026-03-09T11:00:00Z', endsAt: '2026-03-09T20:00:00Z' }] },
    ],
  }
  const present = { assignments: [seat('s0', 'ill'), seat('s1', 'either')] }
  const absent = [{ personId: 'ill', endsAt: '2026-03-09T09:00:00Z' }]
  const repair = await repairRoster(problem, present, { seed: 1, absent })
  assertVerified(repair, present)
  assert.deepEqual(repair.lost, [seat('s0', 'ill')])
  assert.deepEqual(repair.plan.unfilled, [])
  assert.deepEqual(repair.moved, [{ ...seat('s0', 'either'), from: 's1' }])
  assert.equal(repair.added.length, 1)
})

test('a search for the mended plan tells how far it is, in what the plan itself costs', async () => {
  const problem = weekInstance({ seed: 1, scale: 0.02 })
  const present = await planRoster(problem, { seed: 1, iterationLimit: 3 })
  const absent = absentOf(problem, [3, 9, 21, 30, 44, 52])
  const told: PlanProgress[] = []
  const onProgress = (progress: PlanProgress) => void told.push(progress)
  const { plan } = await repairRoster(problem, present, { seed: 1, iterationLimit: 12, absent, onProgress })
  assert.ok(told.length > 0, 'Expected a plan that a flow alone does not find')
  assert.ok(told.every(({ cost, bound }) => bound <= cost))
  const { cost, bound } = told.at(-1)!
  assert.deepEqual([cost, bound], [plan.cost, plan.bound])
})

test('what a plan has against the rules does not stand', async () => {
  const problem: RosterProblem = {
    version: 1,
    timeZone: 'UTC',
    slots: shifts(8, 12),
    people: [{ id: 'one' }, { id: 'other', skills: ['first-aid'] }],
  }
  const present = { assignments: [seat('s0', 'one'), seat('s1', 'one')] }
  const repair = await repairRoster(problem, present, { seed: 1 })
  assertVerified(repair, present)
  assert.equal(repair.dropped.length + repair.moved.length, 1)
  assert.deepEqual(repair.plan.unfilled, [])
})

test('people, slots and needs that are not there are refused by name', async () => {
  const problem: RosterProblem = { version: 1, timeZone: 'UTC', slots: shifts(8), people: [{ id: 'one' }] }
  const nothing = { assignments: [] }
  const refusals: [Parameters<typeof repairRoster>, RegExp][] = [
    [[problem, nothing, { seed: 1, absent: [{ personId: 'two' }] }], /a person of the problem, got two/],
    [[problem, { assignments: [seat('s9', 'one')] }, { seed: 1 }], /a slot of the problem, got s9/],
    [[problem, { assignments: [{ ...seat('s0', 'one'), need: 1 }] }, { seed: 1 }], /a need of s0, got 1/],
  ]
  for (const [[...of], message] of refusals)
    await assert.rejects(repairRoster(...of), { name: 'SdkError', code: 'bad-argument', message })
})
