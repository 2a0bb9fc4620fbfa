import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { isSdkError } from '../errors.ts'
import type { RosterProblem } from '../roster/planning-schema.ts'
import { createPlanner } from './create-planner.ts'

const slot = (id: string, day: number): RosterProblem['slots'][number] => ({
  id,
  postId: 'post',
  startsAt: `2026-06-0${day}T09:00:00+08:00`,
  endsAt: `2026-06-0${day}T12:00:00+08:00`,
  needs: [{ min: 1 }],
})

const problem: RosterProblem = {
  version: 1,
  timeZone: 'Asia/Shanghai',
  slots: [slot('mon', 1), slot('tue', 2)],
  people: [
    { id: 'anna' },
    { id: 'bo', unavailable: [{ startsAt: '2026-06-01T00:00:00+08:00', endsAt: '2026-06-02T00:00:00+08:00' }] },
  ],
}

test('in Node a plan is made in a thread, checked there, and mended', async () => {
  const planner = createPlanner()
  try {
    const plan = await planner.plan(problem, { seed: 1 })
    assert.deepEqual(plan.assignments, [
      { slotId: 'mon', personId: 'anna', need: 0 },
      { slotId: 'tue', personId: 'bo', need: 0 },
    ])
    assert.equal(plan.ended, 'optimal')
    const { valid } = await planner.verify(problem, plan)
    assert.equal(valid, true)
    const absent = [{ personId: 'bo' }]
    const { plan: mended, lost, added } = await planner.repair(problem, plan, { seed: 1, absent })
    assert.deepEqual(
      [lost, added],
      [[{ slotId: 'tue', personId: 'bo', need: 0 }], [{ slotId: 'tue', personId: 'anna', need: 0 }]],
    )
    assert.deepEqual(
      mended.assignments.map(({ slotId, personId }) => [slotId, personId]),
      [
        ['mon', 'anna'],
        ['tue', 'anna'],
      ],
    )
  } finally {
    planner.dispose()
  }
})

test('what the planner refuses comes back as it threw it', async () => {
  const planner = createPlanner()
  try {
    await assert.rejects(
      planner.plan({ ...problem, people: [{ id: 'anna' }, { id: 'anna' }] }, { seed: 1 }),
      (error) => isSdkError(error) && error.code === 'bad-argument' && /anna/.test(error.message),
    )
  } finally {
    planner.dispose()
  }
})

test('one that was disposed of refuses, before its first call too', async () => {
  const planner = createPlanner()
  const running = planner.plan(problem, { seed: 1 })
  planner.dispose()
  const isAborted = (error: unknown) => isSdkError(error) && error.code === 'aborted'
  await assert.rejects(running, isAborted)
  await assert.rejects(planner.plan(problem, { seed: 1 }), isAborted)
})

test('an address that is none is refused at once', () => {
  for (const endpoint of ['', 'nonsense', 'ftp://grid.example'])
    assert.throws(
      () => createPlanner({ endpoint }),
      (error) => isSdkError(error) && error.code === 'bad-argument',
    )
})

test('a program that forgets to dispose of it ends all the same', () => {
  const code = `
    import { createPlanner } from ${JSON.stringify(new URL('./create-planner.ts', import.meta.url).href)}
    const plan = await createPlanner().plan(${JSON.stringify(problem)}, { seed: 1 })
    console.log(plan.ended)
  `
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
    timeout: 120_000,
  })
  assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: 'optimal\n', stderr: '' })
})
