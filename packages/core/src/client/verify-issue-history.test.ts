import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClientWorld } from '../../test/client-world.ts'
import { problem } from '../../test/faulty-district.ts'
import { employee } from '../../test/host-token.ts'
import type { HistoryVerification } from '../issue/schema.ts'
import type { TransportResponse } from '../ports/index.ts'

const PATH = '/v1/issues/i1/verification'
const HEAD = { seq: 3, hash: 'a'.repeat(64) }
const WHOLE: HistoryVerification = { ok: true, issues: 1, steps: 3, head: HEAD, findings: [] }
const message = { zh: '第 2 步被改动', en: 'Step 2 was changed' }
const BROKEN: HistoryVerification = { ...WHOLE, ok: false, findings: [{ code: 'changed', issueId: 'i1', seq: 2, message }] }

/** A district that answers nothing but this, and what it was asked. */
function openWorld(answer: () => TransportResponse) {
  const world = createClientWorld({ listens: false })
  const asked: { method: string; body: unknown }[] = []
  const { send } = world.district.transport
  world.district.transport.send = async (request) => {
    if (request.path !== PATH) return send(request)
    const { method, body } = request
    asked.push({ method, body })
    return answer()
  }
  return { ...world, asked }
}

const told = (body: unknown) => () => ({ status: 200, headers: {}, body })

test('the server goes through a history each time it is asked to, against a head that was kept elsewhere too', async () => {
  const { open, asked, stores } = openWorld(told(WHOLE))
  const client = open(employee())
  assert.deepEqual(await client.verifyIssueHistory({ issueId: 'i1' }), { ok: true, verification: WHOLE })
  assert.deepEqual(await client.verifyIssueHistory({ issueId: 'i1', head: HEAD }), { ok: true, verification: WHOLE })
  assert.deepEqual(asked, [
    { method: 'POST', body: {} },
    { method: 'POST', body: { head: HEAD } },
  ])
  assert.ok(!(await stores.cache.keys()).some((key) => key.includes('verification')), 'nothing of it is kept')
})

test('where a history does not hold, it is said where', async () => {
  const { open } = openWorld(told(BROKEN))
  assert.deepEqual(await open(employee()).verifyIssueHistory({ issueId: 'i1' }), { ok: true, verification: BROKEN })
})

test('a head that is none is not sent, nobody asks without a name, and a no is said to be one', async () => {
  const { open, asked } = openWorld(() => problem(404, 'unknown-issue'))
  const wrong = await open(employee()).verifyIssueHistory({ issueId: 'i1', head: { seq: 3, hash: 'abc' } })
  assert.ok(!wrong.ok && wrong.reason === 'invalid' && 'fields' in wrong)
  assert.deepEqual(wrong.fields[0]?.path, ['head', 'hash'])
  assert.deepEqual(await open().verifyIssueHistory({ issueId: 'i1' }), { ok: false, reason: 'not-signed-in' })
  assert.deepEqual(asked, [])
  await assert.rejects(open(employee()).verifyIssueHistory({ issueId: 'i1' }), { code: 'problem', status: 404 })
})

test('an answer that is none is not taken for a history that holds', async () => {
  const { open } = openWorld(told({ ok: true }))
  await assert.rejects(open(employee()).verifyIssueHistory({ issueId: 'i1' }), { code: 'bad-response' })
})
