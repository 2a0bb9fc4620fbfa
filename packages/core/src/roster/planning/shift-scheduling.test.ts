import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readInstance } from '../../../../../bench/roster/shift-scheduling.ts'
import { referenceOptimum } from '../../../test/roster/reference-optimum.ts'
import { planRoster } from './plan-roster.ts'

/** Made up: two days, an early and a late shift, three people. */
const INSTANCE = `# A comment

SECTION_HORIZON
2

SECTION_SHIFTS
E,480,
L,600,E

SECTION_STAFF
A,E=2|L=2,960,0,2,1,1,1
B,E=2|L=0,960,0,2,1,1,1
C,E=2|L=2,960,0,2,1,1,1

SECTION_DAYS_OFF
A,1

SECTION_SHIFT_ON_REQUESTS
B,0,E,3

SECTION_SHIFT_OFF_REQUESTS
C,0,L,2

SECTION_COVER
0,E,1,100,1
0,L,2,100,1
1,E,1,100,1
1,L,1,100,1
`

test('a public instance is read as far as a roster can say it', async () => {
  const { problem, constant, leftOut } = readInstance(INSTANCE)
  assert.deepEqual(
    problem.slots.map(({ id, needs }) => [id, needs[0]!.min]),
    [
      ['d0-E', 1],
      ['d0-L', 2],
      ['d1-E', 1],
      ['d1-L', 1],
    ],
  )
  assert.deepEqual(
    problem.forbidden?.map(({ slotId, personId }) => `${personId} ${slotId}`),
    ['A d1-E', 'A d1-L', 'B d0-L', 'B d1-L'],
  )
  assert.equal(constant, 3)
  assert.equal(leftOut.length, 6)
  const plan = await planRoster(problem, { seed: 1 })
  // B's wish for the early shift is met; A and C are late, C against theirs.
  assert.deepEqual([plan.cost + constant, plan.ended], [2, 'optimal'])
  assert.equal(plan.cost, referenceOptimum(problem).cost)
})

test('a file that is not of the format is refused by what came', () => {
  assert.throws(() => readInstance('14\n'), /Expected a section first, got "14"/)
  assert.throws(() => readInstance(INSTANCE.replace('0,E,1,100,1', '0,E,one,100,1')), /Expected a whole number, got "one"/)
  assert.throws(() => readInstance(INSTANCE.replace('0,E,1,100,1', '0,N,1,100,1')), /Expected a shift of the instance, got N/)
  assert.throws(() => readInstance(INSTANCE.replace('0,E,1,100,1', '0,E,1,50,1')), /Expected one weight/)
})
