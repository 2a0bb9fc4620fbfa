import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClientWorld } from '../../test/client-world.ts'
import { employee, keyOf } from '../../test/host-token.ts'

const ULID = '01ARYZ6S410000000000000009'
const AT = '2026-03-01T12:00:00+08:00'
const view = { id: ULID, slotId: 's3', orgId: 'o1', at: AT, by: 'self' } as const
const consent = { version: 1 }

/** A client that knows of one own sign-up. */
async function knowing(state: 'seated' | 'offered' | 'invited' | 'cancelled', more: object = {}) {
  const world = createClientWorld({ listens: false })
  const client = world.open(employee())
  world.district.tellSignUp(keyOf('A001'), { ...view, state, ...more })
  await client.mySignUps().refresh()
  return { ...world, client }
}

test('an offer is taken, offline too, and what is over here is not sent', async () => {
  const { client, district, world } = await knowing('offered', { confirmBy: '2026-03-02T12:00:00+08:00' })
  district.faults.push('lost-request')
  const taken = await client.confirmSignUp({ signUpId: ULID })
  assert.ok(taken.ok)
  await world.advance(60_000)
  assert.deepEqual(
    district.applied.map(({ id, signUpId }) => [id, signUpId]),
    [[taken.id, ULID]],
    'sent once, though its first request was lost',
  )
  const over = await knowing('cancelled', { ended: 'offer-lapsed' })
  const refused = await over.client.confirmSignUp({ signUpId: ULID })
  assert.ok(!refused.ok)
  assert.equal(refused.reason, 'not-signed-up')
  assert.equal(over.district.applied.length, 0)
})

test('an invitation that is taken up without the consent that was asked for says so by field', async () => {
  const { client } = await knowing('invited')
  const missing = await client.confirmSignUp({ signUpId: ULID, consent: false })
  assert.deepEqual(!missing.ok && 'fields' in missing && missing.fields.map(({ path, code }) => [path.join(), code]), [
    ['consent', 'required'],
  ])
  assert.ok((await client.confirmSignUp({ signUpId: ULID, consent })).ok)
})

test('only a seat is offered for a swap, and once', async () => {
  const waiting = await (await knowing('offered')).client.offerSwap({ signUpId: ULID })
  assert.deepEqual(waiting, { ok: false, reason: 'no-seat', detail: { signUpId: ULID, state: 'offered' } })
  const twice = await (await knowing('seated', { swapId: ULID })).client.offerSwap({ signUpId: ULID })
  assert.deepEqual(twice, { ok: false, reason: 'swap-open', detail: { swapId: ULID } })
  assert.ok((await (await knowing('seated')).client.offerSwap({ signUpId: ULID, wants: ['s2'] })).ok)
})

test('who takes a swap agrees to duties; what is no swap is said by field', async () => {
  const { client } = await knowing('seated')
  const missing = await client.acceptSwap({ swapId: 'x', consent: false })
  assert.deepEqual(!missing.ok && 'fields' in missing && missing.fields.map(({ path }) => path.join()), ['swapId', 'consent'])
  assert.ok((await client.acceptSwap({ swapId: ULID, consent })).ok)
})

test('an invitation binds nobody: what overlaps it can be taken', async () => {
  const { client, district } = await knowing('invited')
  assert.equal(district.applied.length, 0)
  assert.ok((await client.signUp({ slotId: 's3', orgId: 'o1', consent })).ok)
})
