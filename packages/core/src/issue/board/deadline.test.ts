import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Clock } from '../schema.ts'
import { deadlineOf } from './deadline.ts'

const NOW = Date.parse('2026-03-04T10:00:00+08:00')
const HOUR = 3_600_000
const at = (hours: number) => new Date(NOW + hours * HOUR).toISOString()

/** A clock that began and is due so many hours from now. */
const clock = (from: number, due: number | undefined, changes: Partial<Clock> = {}): Clock => ({
  kind: 'handling',
  period: 1,
  startedAt: at(from),
  limit: { amount: 1, unit: 'workingDays' },
  used: 0,
  ...(due !== undefined && { dueAt: at(due) }),
  state: 'running',
  ...changes,
})

const toneOf = (...clocks: Clock[]) => deadlineOf(clocks, NOW)?.tone

test('a deadline is near in its last quarter, in its last hour at any rate, and over at its end', () => {
  assert.equal(toneOf(clock(-1, 9)), 'ahead')
  assert.equal(toneOf(clock(-8, 3)), 'ahead')
  assert.equal(toneOf(clock(-9, 3)), 'soon')
  assert.equal(toneOf(clock(-0.1, 1)), 'soon')
  assert.equal(toneOf(clock(-1, 0)), 'overdue')
  assert.equal(toneOf(clock(-1, -0.5)), 'overdue')
})

test('what the server called over stays over, and what it read earlier goes on', () => {
  assert.equal(toneOf(clock(-5, -1, { state: 'overdue' })), 'overdue')
  assert.equal(deadlineOf([clock(-1, 5)], NOW + 6 * HOUR)?.tone, 'overdue')
})

test('the one that presses most is told; what has stopped presses nobody', () => {
  const met = clock(-9, -8, { state: 'missed', stoppedAt: at(-7) })
  assert.equal(deadlineOf([], NOW), undefined)
  assert.equal(deadlineOf([met], NOW), undefined)
  assert.deepEqual(deadlineOf([met, clock(-1, 20, { kind: 'total' }), clock(-9, 2)], NOW), {
    tone: 'soon',
    clock: 'handling',
    dueAt: NOW + 2 * HOUR,
  })
  assert.deepEqual(deadlineOf([clock(-1, undefined, { state: 'paused' })], NOW), { tone: 'paused', clock: 'handling' })
  assert.equal(toneOf(clock(-1, undefined, { state: 'paused' }), clock(-1, 20, { kind: 'total' })), 'ahead')
})
