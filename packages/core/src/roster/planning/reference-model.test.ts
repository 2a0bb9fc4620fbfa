import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { leastByTryingAll } from '../../../test/roster/by-trying-all.ts'
import { referenceOptimum } from '../../../test/roster/reference-optimum.ts'
import { smallProblems } from '../../../test/roster/small-problems.ts'
import { rosterProblemSchema } from '../planning-schema.ts'
import { ruleProblems } from './verify/rule-problems.ts'
import { seat } from './verify/seated.ts'
import { readSheet } from './verify/sheet.ts'

const RUNS = Number(process.env.WANGGE_ROSTER_RUNS ?? 120)

test('the made-up problems are of the schema and use all that a problem may say', () => {
  const said = new Set<string>()
  const look = (value: unknown, path: string) => {
    if (value === null || typeof value !== 'object') return void said.add(path)
    for (const [key, own] of Object.entries(value)) look(own, Array.isArray(value) ? `${path}[]` : `${path}.${key}`)
  }
  for (const problem of fc.sample(smallProblems({ slots: 5, people: 6 }), { numRuns: 300, seed: 1 })) {
    assert.deepEqual(rosterProblemSchema.parse(problem), problem)
    look(problem, '')
  }
  const expected = `
    .slots[].gridPath[] .slots[].position[] .slots[].priority .slots[].needs[].role .slots[].needs[].skills[] .slots[].needs[].wish
    .people[].orgId .people[].roles[] .people[].skills[] .people[].available[].startsAt .people[].unavailable[].startsAt
    .people[].grids[] .people[].home[] .people[].work[] .people[].wishes[].slotId .people[].wishes[].postId
    .people[].wishes[].date .people[].carried .people[].duties[].position[] .people[].limits.shiftsPerDay
    .people[].limits.shiftsPerWeek .people[].limits.minutesPerDay .people[].limits.minutesPerWeek .rules.restMinutes
    .rules.gapMinutes .rules.travel.metresPerMinute .rules.maxDistance .rules.limits.shiftsPerDay .weights.short.buildingHead
    .weights.wished .weights.quotaShort .weights.quotaOver .weights.fairness .weights.wish .weights.distance .quotas[].due
    .teams[].members[] .apart[][] .fixed[].need .forbidden[].slotId`
  assert.deepEqual(
    expected.split(/\s+/).filter((path) => path !== '' && !said.has(path)),
    [],
  )
})

test('the least cost by HiGHS is the least of all plans, each looked at', () => {
  let compared = 0
  fc.assert(
    fc.property(smallProblems({ slots: 4, people: 4 }), (problem) => {
      const least = leastByTryingAll(problem, 11)
      if (least === undefined) return
      compared += 1
      const { cost, assignments } = referenceOptimum(problem)
      assert.equal(cost, least)
      const sheet = readSheet(problem)
      assert.deepEqual(ruleProblems(sheet, seat(sheet, assignments).seating), [])
    }),
    { numRuns: RUNS },
  )
  assert.ok(compared > RUNS / 2, `Expected most to be small enough, came ${compared} of ${RUNS}`)
})
