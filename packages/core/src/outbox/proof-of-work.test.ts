import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { createFaultyDistrict } from '../../test/faulty-district.ts'
import { createWorld } from '../../test/world.ts'
import { createMemoryStores } from '../adapters/memory-stores.ts'
import { createLocalLocks } from '../adapters/locks.ts'
import { createLocalChannel } from '../adapters/page.ts'
import { createOutbox } from './outbox.ts'
import type { OutboxOptions } from './outbox.ts'
import { findProof, provesWork } from './proof-of-work.ts'

test('as many zero bits prove work as another SHA-256 counts, and no more', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(100_000), (token, number) => {
      const hash = createHash('sha256').update(`${token}:${number}`).digest()
      const zeros = [...hash]
        .map((byte) => byte.toString(2).padStart(8, '0'))
        .join('')
        .indexOf('1')
      assert.ok(provesWork(token, String(number), zeros))
      assert.ok(!provesWork(token, String(number), zeros + 1))
    }),
    { numRuns: 300 },
  )
})

test('the first proof is found, slice by slice', () => {
  const all = findProof('token', 8, { from: 0, count: 10_000 })!
  assert.ok(provesWork('token', String(all), 8))
  assert.equal(findProof('token', 8, { from: 0, count: all }), undefined)
  assert.equal(findProof('token', 8, { from: all, count: 1 }), all)
})

const CHALLENGE = { kind: 'proof-of-work', token: 'k.1.10.a.b', bits: 10 }

function setUp(prove?: OutboxOptions['prove']) {
  const world = createWorld()
  const district = createFaultyDistrict(world.now)
  const outbox = createOutbox({
    ...{ locks: createLocalLocks(), channel: createLocalChannel(), stores: createMemoryStores() },
    ...{ transport: district.transport, wakeups: world.wakeups, now: world.now, random: world.random, prove },
    answers: async ({ id }, body) => ((body as { id?: string } | undefined)?.id === id ? [] : undefined),
  })
  const add = (id: string) => outbox.add({ id, kind: 'report', subject: id, path: '/v1/issues', body: { id } })
  return { world, district, outbox, add }
}

test('a challenge is no refusal: it is answered, and the same command goes again under its own key', async () => {
  const { world, district, outbox, add } = setUp()
  const isProven = (proof = '') => {
    const [token, found = ''] = proof.split(':')
    return token === CHALLENGE.token && provesWork(token, found, CHALLENGE.bits)
  }
  district.challenges = (proof) => (isProven(proof) ? undefined : CHALLENGE)
  await add('a')
  await world.advance(1_000)
  assert.deepEqual(
    district.requests.map(({ key, proof }) => [key, proof !== undefined]),
    [
      ['a', false],
      ['a', true],
    ],
  )
  assert.deepEqual(district.applied, [{ id: 'a' }])
  assert.deepEqual(await outbox.entries(), [])
})

test('what nobody here can answer waits, and is never refused nor lost', async () => {
  const { world, district, outbox, add } = setUp()
  let challenge: object | undefined = { kind: 'captcha', token: 'c', detail: { siteKey: 'public' } }
  district.challenges = () => challenge
  await add('a')
  await world.advance(60_000)
  assert.deepEqual(
    (await outbox.entries()).map(({ id, state, failure }) => [id, state, failure?.status]),
    [['a', 'queued', 429]],
  )
  // Nor is one that would take hours.
  challenge = { ...CHALLENGE, bits: 32 }
  await world.advance(600_000)
  assert.ok(district.requests.every(({ proof }) => proof === undefined))
  challenge = undefined
  await world.advance(600_000)
  assert.deepEqual(district.applied, [{ id: 'a' }])
})

test('a captcha is the host’s to answer', async () => {
  const { world, district, add } = setUp(async ({ kind, detail }) =>
    kind === 'captcha' ? `c:${detail?.['siteKey']}` : undefined,
  )
  district.challenges = (proof) =>
    proof === 'c:public' ? undefined : { kind: 'captcha', token: 'c', detail: { siteKey: 'public' } }
  await add('a')
  await world.advance(1_000)
  assert.deepEqual(district.applied, [{ id: 'a' }])
})
