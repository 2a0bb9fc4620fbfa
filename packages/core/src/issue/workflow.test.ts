import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actorRoleSchema, issueActionSchema, issueStateSchema } from './schema.ts'
import type { IssueState } from './schema.ts'
import { isOpen, stepOf, stepsFrom, WORKFLOW } from './workflow.ts'

const STATES = issueStateSchema.options

/** State, action, state: the whole workflow once more, as a person would draw it. */
const ARROWS = `
submitted accept accepted | submitted reject rejected | submitted merge merged | merged unmerge submitted
accepted start handling | accepted dispatch dispatched | accepted escalate escalated | accepted merge merged
dispatched start handling | dispatched return returned | dispatched escalate escalated | dispatched merge merged
handling resolve resolved | handling return returned | handling escalate escalated | handling suspend suspended
returned dispatch dispatched | returned escalate escalated
escalated dispatch dispatched
suspended resume handling
resolved verify verified | resolved reopen reopened
verified close closed | verified reopen reopened
closed reopen reopened
reopened dispatch dispatched
accepted extend accepted | dispatched extend dispatched | handling extend handling
dispatched reassign dispatched | handling reassign dispatched
closed rate closed
${['submitted', 'accepted', 'dispatched', 'handling', 'returned', 'escalated', 'reopened'].map((state) => `${state} correct ${state}`).join(' | ')}
${[
  'submitted',
  'accepted',
  'dispatched',
  'handling',
  'returned',
  'escalated',
  'suspended',
  'resolved',
  'verified',
  'closed',
  'reopened',
]
  .map((state) => `${state} note ${state} | ${state} publish ${state} | ${state} withhold ${state}`)
  .join(' | ')}`
  .split(/[|\n]/)
  .map((arrow) => arrow.trim())
  .filter(Boolean)

test('has these steps and no others', () => {
  const steps = STATES.flatMap((state) => stepsFrom(state).map(([action, { to }]) => `${state} ${action} ${to}`))
  assert.deepEqual(steps.toSorted(), ARROWS.toSorted())
})

test('has every state and every action of the schema', () => {
  assert.deepEqual(Object.keys(WORKFLOW).toSorted(), [...STATES].toSorted())
  const used = new Set(STATES.flatMap((state) => stepsFrom(state).map(([action]) => action)))
  assert.deepEqual([...used].toSorted(), [...issueActionSchema.options].toSorted())
})

function reachable(start: IssueState): Set<IssueState> {
  const seen = new Set<IssueState>([start])
  for (const state of seen) for (const [, { to }] of stepsFrom(state)) seen.add(to)
  return seen
}

test('leads from the report to every state, and from every state but rejected to closed', () => {
  assert.equal(reachable('submitted').size, STATES.length)
  for (const state of STATES) assert.equal(reachable(state).has('closed'), state !== 'rejected', state)
})

test('counts as open whatever is not closed, rejected or merged', () => {
  assert.deepEqual(
    STATES.filter((state) => !isOpen(state)),
    ['closed', 'rejected', 'merged'],
  )
})

test('gives every step to somebody, and none to the auditor', () => {
  for (const state of STATES) {
    for (const [action, { by }] of stepsFrom(state)) {
      assert.ok(by.length > 0, `${state} ${action}`)
      assert.ok(!by.includes('auditor'), `${state} ${action}`)
      for (const role of by) assert.ok(actorRoleSchema.options.includes(role))
    }
  }
})

test('asks for a reason wherever somebody is told no or sent away', () => {
  for (const state of STATES) {
    for (const [action, { needs }] of stepsFrom(state)) {
      if (
        ['reject', 'return', 'escalate', 'suspend', 'reopen', 'merge', 'unmerge', 'extend', 'reassign', 'withhold'].includes(
          action,
        )
      )
        assert.ok(needs?.includes('reason'), `${state} ${action}`)
    }
  }
})

test('a word that every object knows is no step', () => {
  for (const word of ['constructor', 'toString', '__proto__']) assert.equal(stepOf('submitted', word as never), undefined)
})
