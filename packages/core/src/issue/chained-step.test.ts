import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PHOTO } from '../../test/sample-issue.ts'
import { chainedStep, committedText } from './chained-step.ts'
import type { Transition } from './schema.ts'

const STEP: Transition = {
  issueId: 'i1',
  seq: 5,
  action: 'dispatch',
  from: 'accepted',
  to: 'dispatched',
  actor: { id: 'p1', role: 'community' },
  at: '2026-03-02T09:00:00+08:00',
  reason: '请处理',
  evidence: [PHOTO],
  assignee: { role: 'liaison', orgId: 'o1' },
}
const COMMITMENTS = { actor: 'a', reason: 'r', evidence: 'e', report: 't' }

test('hashes as written down: what happened stands in the chain, what is somebody’s in commitments only', () => {
  const { seq, at, action, opening } = chainedStep(STEP, COMMITMENTS)
  assert.deepEqual([seq, at], [5, '2026-03-02T01:00:00.000Z'])
  assert.equal(action, '["dispatch","accepted","dispatched","community",{"assignee":{"orgId":"o1","role":"liaison"}}]')
  assert.deepEqual(opening, { salt: 'a', actor: 'r', subject: 'et' })
  assert.equal(committedText('actor', { salt: '00', transition: STEP }), '["00","p1"]')
  assert.equal(committedText('reason', { salt: '00', transition: STEP }), '["00","请处理"]')
  const { reason: _reason, ...silent } = STEP
  assert.equal(committedText('reason', { salt: '00', transition: silent }), '["00",null]')
  assert.equal(
    committedText('evidence', { salt: '00', transition: STEP }),
    `["00",[{"sha256":"${PHOTO.sha256}","size":200000,"type":"image/jpeg"}]]`,
  )
})

test('is the same in whatever order the fields came back, and with an instant in whatever offset', () => {
  const report = { description: '路灯不亮', attributes: { b: 1, a: ['x'] }, photos: [] }
  const mixed = { photos: [], attributes: { a: ['x'], b: 1 }, description: '路灯不亮', placeText: undefined! }
  const text = (content: typeof report) => committedText('report', { salt: '00', transition: STEP, report: content })
  assert.equal(text(report), text(mixed))
  const turned = { ...STEP, at: '2026-03-02T01:00:00Z', assignee: { orgId: 'o1', role: 'liaison' as const } }
  assert.deepEqual(chainedStep(turned, COMMITMENTS), chainedStep(STEP, COMMITMENTS))
})

test('tells a step from one that differs in anything', () => {
  const said = (change: Partial<Transition>) => JSON.stringify(chainedStep({ ...STEP, ...change }, COMMITMENTS))
  const changes: Partial<Transition>[] = [
    { seq: 6 },
    { action: 'reassign' },
    { from: 'returned' },
    { to: 'handling' },
    { at: '2026-03-02T09:00:01+08:00' },
    { actor: { id: 'p1', role: 'street' } },
    { assignee: { role: 'liaison', orgId: 'o2' } },
    { rating: 5 },
  ]
  for (const change of changes) assert.notEqual(said(change), said({}), JSON.stringify(change))
})
