import assert from 'node:assert/strict'
import { test } from 'node:test'
import { INSTANCES } from '../../../../../bench/roster/instances.ts'
import { rosterProblemSchema } from '../planning-schema.ts'
import { checkRosterProblem } from './check-roster-problem.ts'

const { day, week, ...small } = INSTANCES

for (const [name, make] of Object.entries(small)) {
  test(`the benchmark's ${name} is a sound problem, the same each time`, () => {
    const problem = make()
    assert.deepEqual(rosterProblemSchema.parse(problem), problem)
    assert.deepEqual(checkRosterProblem(problem), [])
    assert.deepEqual(make(), problem)
  })
}

test('the whole day and the whole week are as large as they are said to be', () => {
  const [ofDay, ofWeek] = [day(), week()]
  assert.deepEqual([ofDay.slots.length, ofDay.people.length], [1030, 10_000])
  assert.deepEqual([ofWeek.slots.length, ofWeek.people.length], [7 * 3 * 200, 3000])
  for (const problem of [ofDay, ofWeek]) assert.deepEqual(checkRosterProblem(rosterProblemSchema.parse(problem)), [])
  // Counted by grids alone, of which everybody's have a seat for anybody and one for each role.
  const options = ofDay.people.reduce((sum, { grids = [], roles = [] }) => sum + grids.length * (1 + roles.length), 0)
  assert.ok(198_000 < options && options < 206_000, `Expected about 200,000 options, came ${options}`)
})
