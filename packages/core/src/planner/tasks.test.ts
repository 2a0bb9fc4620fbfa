import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayInstance } from '../../../../bench/roster/instances.ts'
import type { RosterPlan, RosterProblem } from '../roster/planning-schema.ts'
import { repairRoster } from '../roster/planning/repair-roster.ts'
import type { CalledRepair } from './planner.ts'
import { createTasks } from './tasks.ts'

const running = () => ({ signal: new AbortController().signal, onProgress: () => {} })

test('what is kept of the last problem changes no answer but the time it takes; a problem that has changed is read anew', async () => {
  const whole = dayInstance({ seed: 2, scale: 0.02 })
  // A person with nothing to do all day is the change: who may serve is what is kept.
  const idle = whole.people[0]!
  const changed: RosterProblem = { ...whole, people: [{ ...idle, available: [] }, ...whole.people.slice(1)] }
  const tasks = createTasks()
  const planOf = async (problem: RosterProblem) =>
    (await tasks.plan(structuredClone({ problem, options: { seed: 1 } }), running()))['result'] as RosterPlan
  const plan = await planOf(whole)
  for (const problem of [whole, changed, whole, whole]) {
    for (const share of [7, 11]) {
      const absent = problem.people.filter((_, place) => place % 20 === share).map(({ id: personId }) => ({ personId }))
      const options = { seed: 1, absent }
      const body = structuredClone({ problem, plan: { assignments: plan.assignments }, options })
      const { plan: mended, lost } = (await tasks.repair(body, running()))['result'] as CalledRepair
      const anew = await repairRoster(problem, { assignments: plan.assignments }, options)
      assert.deepEqual(lost, anew.lost)
      assert.deepEqual(mended.costs, anew.plan.costs)
    }
  }
  assert.ok((await planOf(changed)).assignments.every(({ personId }) => personId !== idle.id))
})
