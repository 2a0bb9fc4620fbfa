import assert from 'node:assert/strict'
import test from 'node:test'
import * as fc from 'fast-check'
import { smallProblems } from '../../../test/roster/small-problems.ts'
import { planRoster, verifyRoster } from '../index.ts'
import type { RosterPlan, RosterProblem } from '../planning-schema.ts'

const DATES = ['2026-03-09', '2026-03-10', '2026-03-11']
const slot = (id: string, date: string, from: string, to: string, min = 1): RosterProblem['slots'][number] => ({
  id,
  postId: 'gate',
  startsAt: `${date}T${from}:00+08:00`,
  endsAt: `${date}T${to}:00+08:00`,
  needs: [{ min }],
})
const people = (count: number) => Array.from({ length: count }, (_, n): RosterProblem['people'][number] => ({ id: `p${n}` }))
const problem = (more: Partial<RosterProblem>): RosterProblem => ({
  version: 1,
  timeZone: 'Asia/Shanghai',
  slots: [],
  people: [],
  ...more,
})

/** A plan that the verifier has no word against. */
async function planned(asked: RosterProblem, options: Partial<Parameters<typeof planRoster>[1]> = {}): Promise<RosterPlan> {
  const plan = await planRoster(asked, { seed: 1, ...options })
  const { problems, contradictions } = verifyRoster(asked, plan)
  assert.deepEqual({ problems, contradictions }, { problems: [], contradictions: [] })
  return plan
}
const pairs = ({ assignments }: RosterPlan) => assignments.map(({ slotId, personId }) => `${personId} ${slotId}`)

test('a problem without slots or people has an empty plan', async () => {
  const plan = await planned(problem({}))
  assert.deepEqual([plan.assignments, plan.cost, plan.bound, plan.ended], [[], 0, 0, 'optimal'])
})

test('shifts are shared out so that everybody has served as often', async () => {
  const slots = DATES.map((date) => slot(date, date, '08:00', '12:00'))
  const plan = await planned(problem({ slots, people: [{ id: 'often', carried: 3 }, { id: 'seldom' }] }))
  assert.deepEqual(pairs(plan), ['seldom 2026-03-09', 'seldom 2026-03-10', 'seldom 2026-03-11'])
  assert.deepEqual(plan.fairness, { shifts: [1, 0, 0, 1], least: 3, most: 3, organisations: [] })
})

test('nobody serves in the morning who served until late; the seat stays empty where there is nobody else', async () => {
  const slots = [slot('late', DATES[0]!, '14:00', '22:00'), slot('early', DATES[1]!, '06:00', '14:00')]
  const alone = await planned(problem({ slots, people: people(1) }))
  assert.equal(alone.assignments.length, 1)
  assert.deepEqual([alone.unfilled.length, alone.ended, alone.binding.includes('restMinutes')], [1, 'optimal', true])
  const two = await planned(problem({ slots, people: people(2) }))
  assert.deepEqual([two.assignments.length, two.ended], [2, 'optimal'])
})

test('shifts of a day that overlap in a chain are filled as densely as one person can', async () => {
  const slots = [
    slot('a', DATES[0]!, '08:00', '11:00'),
    slot('b', DATES[0]!, '10:00', '14:00'),
    slot('c', DATES[0]!, '13:00', '16:00'),
  ]
  const plan = await planned(problem({ slots, people: people(1), rules: { limits: {} } }))
  assert.deepEqual(pairs(plan), ['p0 a', 'p0 c'])
  assert.equal(plan.ended, 'optimal')
})

test('a team comes whole or not at all, and whoever is kept apart is never in one slot', async () => {
  const slots = [slot('two', DATES[0]!, '08:00', '12:00', 2), slot('one', DATES[1]!, '08:00', '12:00', 1)]
  const team = await planned(problem({ slots, people: people(2), teams: [{ id: 't', members: ['p0', 'p1'] }] }))
  assert.deepEqual(pairs(team), ['p0 two', 'p1 two'])
  const apart = await planned(problem({ slots, people: people(2), apart: [['p0', 'p1']] }))
  assert.equal(apart.assignments.length, 2)
  assert.deepEqual([team.ended, apart.ended], ['optimal', 'optimal'])
})

test('organisations send whom they owe each day, where nothing speaks against it', async () => {
  const slots = DATES.map((date) => slot(date, date, '08:00', '12:00'))
  const asked = problem({
    slots,
    people: ['x', 'x', 'y'].map((orgId, n) => ({ id: `p${n}`, orgId })),
    quotas: DATES.flatMap((date) => [
      { orgId: 'x', date, due: 1 },
      { orgId: 'y', date, due: 0 },
    ]),
  })
  const plan = await planned(asked)
  assert.deepEqual([plan.costs.quotaShort, plan.costs.quotaOver, plan.ended], [0, 0, 'optimal'])
  assert.deepEqual(plan.fairness.organisations[0], { orgId: 'x', date: DATES[0], due: 1, assigned: 1 })
})

test('minutes count where shifts are of unequal length', async () => {
  const slots = [
    slot('long', DATES[0]!, '08:00', '18:00'),
    slot('half', DATES[1]!, '08:00', '13:00'),
    slot('other', DATES[2]!, '08:00', '13:00'),
  ]
  const plan = await planned(problem({ slots, people: people(1), rules: { limits: { minutesPerWeek: 600 } } }))
  assert.deepEqual(pairs(plan), ['p0 half', 'p0 other'])
})

test('what is fixed stands; what cannot stand together is named', async () => {
  const slots = [slot('a', DATES[0]!, '08:00', '12:00'), slot('b', DATES[0]!, '09:00', '13:00')]
  const fixed = [{ slotId: 'a', personId: 'p0' }]
  const asked = problem({ slots, people: [{ id: 'p0', carried: 9 }, { id: 'p1' }], fixed })
  assert.deepEqual(pairs(await planned(asked)), ['p0 a', 'p1 b'])
  await assert.rejects(planRoster({ ...asked, fixed: [...fixed, { slotId: 'b', personId: 'p0' }] }, { seed: 1 }), {
    code: 'bad-argument',
    message: 'Expected fixed assignments that one person can do together, got p0 in b, a',
  })
  await assert.rejects(planRoster({ ...asked, fixed: [{ slotId: 'c', personId: 'p0' }] }, { seed: 1 }), {
    code: 'bad-argument',
    message: 'Expected a slot of the problem, got c',
  })
})

test('who cancels at once has a plan all the same, with a bound that holds', async () => {
  const slots = DATES.map((date) => slot(date, date, '08:00', '12:00'))
  const asked = problem({ slots, people: people(3) })
  const cancelled = await planned(asked, { signal: AbortSignal.abort() })
  assert.equal(cancelled.ended, 'cancelled')
  assert.ok(cancelled.bound <= (await planned(asked)).cost)
})

test('who cancels at any time has a plan that keeps all rules, and a bound that no plan is below', async () => {
  await fc.assert(
    fc.asyncProperty(smallProblems({ slots: 6, people: 6 }), fc.nat(3), async (asked, rounds) => {
      const controller = new AbortController()
      if (rounds === 0) controller.abort()
      const onProgress = ({ iteration }: { iteration: number }) => void (iteration >= rounds && controller.abort())
      const cancelled = await planned(asked, { signal: controller.signal, onProgress })
      const { cost } = await planned(asked)
      assert.ok(cancelled.bound <= cost, `Expected at most ${cost}, got ${cancelled.bound}`)
    }),
    { numRuns: 40 },
  )
})

test('how people, slots, posts and organisations are called makes a plan no dearer', async () => {
  await fc.assert(
    fc.asyncProperty(smallProblems({ slots: 6, people: 6 }), async (asked) => {
      const renamed = JSON.parse(
        JSON.stringify(asked, (key, value: unknown) =>
          typeof value === 'string' && /^(id|personId|slotId|postId|orgId)$/.test(key) ? other(value) : value,
        ),
      ) as RosterProblem
      const members = (renamed.teams ?? []).map((team) => ({ ...team, members: team.members.map(other) }))
      const apart = (renamed.apart ?? []).map(([one, two]): [string, string] => [other(one), other(two)])
      const plan = await planned({ ...renamed, ...(asked.teams && { teams: members }), ...(asked.apart && { apart }) })
      const first = await planned(asked)
      assert.deepEqual([plan.cost, plan.bound, plan.ended], [first.cost, first.bound, first.ended])
    }),
    { numRuns: 40 },
  )
})

const other = (id: string) => `x${[...id].reverse().join('')}`
