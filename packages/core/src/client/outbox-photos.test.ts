import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMemoryStores } from '../adapters/memory-stores.ts'
import type { OutboxEntry, StoredPhoto } from '../ports/index.ts'
import { outboxPhotos } from './outbox-photos.ts'

const photo = (sha256: string, byte: number): StoredPhoto => ({
  sha256,
  type: 'image/jpeg',
  bytes: new Uint8Array([byte]).buffer,
})

const entry = (id: string, photos: string[]): Omit<OutboxEntry, 'seq'> => ({
  ...{ id, kind: 'report', subject: id, method: 'POST', path: '/v1/issues', body: {}, photos },
  ...{ state: 'refused', attempts: 1, createdAt: 0, nextAttemptAt: 0 },
})

test('the photos of a command come back in its order, without those that are lost; of no command there are none', async () => {
  const stores = createMemoryStores()
  await stores.outbox.add(entry('a', ['q', 'lost', 'p']), [photo('p', 1), photo('q', 2)])
  const photos = await outboxPhotos('a', { stores })
  assert.deepEqual(await Promise.all(photos.map(async (blob) => [blob.type, ...new Uint8Array(await blob.arrayBuffer())])), [
    ['image/jpeg', 2],
    ['image/jpeg', 1],
  ])
  await assert.rejects(outboxPhotos('b', { stores }), { code: 'bad-argument', message: /got b$/ })
})
