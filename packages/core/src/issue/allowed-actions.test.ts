import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACTORS, context, inState } from '../../test/sample-issue.ts'
import { allowedActions } from './allowed-actions.ts'
import { actorRoleSchema, issueStateSchema } from './schema.ts'
import type { ActorRole, IssueState } from './schema.ts'

/** A word is anybody's whom the issue concerns. */
const NOTES = {
  returned: 'note',
  escalated: 'note',
  suspended: 'note',
  resolved: 'note',
  verified: 'note',
  closed: 'note',
  reopened: 'note',
} as const

/** What each role may do in each state; a state that is not named: nothing. */
const MAY: Record<ActorRole, Partial<Record<IssueState, string>>> = {
  street: {
    submitted: 'accept reject merge correct note',
    accepted: 'start dispatch escalate merge extend correct note',
    dispatched: 'start return escalate merge extend reassign correct note',
    handling: 'resolve return escalate suspend extend reassign correct note',
    returned: 'dispatch escalate correct note',
    escalated: 'dispatch correct note',
    suspended: 'resume note',
    resolved: 'verify reopen note',
    verified: 'close reopen note',
    closed: 'reopen note',
    reopened: 'dispatch correct note',
    merged: 'unmerge',
  },
  community: {
    submitted: 'accept reject merge correct note',
    accepted: 'start dispatch escalate merge extend correct note',
    dispatched: 'start return escalate merge extend reassign correct note',
    handling: 'resolve return escalate suspend extend reassign correct note',
    returned: 'dispatch escalate correct note',
    escalated: 'dispatch correct note',
    suspended: 'resume note',
    resolved: 'verify reopen note',
    verified: 'close reopen note',
    closed: 'reopen note',
    reopened: 'dispatch correct note',
    merged: 'unmerge',
  },
  estateWorker: {
    submitted: 'accept reject merge correct note',
    accepted: 'start dispatch escalate merge correct note',
    dispatched: 'start return escalate merge reassign correct note',
    handling: 'resolve return escalate reassign correct note',
    returned: 'dispatch escalate correct note',
    escalated: 'note',
    suspended: 'note',
    resolved: 'verify reopen note',
    verified: 'close reopen note',
    closed: 'reopen note',
    reopened: 'dispatch correct note',
    merged: 'unmerge',
  },
  buildingHead: {
    submitted: 'accept note',
    accepted: 'start escalate note',
    dispatched: 'start return escalate note',
    handling: 'resolve return escalate note',
    ...NOTES,
  },
  liaison: {
    ...NOTES,
    submitted: 'accept note',
    accepted: 'start note',
    dispatched: 'start return note',
    handling: 'resolve return note',
  },
  inspector: {
    ...NOTES,
    submitted: 'note',
    accepted: 'note',
    dispatched: 'note',
    handling: 'note',
    resolved: 'verify reopen note',
    verified: 'reopen note',
    closed: 'reopen note',
  },
  resident: {
    ...NOTES,
    submitted: 'note',
    accepted: 'note',
    dispatched: 'note',
    handling: 'note',
    resolved: 'verify reopen note',
    verified: 'reopen note',
    closed: 'reopen rate note',
  },
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
