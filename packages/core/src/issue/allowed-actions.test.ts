import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACTORS, context, inState } from '../../test/sample-issue.ts'
import { allowedActions } from './allowed-actions.ts'
import { actorRoleSchema, issueStateSchema } from './schema.ts'
import type { ActorRole, IssueState } from './schema.ts'

/** What each role may do in each state; a state that is not named: nothing. */
const MAY: Record<ActorRole, Partial<Record<IssueState, string>>> = {
  street: {
    submitted: 'accept reject merge',
    accepted: 'start dispatch escalate merge',
    dispatched: 'start return escalate merge',
    handling: 'resolve return escalate suspend',
    returned: 'dispatch escalate',
    escalated: 'dispatch',
    suspended: 'resume',
    resolved: 'verify reopen',
    verified: 'close',
    closed: 'reopen',
    reopened: 'dispatch',
  },
  community: {
    submitted: 'accept reject merge',
    accepted: 'start dispatch escalate merge',
    dispatched: 'start return escalate merge',
    handling: 'resolve return escalate suspend',
    returned: 'dispatch escalate',
    escalated: 'dispatch',
    suspended: 'resume',
    resolved: 'verify reopen',
    verified: 'close',
    closed: 'reopen',
    reopened: 'dispatch',
  },
  estateWorker: {
    submitted: 'accept reject merge',
    accepted: 'start dispatch escalate merge',
    dispatched: 'start return escalate merge',
    handling: 'resolve return escalate',
    returned: 'dispatch escalate',
    resolved: 'verify reopen',
    verified: 'close',
    closed: 'reopen',
    reopened: 'dispatch',
  },
  buildingHead: {
    submitted: 'accept',
    accepted: 'start escalate',
    dispatched: 'start return escalate',
    handling: 'resolve return escalate',
  },
  liaison: { dispatched: 'start return', handling: 'resolve return' },
  inspector: { resolved: 'verify reopen', closed: 'reopen' },
  resident: { resolved: 'verify reopen', closed: 'reopen' },
  auditor: {},
}

for (const role of actorRoleSchema.options) {
  test(`tells what the ${role} may do in each state`, () => {
    for (const state of issueStateSchema.options) {
      assert.equal(allowedActions(inState(state), ACTORS[role], context).join(' '), MAY[role][state] ?? '', state)
    }
  })
}

test('tells whoever is out of reach of nothing', () => {
  for (const state of issueStateSchema.options) {
    assert.deepEqual(allowedActions(inState(state), { id: 'far', role: 'community', gridId: 'c2' }, context), [], state)
  }
})
