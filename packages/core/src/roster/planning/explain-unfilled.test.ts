import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { ReferenceQuestion } from '../../../test/roster/reference-model.ts'
import { isPossible } from '../../../test/roster/reference-optimum.ts'
import { smallProblems } from '../../../test/roster/small-problems.ts'
import type { PlanAssignment, PlanReasonCode, RosterProblem, UnfilledNeed } from '../planning-schema.ts'
import { explainUnfilled } from './explain-unfilled.ts'
import { planRoster } from './plan-roster.ts'
import { createRosterPlanner } from './roster-planner.ts'

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

/** Whether reasons are enough and none is too many. @returns rules that they name; none where the seat could be filled */
function assertReasons(problem: RosterProblem, assignments: readonly PlanAssignment[], unfilled: UnfilledNeed): PlanReasonCode[] {
  const canBe = asking(problem, countsOf(assignments), unfilled)
  const blocks = unfilled.reasons.flatMap(({ code, people }) => people.map((id): Block => [id, code]))
  const within = (all: readonly Block[]) => (id: string, code: PlanReasonCode) =>
    all.some(([person, block]) => person === id && block === code)
  if (unfilled.reasons.length === 0) {
    const isOpen = canBe(() => true)
    assert.ok(isOpen, 'Expected a seat without a reason to be one that can be filled')
    return []
  }
  assert.ok(!canBe(within(blocks)), `Expected enough reasons, came ${JSON.stringify(unfilled)}`)
  for (const block of blocks) {
    const others = blocks.filter((other) => other !== block)
    assert.ok(canBe(within(others)), `Expected ${block.join(' ')} to be needed, came ${JSON.stringify(unfilled)}`)
  }
  return unfilled.reasons.map(({ code }) => code)
}

test('reasons are enough to keep a seat empty, and none of them is too many', async () => {
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(smallProblems({ slots: 7, people: 7 }), async (problem) => {
      const { assignments } = await planRoster(problem, { seed: 1, iterationLimit: 30 })
      for (const unfilled of explainUnfilled(problem, assignments, { steps: 20_000_000 })) {
        assert.ok(unfilled.proven)
        for (const code of assertReasons(problem, assignments, unfilled)) seen.add(code)
      }
    }),
    { numRuns: RUNS },
  )
  // Which rules come depends on chance; that many of them do, does not.
  assert.ok(seen.size > 5, `Expected reasons of many rules, came ${[...seen].join(', ')}`)
})

test('where all slots are at one time reasons are proven without a search, of any plan, and when some do not come', async () => {
  const seen = new Map<string, number>()
  const see = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1)
  await fc.assert(
    fc.asyncProperty(
      smallProblems({ slots: 4, people: 7 }).map(atOneTime),
      fc.array(fc.nat(6), { maxLength: 2 }),
      fc.nat(6),
      async (problem, places, left) => {
        const check = (own: RosterProblem, assignments: readonly PlanAssignment[], all: readonly UnfilledNeed[]) => {
          for (const unfilled of all) {
            assert.ok(unfilled.proven)
            const codes = assertReasons(own, assignments, unfilled)
            if (codes.length === 0) see('could be filled')
            for (const code of codes) see(code)
          }
        }
        const planner = createRosterPlanner(problem)
        const { assignments, unfilled } = await planner.plan({ seed: 1 })
        check(problem, assignments, unfilled)
        const worse = assignments.filter((_, place) => place % 7 !== left)
        check(problem, worse, explainUnfilled(problem, worse, { steps: 0 }))
        const absent = places.flatMap((place) => problem.people[place] ?? []).map(({ id: personId }) => ({ personId }))
        const mended = await planner.repair({ assignments }, { seed: 1, absent })
        check(mended.problem, mended.plan.assignments, mended.plan.unfilled)
      },
    ),
    { numRuns: Math.ceil(RUNS / 2) },
  )
  for (const what of ['could be filled', 'on-duty', 'unavailable', 'outside-grids', 'too-far', 'nobody']) {
    assert.ok(seen.has(what), `Expected "${what}" among ${[...seen.keys()].join(', ')}`)
  }
})

/** The same with every slot at the first one's time, and with nothing that binds people together. */
function atOneTime(problem: RosterProblem): RosterProblem {
  const { startsAt, endsAt } = problem.slots[0]!
  const slots = problem.slots.map((slot) => ({ ...slot, startsAt, endsAt }))
  return { ...problem, slots, teams: [], apart: [], fixed: [] }
}

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
        assertReasons({ ...problem, fixed: assignments }, assignments, unfilled)
      }
    }),
    { numRuns: Math.ceil(RUNS / 4) },
  )
  assert.ok(unproven > 0, 'Expected a search without a step to prove little')
})
