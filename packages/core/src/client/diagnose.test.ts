import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OutboxEntry } from '../ports/index.ts'
import { createClientWorld } from '../../test/client-world.ts'
import { employee, keyOf } from '../../test/host-token.ts'

test('a diagnosis says what waits, why and for how long, and nothing that is personal', async () => {
  const { world, district, open } = createClientWorld()
  const client = open(employee('A001'))
  client.slots('o1').subscribe(() => {})
  client.mySignUps().subscribe(() => {})
  await world.advance(5_000)
  district.faults.push(...Array<'unavailable'>(50).fill('unavailable'))
  const photos = [new Blob([new Uint8Array(9)], { type: 'image/jpeg' })]
  const [description, place] = ['三楼的灯坏了', { by: 'grid', gridId: 'c1' } as const]
  const report = await client.report({ categoryId: 'lamp', description, place, photos, consent: { version: 1 } })
  const seat = await client.signUp({ slotId: 's1', orgId: 'o1', consent: { version: 1 } })
  assert.ok(report.ok && seat.ok)
  await world.advance(60_000)
  const diagnosis = await client.diagnose()
  const [first] = diagnosis.outbox.entries
  assert.deepEqual(
    { ...first, nextInMs: typeof first?.nextInMs },
    {
      ...{ kind: 'report', state: 'queued', attempts: first?.attempts, photos: 1, ageMs: 60_000, nextInMs: 'number' },
      failure: { code: 'problem', status: 503 },
    },
  )
  assert.equal(diagnosis.outbox.entries.length + diagnosis.outbox.others, 2)
  assert.deepEqual([diagnosis.live, diagnosis.identity, diagnosis.stores.kind], [true, 'known', 'memory'])
  assert.equal(diagnosis.cache['/v1/slots'], 1)
  assert.ok((diagnosis.cache['me'] ?? 0) > 0)
  const told = JSON.stringify(diagnosis)
  for (const secret of [keyOf('A001'), keyOf('A001').slice(0, 8), description, report.id, seat.id, 'A001', 'lamp', 's1'])
    assert.ok(!told.includes(secret), `expected ${secret} not to be told`)
  client.close()
})

test('another person’s unsent work is a number in it', async () => {
  const { world, district, open } = createClientWorld()
  district.faults.push(...Array<'lost-request'>(50).fill('lost-request'))
  const first = open(employee('A001'))
  await first.signUp({ slotId: 's1', orgId: 'o1', consent: { version: 1 } })
  await world.settle()
  first.close()
  const second = open(employee('A002'))
  second.identity.subscribe(() => {})
  await world.settle()
  assert.deepEqual((await second.diagnose()).outbox, { entries: [], others: 1 })
  second.close()
})

test('what cannot be read is a number in it', async () => {
  const { world, stores, open } = createClientWorld()
  const { list } = stores.outbox
  const odd: OutboxEntry = {
    ...{ id: 'unreadable-1', seq: 1, kind: 'report', subject: 'unreadable-1', method: 'POST', path: '', body: {}, photos: [] },
    ...{ state: 'queued', attempts: 0, createdAt: 0, nextAttemptAt: 0, locked: true, unreadable: true },
  }
  stores.outbox.list = async () => [...(await list()), odd, { ...odd, id: 'unreadable-2', person: keyOf('A002') }]
  const client = open(employee('A001'))
  await world.settle()
  assert.deepEqual((await client.diagnose()).outbox, { entries: [], others: 0, unreadable: 2 })
  client.close()
})
