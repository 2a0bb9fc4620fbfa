import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isListed } from './is-listed.ts'
import { open311Status, stateOfOpen311 } from './open311-status.ts'
import { issueStageSchema, issueStateSchema, open311StatusSchema } from './schema.ts'
import type { IssueState } from './schema.ts'
import { stageOf } from './stage.ts'
import { isOpen, stepsFrom } from './workflow.ts'

const STATES = issueStateSchema.options

/** The whole projection once more, as a person would draw it. */
const DRAWN: Record<IssueState, string> = {
  submitted: 'pending open',
  accepted: 'handling open listed',
  dispatched: 'handling open listed',
  handling: 'handling open listed',
  returned: 'handling open listed',
  escalated: 'handling open listed',
  suspended: 'handling open listed',
  resolved: 'handling open listed',
  verified: 'handling open listed',
  reopened: 'handling open listed',
  closed: 'settled closed listed',
  merged: 'settled closed listed',
  rejected: 'settled closed',
}

test('every state has its stage, its Open311 status, and its place in lists for everybody or none', () => {
  for (const state of STATES) {
    const drawn = `${stageOf(state)} ${open311Status(state)}${isListed(state) ? ' listed' : ''}`
    assert.equal(drawn, DRAWN[state], state)
  }
})

test('a stage is settled exactly where Open311 says closed, and nobody has anything left to do', () => {
  for (const state of STATES) {
    assert.equal(stageOf(state) === 'settled', open311Status(state) === 'closed', state)
    assert.equal(open311Status(state) === 'open', isOpen(state), state)
  }
})

test('no stage is without a state, and the first is left by the first step that is no remark, no correction and no word on publishing', () => {
  assert.deepEqual(new Set(STATES.map(stageOf)), new Set(issueStageSchema.options))
  const after = stepsFrom('submitted').filter(([action]) => !['note', 'correct', 'publish', 'withhold'].includes(action))
  assert.ok(after.length > 0)
  for (const [action, { to }] of after) assert.notEqual(stageOf(to), 'pending', action)
})

test('what Open311 says comes back as what it says', () => {
  for (const status of open311StatusSchema.options) assert.equal(open311Status(stateOfOpen311(status)), status)
})
