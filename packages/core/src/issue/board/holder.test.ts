import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACTORS, context, submitted } from '../../../test/sample-issue.ts'
import { advance, allowedActions, askedLast, holderOf } from '../index.ts'
import type { AdvanceCommand } from '../index.ts'
import type { Assignee, Issue } from '../schema.ts'

const asked = (assignee: Assignee): Issue => ({ ...submitted, history: [{ ...submitted.history[0]!, assignee }] })
const step = (issue: Issue, actor: keyof typeof ACTORS, command: Omit<AdvanceCommand, 'version'>, more: object = {}): Issue => {
  const result = advance(issue, { version: issue.version, ...command }, { ...context, ...more, actor: ACTORS[actor] })
  if (!result.ok) throw new Error(result.reason)
  return result.issue
}
const head = { role: 'buildingHead', gridId: 'm1' } as const
const department = { role: 'liaison', orgId: 'o1' } as const

test('an issue is with whom the rules asked until somebody takes it on, then with whom it was dispatched to', () => {
  assert.equal(holderOf(submitted), undefined)
  const fresh = asked(head)
  assert.deepEqual(holderOf(fresh), head)
  const accepted = step(fresh, 'community', { action: 'accept' })
  assert.equal(holderOf(accepted), undefined)
  const dispatched = step(accepted, 'community', { action: 'dispatch', assignee: department }, { assigneePath: ['s', 'c1'] })
  assert.deepEqual([holderOf(dispatched), askedLast(dispatched)], [department, department])
  const returned = step(dispatched, 'liaison', { action: 'return', reason: '不属本单位' })
  assert.deepEqual([holderOf(returned), askedLast(returned)], [undefined, department])
})

test('a liaison takes on what their organisation was asked to handle, and nothing else', () => {
  const may = (issue: Issue, orgId: string) => allowedActions(issue, { id: 'l', role: 'liaison', orgId }, context)
  assert.deepEqual(may(asked(department), 'o1'), ['accept', 'note'])
  assert.deepEqual(may(asked(department), 'o2'), [])
  assert.deepEqual(may(asked(head), 'o1'), [])
  assert.deepEqual(may(submitted, 'o1'), [])
  const command = { action: 'accept', version: 1 } as const
  const result = advance(asked(department), command, { ...context, actor: { id: 'l', role: 'liaison', orgId: 'o1' } })
  assert.ok(result.ok && may(result.issue, 'o1').includes('start'))
  // Elsewhere by now: it is theirs no longer.
  assert.deepEqual(may(step(result.issue, 'community', { action: 'dispatch', assignee: head }), 'o1'), [])
})
