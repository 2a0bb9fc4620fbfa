import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClientWorld } from '../../../test/client-world.ts'
import { isSdkError } from '../../errors.ts'
import { askForSync } from './ask-for-sync.ts'
import { onSync } from './on-sync.ts'
import type { SyncEventLike } from './on-sync.ts'
import { sendUnsent } from './send-unsent.ts'
import { SYNC_TAG } from './sync-tag.ts'

const report = {
  categoryId: 'lamp',
  description: '灯坏了',
  place: { by: 'grid', gridId: 'c1' },
  photos: [],
  consent: { version: 1 },
} as const

/** A page that wrote two reports without a network and was closed, and a worker on the same device. */
async function writtenOffline() {
  const clients = createClientWorld()
  const { world, district, stores, open } = clients
  district.faults.push(...Array<'lost-request'>(9).fill('lost-request'))
  const page = open()
  for (let made = 0; made < 2; made += 1) assert.ok((await page.report({ ...report, photos: [] })).ok)
  await world.settle()
  page.close()
  const worker = {
    endpoint: 'https://grid.example',
    siteKey: 'wk_a',
    transport: district.transport,
    stores,
    now: world.now,
    platform: { wakeups: world.wakeups, random: world.random },
  }
  return { ...clients, worker, lineIsBack: () => void (district.faults.length = 0) }
}

test('a worker that is woken sends what the closed page has left, once', async () => {
  const { district, stores, worker, lineIsBack } = await writtenOffline()
  lineIsBack()
  await sendUnsent(worker)
  assert.equal(district.applied.length, 2)
  assert.deepEqual(await stores.outbox.list(), [])
  await sendUnsent(worker)
  assert.equal(district.applied.length, 2)
})

test('where it cannot be sent the browser hears of it, so that it wakes the worker again, and nothing is lost', async () => {
  const { district, stores, worker } = await writtenOffline()
  await assert.rejects(sendUnsent(worker), (error) => isSdkError(error) && error.code === 'network' && error.retryable)
  assert.deepEqual([district.applied.length, (await stores.outbox.list()).length], [0, 2])
})

test('only the sync event of ours is taken', async () => {
  const { district, worker, lineIsBack } = await writtenOffline()
  lineIsBack()
  let wake: (event: SyncEventLike) => void = () => {}
  onSync(worker, { addEventListener: (_, listener) => (wake = listener) })
  const waited: Promise<unknown>[] = []
  const event = (tag: string) => ({ tag, waitUntil: (promise: Promise<unknown>) => void waited.push(promise) })
  wake(event('another'))
  assert.equal(waited.length, 0)
  wake(event(SYNC_TAG))
  await Promise.all(waited)
  assert.deepEqual([waited.length, district.applied.length], [1, 2])
})

test('a page asks the browser each time that something begins to wait, and lives without Background Sync', async () => {
  const { world, district, open } = createClientWorld()
  const tags: string[] = []
  const registration = (sync?: object) => Promise.resolve({ ...(sync && { sync }) } as unknown as ServiceWorkerRegistration)
  const durable = open()
  const client = {
    outbox: {
      ...durable.outbox,
      // What is in memory only no worker finds.
      subscribe: (listener: Parameters<typeof durable.outbox.subscribe>[0]) =>
        durable.outbox.subscribe((view) => listener({ ...view, durable: true })),
    },
  }
  const stop = askForSync(client, registration({ register: async (tag: string) => void tags.push(tag) }))
  askForSync(client, registration())
  askForSync(client, registration({ register: () => Promise.reject(new DOMException('no', 'NotAllowedError')) }))
  district.faults.push('lost-request', 'lost-request')
  for (let made = 0; made < 2; made += 1) await durable.report({ ...report, photos: [] })
  await world.settle()
  assert.deepEqual(tags, [SYNC_TAG])
  await world.advance(600_000)
  assert.equal(district.applied.length, 2)
  district.faults.push('lost-request')
  await durable.report({ ...report, photos: [] })
  await world.settle()
  assert.deepEqual(tags, [SYNC_TAG, SYNC_TAG])
  stop()
  durable.close()
})
