import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACTORS, COMPLETE, context, GOES_ON, inState, NOW, PHOTO, submitted } from '../../test/sample-issue.ts'
import { appointment } from '../../test/small-district.ts'
import { advance } from './advance.ts'
import type { AdvanceCommand } from './advance.ts'
import type { Actor, IssueContext } from './permission.ts'
import type { IssueReason } from './refusal.ts'
import { issueSchema } from './schema.ts'
import type { Assignee, Issue, IssueAction, Transition } from './schema.ts'

/** Takes one step that must be taken. */
function step(issue: Issue, actor: Actor, action: IssueAction, more: Partial<AdvanceCommand> = {}): Issue {
  const result = advance(issue, { action, version: issue.version, ...more }, { ...context, actor })
  assert.ok(result.ok, `${action} by ${actor.role}: ${JSON.stringify(result)}`)
  return result.issue
}

const refusalOf = (
  issue: Issue,
  actor: Actor,
  action: IssueAction,
  more: Partial<AdvanceCommand> = {},
  given: IssueContext = context,
) => {
  const result = advance(issue, { action, version: issue.version, ...more }, { ...given, actor })
  return result.ok ? undefined : result
}
const reasonOf = (...args: Parameters<typeof refusalOf>): IssueReason | undefined => refusalOf(...args)?.reason

const complete = { reason: '说明', evidence: [PHOTO] }
const { resident, street, community, estateWorker, buildingHead, liaison, inspector, auditor } = ACTORS

test('goes the whole way from submitted to closed, each step appended to the history', () => {
  let issue = submitted
  issue = step(issue, estateWorker, 'accept')
  issue = step(issue, community, 'dispatch')
  issue = step(issue, liaison, 'start')
  issue = step(issue, liaison, 'resolve', { evidence: [PHOTO] })
  issue = step(issue, inspector, 'verify')
  issue = step(issue, community, 'close')
  assert.equal(issue.state, 'closed')
  assert.equal(issue.version, 7)
  assert.deepEqual(
    issue.history.map(({ seq, from, action, to, actor }) => `${seq} ${from ?? '-'} ${action} ${to} ${actor.id}`),
    [
      '1 - report submitted reporter',
      '2 submitted accept accepted worker',
      '3 accepted dispatch dispatched community',
      '4 dispatched start handling liaison',
      '5 handling resolve resolved liaison',
      '6 resolved verify verified inspector',
      '7 verified close closed community',
    ],
  )
  assert.deepEqual(issueSchema.parse(issue), issue)
})

test('a building head settles a simple issue on the spot, and whoever reported it verifies', () => {
  let issue = submitted
  issue = step(issue, buildingHead, 'accept')
  issue = step(issue, buildingHead, 'start')
  issue = step(issue, buildingHead, 'resolve', { reason: '已搬走' })
  issue = step(issue, resident, 'verify')
  assert.equal(step(issue, estateWorker, 'close').state, 'closed')
})

test('returns the step that it appended, with time, reason and evidence', () => {
  const later = { ...context, now: NOW + 60_000 }
  const handling = inState('handling')
  const result = advance(handling, { action: 'resolve', version: 1, ...complete }, { ...later, actor: liaison })
  assert.ok(result.ok)
  const expected: Transition = {
    issueId: handling.id,
    seq: 2,
    action: 'resolve',
    from: 'handling',
    to: 'resolved',
    actor: { id: 'liaison', role: 'liaison' },
    at: '2026-03-02T01:01:00.000Z',
    reason: '说明',
    evidence: [PHOTO],
  }
  assert.deepEqual(result.transition, expected)
  assert.deepEqual(result.issue, {
    ...handling,
    state: 'resolved',
    version: 2,
    updatedAt: expected.at,
    history: [...handling.history, expected],
  })
})

test('leaves the issue that it was given as it is', () => {
  const before = structuredClone(submitted)
  step(submitted, community, 'accept')
  assert.deepEqual(submitted, before)
})

test('refuses a command on an older or newer version, and says which is current', () => {
  const issue = inState('submitted', { version: 3 })
  for (const version of [2, 4]) {
    assert.deepEqual(refusalOf(issue, community, 'accept', { version }), {
      ok: false,
      reason: 'version-conflict',
      detail: { sent: version, current: 3 },
    })
  }
})

test('takes a remark on whatever was seen before, and none on what was not there yet', () => {
  const issue = inState('submitted', { version: 3 })
  assert.equal(reasonOf(issue, community, 'note', { version: 4, reason: '说明' }), 'version-conflict')
  const remarked = advance(issue, { action: 'note', version: 1, reason: '说明' }, { ...context, actor: community })
  assert.ok(remarked.ok && remarked.transition.seq === 4)
})

test('refuses what the state does not allow, and says what it does', () => {
  assert.deepEqual(refusalOf(submitted, community, 'close'), {
    ok: false,
    reason: 'action-not-allowed',
    detail: {
      action: 'close',
      state: 'submitted',
      possible: ['accept', 'reject', 'merge', 'correct', 'publish', 'withhold', 'note'],
    },
  })
})

test('refuses a role that does not take the step, and says who does', () => {
  assert.deepEqual(refusalOf(submitted, buildingHead, 'reject', complete), {
    ok: false,
    reason: 'role-not-allowed',
    detail: { role: 'buildingHead', allowed: ['estateWorker', 'community', 'street'] },
  })
  assert.equal(reasonOf(submitted, auditor, 'accept'), 'role-not-allowed')
})

test('asks for a reason, and blanks are none', () => {
  for (const more of [{}, { reason: '  ' }, { evidence: [PHOTO] }]) {
    assert.deepEqual(refusalOf(submitted, community, 'reject', more), {
      ok: false,
      reason: 'reason-required',
      detail: { action: 'reject' },
    })
  }
})

test('asks for evidence of a resolution, or a reason where there is nothing to show', () => {
  for (const more of [{}, { evidence: [] }, { reason: ' ' }]) {
    assert.deepEqual(refusalOf(inState('handling'), liaison, 'resolve', more), {
      ok: false,
      reason: 'evidence-required',
      detail: { action: 'resolve', accepts: ['evidence', 'reason'] },
    })
  }
  assert.equal(reasonOf(inState('handling'), liaison, 'resolve', { reason: '电话答复' }), undefined)
})

test('nobody verifies their own work, in whatever role, but somebody else’s (INV-21)', () => {
  const resolved = step(inState('handling'), estateWorker, 'resolve', complete)
  const ownWork = { ok: false, reason: 'own-work', detail: { resolvedBy: 'worker' } }
  assert.deepEqual(refusalOf(resolved, estateWorker, 'verify'), ownWork)
  assert.deepEqual(refusalOf(resolved, { ...inspector, id: 'worker' }, 'verify'), ownWork)
  assert.equal(reasonOf(resolved, inspector, 'verify'), undefined)
})

test('it is the last resolution that counts: an earlier resolver may verify another’s', () => {
  const reopened = step(step(inState('handling'), estateWorker, 'resolve', complete), inspector, 'reopen', complete)
  const again = step(step(step(reopened, community, 'dispatch'), liaison, 'start'), liaison, 'resolve', complete)
  assert.equal(reasonOf(again, estateWorker, 'verify'), undefined)
  assert.equal(reasonOf(again, { ...community, id: 'liaison' }, 'verify'), 'own-work')
})

const REACH: [string, Actor, IssueReason | undefined][] = [
  ['the street without a grid reaches all of it', street, undefined],
  ['the street at the root too', { ...street, gridId: 's' }, undefined],
  ['a community its own subtree', community, undefined],
  ['another community does not', { ...community, gridId: 'c2' }, 'out-of-reach'],
  ['an estate beside it does not', { ...estateWorker, gridId: 'e2' }, 'out-of-reach'],
  ['a grid that is nowhere does not', { ...community, gridId: 'gone' }, 'out-of-reach'],
  ['a community without a grid reaches nothing', { id: 'x', role: 'community' }, 'out-of-reach'],
  ['the head of this building does', buildingHead, undefined],
  ['the head of the next one does not', { id: 'other-head', role: 'buildingHead', gridId: 'm2' }, 'out-of-reach'],
  ['nor with this building’s grid', { id: 'other-head', role: 'buildingHead', gridId: 'm1' }, 'not-appointed'],
  ['nor does a stranger in a head’s role', { id: 'stranger', role: 'buildingHead', gridId: 'm1' }, 'not-appointed'],
]

for (const [what, actor, reason] of REACH) {
  test(`reach: ${what}`, () => assert.equal(reasonOf(submitted, actor, 'accept'), reason))
}

test('a building head acts only while the appointment lasts, and only in that post', () => {
  const from = '2026-03-02T09:00:00+08:00'
  const to = '2026-03-03T09:00:00+08:00'
  const asked = (role: 'buildingHead' | 'volunteer', now: number) =>
    reasonOf(
      submitted,
      buildingHead,
      'accept',
      {},
      { ...context, appointments: [appointment(role, 'head', 'm1', from, to)], now },
    )
  assert.equal(asked('buildingHead', NOW - 1), 'not-appointed')
  assert.equal(asked('buildingHead', NOW), undefined)
  assert.equal(asked('buildingHead', Date.parse(to) - 1), undefined)
  assert.equal(asked('buildingHead', Date.parse(to)), 'not-appointed')
  assert.equal(asked('volunteer', NOW), 'not-appointed')
})

test('a resident acts in an issue of their own only, and only to verify and reopen', () => {
  const stranger: Actor = { id: 'stranger', role: 'resident', gridId: 'm1' }
  assert.deepEqual(refusalOf(inState('resolved'), stranger, 'verify'), {
    ok: false,
    reason: 'not-reporter',
    detail: { issueId: submitted.id },
  })
  assert.equal(reasonOf(inState('resolved'), resident, 'verify'), undefined)
  assert.equal(reasonOf(inState('closed'), resident, 'reopen', complete), undefined)
  assert.equal(reasonOf(submitted, resident, 'accept'), 'role-not-allowed')
})

test('whoever is out of reach learns neither version nor state', () => {
  const far: Actor = { ...community, gridId: 'c2' }
  assert.equal(reasonOf(submitted, far, 'close', { version: 99 }), 'out-of-reach')
})

test('of several reasons the version comes before the state, the state before the role, the role before what is missing', () => {
  assert.equal(reasonOf(submitted, auditor, 'close', { version: 99 }), 'version-conflict')
  assert.equal(reasonOf(submitted, auditor, 'close'), 'action-not-allowed')
  assert.equal(reasonOf(submitted, auditor, 'reject'), 'role-not-allowed')
  assert.equal(reasonOf(submitted, street, 'reject'), 'reason-required')
})

test('a step says what belongs to its action, and nothing else is written down', () => {
  const assignee = { role: 'liaison', orgId: 'o1' } as const
  const given = { ...context, actor: community, assigneePath: ['s', 'c1'] }
  const result = advance(inState('accepted'), { ...COMPLETE, action: 'dispatch', version: 1, assignee }, given)
  assert.ok(result.ok)
  const dispatched = result.issue
  const { assignee: to, into, extension, rating } = dispatched.history.at(-1)!
  assert.deepEqual({ to, into, extension, rating }, { to: assignee, into: undefined, extension: undefined, rating: undefined })
  assert.deepEqual(step(inState('closed'), resident, 'rate', { rating: 2 }).history.at(-1)!.rating, 2)
  assert.deepEqual(refusalOf(inState('closed'), resident, 'rate'), {
    ok: false,
    reason: 'detail-required',
    detail: { action: 'rate', field: 'rating' },
  })
})

test('it goes to a post of its own place, or to an organisation within reach by its liaison', () => {
  const refusal = (assignee: Assignee, assigneePath?: string[], actor = community) => {
    const given = { ...context, actor, assigneePath }
    const result = advance(inState('accepted'), { action: 'dispatch', version: 1, assignee }, given)
    return result.ok ? undefined : result.reason
  }
  assert.equal(refusal({ role: 'estateWorker', gridId: 'e1' }), undefined)
  assert.equal(refusal({ role: 'estateWorker', gridId: 'e2' }), 'assignee')
  assert.equal(refusal({ role: 'liaison', orgId: 'o1' }, ['s', 'c1', 'e2']), undefined)
  assert.equal(refusal({ role: 'liaison', orgId: 'o1' }, ['s', 'c2']), 'assignee')
  assert.equal(refusal({ role: 'liaison', orgId: 'o1' }, ['s', 'c2'], street), undefined)
  assert.equal(refusal({ role: 'liaison', orgId: 'gone' }), 'assignee')
  assert.equal(refusal({ role: 'liaison' }), 'assignee')
  assert.equal(refusal({ role: 'community', orgId: 'o1' }, ['s', 'c1']), 'assignee')
})

test('a term that does not belong to an action is not asked about', () => {
  const stray = { ...complete, extension: { amount: 60, unit: 'minutes' } as const }
  assert.equal(step(submitted, community, 'accept', stray).history.at(-1)!.extension, undefined)
})

test('an extension is in the unit of what was promised, and where nothing was there is none', () => {
  const handling = inState('handling')
  const extension = { amount: 60, unit: 'minutes' } as const
  assert.deepEqual(refusalOf(handling, community, 'extend', { ...complete, extension }), {
    ok: false,
    reason: 'extension-unit',
    detail: { sent: 'minutes', expected: 'workingDays' },
  })
  const { terms: _none, ...unpromised } = handling
  assert.equal(reasonOf(unpromised, community, 'extend', COMPLETE), 'nothing-promised')
  assert.deepEqual(step(handling, community, 'extend', COMPLETE).history.at(-1)!.extension, COMPLETE.extension)
})

test('duplicates form a star: the one that goes on is another, open, and the merged one has none of its own (INV-23)', () => {
  const merge = (given: Parameters<typeof advance>[2], into = GOES_ON.id) => {
    const result = advance(submitted, { ...COMPLETE, action: 'merge', version: 1, into }, given)
    return result.ok ? result.transition.into : result.detail
  }
  const by = { ...context, actor: community }
  assert.equal(merge({ ...by, target: GOES_ON }), GOES_ON.id)
  assert.deepEqual(merge(by), { into: GOES_ON.id })
  assert.deepEqual(merge({ ...by, target: { id: submitted.id, state: 'submitted' } }, submitted.id), { into: submitted.id })
  for (const state of ['merged', 'closed', 'rejected'] as const)
    assert.deepEqual(merge({ ...by, target: { ...GOES_ON, state } }), { into: GOES_ON.id, state })
  assert.deepEqual(merge({ ...by, target: GOES_ON, duplicates: 2 }), { into: GOES_ON.id, state: 'handling', duplicates: 2 })
})
