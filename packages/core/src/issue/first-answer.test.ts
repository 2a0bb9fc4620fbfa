import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Clock } from './schema.ts'
import { firstAnswer } from './first-answer.ts'

const limit = { amount: 60, unit: 'minutes' } as const
const response: Clock = {
  kind: 'response',
  period: 1,
  startedAt: '2026-03-02T01:00:00.000Z',
  limit,
  used: 0,
  dueAt: '2026-03-02T02:00:00.000Z',
  state: 'running',
}

test('says when an answer is due, and when it came', () => {
  assert.deepEqual(firstAnswer([{ ...response, kind: 'total' }, response]), { dueAt: response.dueAt })
  const cameAt = '2026-03-02T02:30:00.000Z'
  assert.deepEqual(firstAnswer([{ ...response, stoppedAt: cameAt, state: 'missed' }]), { dueAt: response.dueAt, cameAt })
  const { dueAt: _none, ...early } = response
  assert.deepEqual(firstAnswer([{ ...early, stoppedAt: cameAt, state: 'met' }]), { cameAt })
})

test('says nothing where nothing was promised', () => {
  assert.equal(firstAnswer([]), undefined)
})
