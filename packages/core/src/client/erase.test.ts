import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClientWorld } from '../../test/client-world.ts'
import { problem } from '../../test/faulty-district.ts'
import { employee, keyOf } from '../../test/host-token.ts'
import { isSdkError } from '../errors.ts'
import type { Client } from './index.ts'

const CODE = 'K7QM-2X9F-4D'
const PATH = `/v1/receipts/${CODE}/erasure`
const MINE = '/v1/me/erasure'
const ERASURE = { at: '2026-03-02T12:00:00+08:00', rows: { issues: 1 } }
const SEAT = { slotId: 's1', orgId: 'o1', consent: { version: 1 } } as const

/** A district that erases. */
function createErasing() {
  const made = createClientWorld({ listens: false })
  for (const path of [PATH, MINE]) made.district.commands.set(path, () => ERASURE)
  const asked = () => made.district.requests.filter(({ line }) => /erasure$/.test(line))
  const kept = async () => (await made.stores.cache.keys()).filter((key) => !key.startsWith('/v1/'))
  return { ...made, asked, kept }
}

async function report(client: Client): Promise<string> {
  const result = await client.report({
    ...{ categoryId: 'street-light', description: '路灯不亮', photos: [], consent: { version: 1 } },
    place: { by: 'grid', gridId: 'c1' },
  })
  assert.ok(result.ok)
  await result.settled
  return result.id
}

test('whoever has a report erased keeps nothing of it here, and what waits to be said about it is not sent', async () => {
  const { world, district, open, kept } = createErasing()
  const client = open()
  const issueId = await report(client)
  assert.deepEqual((await kept()).sort(), [`answer:${issueId}`, `report:${issueId}`])
  district.faults.push('lost-request')
  const remark = await client.remarkOnIssue({ receipt: CODE, issueId, version: 1, words: '还没修' })
  assert.ok(remark.ok)
  await world.settle()
  assert.deepEqual(await client.eraseReport({ receipt: CODE }), ERASURE)
  assert.equal((await remark.settled).state, 'discarded')
  await world.advance(600_000)
  assert.deepEqual([await kept(), (await client.myReports().refresh()).data], [[], []])
  assert.equal(district.applied.at(-1)?.['confirm'], true)
})

test('an erasure whose answer was lost is asked for again under its own key; a code that nobody has goes from here too', async () => {
  const { district, open, asked, kept } = createErasing()
  const client = open()
  await report(client)
  district.faults.push('lost-answer')
  await assert.rejects(client.eraseReport({ receipt: CODE }), (error) => isSdkError(error) && error.code === 'network')
  assert.equal((await kept()).length, 2)
  assert.deepEqual(await client.eraseReport({ receipt: CODE }), ERASURE)
  assert.deepEqual([asked().length, new Set(asked().map(({ key }) => key)).size], [2, 1])
  await report(client)
  district.refuses = () => problem(404, 'unknown-receipt')
  await assert.rejects(
    client.eraseReport({ receipt: CODE }),
    (error) => isSdkError(error) && error.problem === 'unknown-receipt' && !error.message.includes(CODE),
  )
  assert.deepEqual(await kept(), [])
})

test('whoever has themselves erased is asked about what is unsent, and leaves nothing behind', async () => {
  const { world, district, open, stores, asked } = createErasing()
  const client = open(employee())
  const first = await client.signUp(SEAT)
  assert.ok(first.ok)
  await first.settled
  await client.me().refresh()
  district.faults.push('lost-request')
  const waiting = await client.signUp({ ...SEAT, slotId: 's3' })
  assert.ok(waiting.ok)
  await world.settle()
  assert.deepEqual(await client.eraseMe(), { ok: false, reason: 'unsent', entries: 1 })
  assert.equal(asked().length, 0)
  assert.deepEqual(await client.eraseMe({ discardUnsent: true }), { ok: true, erasure: ERASURE })
  assert.equal(district.takenFrom.get(asked()[0]!.key!), keyOf('A001'))
  assert.equal((await waiting.settled).state, 'discarded')
  assert.deepEqual(
    (await stores.cache.keys()).filter((key) => key.startsWith('me/')),
    [],
  )
})

test('nobody erases a person without a name; where the server says no, nothing goes from here', async () => {
  const { district, open, stores } = createErasing()
  assert.deepEqual(await open().eraseMe(), { ok: false, reason: 'not-signed-in' })
  const client = open(employee())
  await client.me().refresh()
  district.refuses = () => problem(403, 'session-required')
  await assert.rejects(client.eraseMe(), (error) => isSdkError(error) && error.problem === 'session-required')
  assert.ok((await stores.cache.keys()).some((key) => key.startsWith('me/')))
})
