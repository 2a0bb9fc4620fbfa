import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { ReferenceQuestion } from '../../../test/roster/reference-model.ts'
import { isPossible } from '../../../test/roster/reference-optimum.ts'
import { smallProblems } from '../../../test/roster/small-problems.ts'
import type { PlanAssignment, PlanReasonCode, RosterProblem, UnfilledNeed } from '../planning-schema.ts'
import { explainUnfilled } from './explain-unfilled.ts'
import { planRoster } from './plan-roster.ts'

const RUNS = Number(process.env.WANGGE_ROSTER_RUNS ?? 50)

type Block = readonly [personId: string, code: PlanReasonCode]

/** Asks HiGHS, which knows nothing of how reasons are found, with the given rules of the slot in force and no others. */
function asking(problem: RosterProblem, counts: ReadonlyMap<string, number>, { slot, need }: UnfilledNeed) {
  const floors = new Map(
    problem.slots.flatMap(({ id, needs }) =>
      needs.map(({ min }, place) => [`${id} ${place}`, Math.min(min, counts.get(`${id} ${place}`) ?? 0)] as const),
    ),
  )
  const floor: ReferenceQuestion['floor'] = (slotId, place) =>
    floors.get(`${slotId} ${place}`)! + (slotId === slot && place === need ? 1 : 0)
  return (isInForce: ReferenceQuestion['isInForce']) => isPossible(problem, { slotId: slot, floor, isInForce })
}

function countsOf(assignments: readonly PlanAssignment[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { slotId, need } of assignments) counts.set(`${slotId} ${need}`, (counts.get(`${slotId} ${need}`) ?? 0) + 1)
  return counts
}

test('reasons are enough to keep a seat empty, and none of them is too many', async () => {
  const seen = new Map<string, number>()
  const see = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1)
  await fc.assert(
    fc.asyncProperty(smallProblems({ slots: 7, people: 7 }), async (problem) => {
      const { assignments } = await planRoster(problem, { seed: 1, iterationLimit: 30 })
      const counts = countsOf(assignments)
      for (const unfilled of explainUnfilled(problem, assignments, { steps: 20_000_000 })) {
        const canBe = asking(problem, counts, unfilled)
        const blocks = unfilled.reasons.flatMap(({ code, people }) => people.map((id): Block => [id, code]))
        const within = (all: readonly Block[]) => (id: string, code: PlanReasonCode) =>
          all.some(([person, block]) => person === id && block === code)
        assert.ok(unfilled.proven)
        if (unfilled.reasons.length === 0) {
          assert.ok(
            canBe(() => true),
            'Expected a seat without a reason to be one that can be filled',
          )
          see('none')
          continue
        }
        assert.ok(!canBe(within(blocks)), `Expected enough reasons, came ${JSON.stringify(unfilled)}`)
        for (const block of blocks) {
          const others = blocks.filter((other) => other !== block)
          assert.ok(canBe(within(others)), `Expected ${block.join(' ')} to be needed, came ${JSON.stringify(unfilled)}`)
        }
        for (const { code } of unfilled.reasons) see(code)
      }
    }),
    { numRuns: RUNS },
  )
  // Which rules come depends on chance; that many of them do, does not.
  assert.ok(seen.size > 5, `Expected reasons of many rules, came ${JSON.stringify([...seen])}`)
})

test('reasons that the search had no time to prove hold as long as all others stay where they are', async () => {
  let unproven = 0
  await fc.assert(
    // A team that comes together is more than one who moves.
    fc.asyncProperty(smallProblems({ slots: 7, people: 7 }), async (made) => {
      const problem = { ...made, teams: [] }
      const { assignments } = await planRoster(problem, { seed: 1, iterationLimit: 30 })
      for (const unfilled of explainUnfilled(problem, assignments, { steps: 0 })) {
        if (unfilled.proven) continue
        unproven += 1
        const canBe = asking({ ...problem, fixed: assignments }, countsOf(assignments), unfilled)
        const blocks = unfilled.reasons.flatMap(({ code, people }) => people.map((id): Block => [id, code]))
        const within = (all: readonly Block[]) => (id: string, code: PlanReasonCode) =>
          all.some(([person, block]) => person === id && block === code)
        assert.ok(!canBe(within(blocks)), `Expected enough reasons, came ${JSON.stringify(unfilled)}`)
        for (const block of blocks) {
          const others = blocks.filter((other) => other !== block)
          assert.ok(canBe(within(others)), `Expected ${block.join(' ')} to be needed, came ${JSON.stringify(unfilled)}`)
        }
      }
    }),
    { numRuns: Math.ceil(RUNS / 4) },
  )
  assert.ok(unproven > 0, 'Expected a search without a step to prove little')
})
