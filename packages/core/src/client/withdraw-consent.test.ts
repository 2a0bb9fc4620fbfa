import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClientWorld } from '../../test/client-world.ts'
import { problem } from '../../test/faulty-district.ts'
import { employee, keyOf } from '../../test/host-token.ts'
import { isSdkError } from '../errors.ts'

const SEAT = { slotId: 's1', orgId: 'o1', consent: { version: 1 } } as const
const PURPOSE = 'volunteer-duty'

test('whoever withdraws hears what was cancelled with it; nothing that was still to be sent gives the consent anew', async () => {
  const { world, district, open } = createClientWorld()
  const client = open(employee())
  const first = await client.signUp(SEAT)
  assert.ok(first.ok)
  await first.settled
  district.faults.push('lost-request')
  const waiting = await client.signUp({ ...SEAT, slotId: 's3' })
  assert.ok(waiting.ok)
  await world.settle()
  const result = await client.withdrawConsent({ purpose: PURPOSE })
  assert.deepEqual(result.ok && result.withdrawal.cancelled, [first.id])
  assert.equal((await waiting.settled).state, 'discarded')
  await world.advance(600_000)
  assert.deepEqual(
    district.applied.map(({ id, purpose }) => purpose ?? id),
    [first.id, PURPOSE],
  )
  assert.equal(district.takenFrom.get(district.applied[1]?.['id'] as string), keyOf('A001'))
  assert.deepEqual(
    (await client.mySignUps().refresh()).data?.map(({ state }) => state),
    ['cancelled'],
  )
})

test('without a connection nothing is withdrawn, and it is said; asked again it is the same command', async () => {
  const { world, district, open } = createClientWorld()
  const client = open(employee())
  await client.me().refresh()
  district.faults.push('lost-answer')
  await assert.rejects(
    client.withdrawConsent({ purpose: PURPOSE }),
    (error) => isSdkError(error) && error.code === 'network' && error.retryable,
  )
  await world.advance(600_000)
  assert.ok((await client.withdrawConsent({ purpose: PURPOSE })).ok)
  assert.equal(district.applied.length, 1)
})

test('nobody withdraws without a name, nor what is no purpose; a no of the server’s is told', async () => {
  const { district, open } = createClientWorld()
  assert.deepEqual(await open().withdrawConsent({ purpose: PURPOSE }), { ok: false, reason: 'not-signed-in' })
  const client = open(employee())
  const invalid = await client.withdrawConsent({ purpose: '' })
  assert.ok(!invalid.ok && 'fields' in invalid)
  district.refuses = () => problem(404, 'no-consent')
  await assert.rejects(
    client.withdrawConsent({ purpose: PURPOSE }),
    (error) => isSdkError(error) && error.code === 'problem' && error.problem === 'no-consent',
  )
})
