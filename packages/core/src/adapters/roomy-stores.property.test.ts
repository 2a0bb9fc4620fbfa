import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isSdkError, SdkError } from '../errors.ts'
import type { OutboxEntry, PlainStores, StoredPhoto } from '../ports/index.ts'
import { createMemoryStores } from './memory-stores.ts'
import { createRoomyStores } from './roomy-stores.ts'
import type { Disk } from './roomy-stores.ts'
import { createTroubles } from './troubles.ts'

const entry = (id: string): Omit<OutboxEntry, 'seq'> => ({
  id,
  kind: 'report',
  subject: id,
  method: 'POST',
  path: '/v1/issues',
  body: { id },
  photos: [id],
  state: 'queued',
  attempts: 0,
  createdAt: 1,
  nextAttemptAt: 0,
})
const photo = (sha256: string, size: number): StoredPhoto => ({ sha256, type: 'image/png', bytes: new ArrayBuffer(size) })

const full = () => new SdkError('storage', 'full', { cause: new DOMException('full', 'QuotaExceededError'), retryable: true })

/** A store on a disk of so many units: each record and each photo takes its size, and what does not fit fails as a whole. */
function createSmallDisk(size: number) {
  const memory = createMemoryStores()
  const records = new Map<string, number>()
  let unsent = 0
  const used = () => [...records.values()].reduce((sum, one) => sum + one, unsent)
  const stores: PlainStores = {
    ...memory,
    cache: {
      ...memory.cache,
      async put(record) {
        const { units } = record.data as { units: number }
        if (used() - (records.get(record.key) ?? 0) + units > size) throw full()
        records.set(record.key, units)
        await memory.cache.put(record)
      },
      async delete(key) {
        records.delete(key)
        await memory.cache.delete(key)
      },
    },
    outbox: {
      ...memory.outbox,
      async add(added, photos) {
        const units = photos.reduce((sum, { bytes }) => sum + bytes.byteLength, 0)
        if (used() + units > size) throw full()
        unsent += units
        return memory.outbox.add(added, photos)
      },
    },
  }
  return { stores, used }
}

const disk = (figures: { quota: number; usage: number }): Disk & { asked: number } => ({
  asked: 0,
  estimate: async () => figures,
  persisted: async () => false,
  async persist() {
    this.asked += 1
    return true
  },
})

const step = fc.oneof(
  fc.record({ add: fc.integer({ min: 1, max: 40 }) }),
  fc.record({
    put: fc.constantFrom('/v1/grids', '/v1/slots?org=a', '/v1/slots?org=b', 'me/p/v1/roster'),
    units: fc.integer({ min: 1, max: 40 }),
  }),
  fc.record({
    put: fc.constantFrom('report:1', 'draft:report', 'me/p/report:2', 'answer:1'),
    units: fc.integer({ min: 1, max: 10 }),
  }),
)

test('on a disk that is full no unsent work and nothing that only this device has is ever lost, and work is refused only when nothing is left to drop', () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { stores, used } = createSmallDisk(100)
      const roomy = createRoomyStores({ stores, troubles: createTroubles(), disk: disk({ quota: 1e9, usage: 0 }), now: () => 1 })
      const kept = new Set<string>()
      const own = new Set<string>()
      for (const [n, one] of steps.entries()) {
        try {
          if ('add' in one) kept.add((await roomy.outbox.add(entry(`e${n}`), [photo(`e${n}`, one.add)])).id)
          else {
            await roomy.cache.put({ key: one.put, data: { units: one.units }, fetchedAt: n })
            if (!/\/v1\//.test(one.put)) own.add(one.put)
          }
        } catch (error) {
          assert.ok(isSdkError(error) && error.code === 'storage')
          const given = (await stores.cache.keys()).filter((key) => /\/v1\//.test(key))
          const wasMust = 'add' in one || !/\/v1\//.test(one.put)
          if (wasMust) assert.deepEqual(given, [], 'all that can be given again has made way')
        }
        assert.ok(used() <= 100)
        assert.deepEqual(new Set((await stores.outbox.list()).map(({ id }) => id)), kept)
        for (const key of own) assert.ok(await stores.cache.get(key), `${key} is there`)
      }
    }),
  ))

test('what was current longest ago makes room first, and that is told', async () => {
  const { stores } = createSmallDisk(100)
  const troubles = createTroubles()
  const roomy = createRoomyStores({ stores, troubles, disk: disk({ quota: 1e9, usage: 0 }), now: () => 1 })
  for (const [key, fetchedAt] of [
    ['b', 2],
    ['c', 3],
    ['a', 1],
    ['d', 4],
  ] as const)
    await roomy.cache.put({ key: `/v1/${key}`, data: { units: 25 }, fetchedAt })
  await roomy.outbox.add(entry('e'), [photo('e', 30)])
  assert.deepEqual((await stores.cache.keys()).sort(), ['/v1/c', '/v1/d'])
  const told: string[] = []
  troubles.listen(({ kind, message }) => told.push(`${kind}: ${message}`))
  assert.deepEqual(told, ['evicted: The disk is full: 2 of 4 records made room'])
})

test('the cache leaves a part of the disk to unsent work', async () => {
  const { stores } = createSmallDisk(1e9)
  let now = 0
  const figures = { quota: 1_000_000, usage: 950_000 }
  const roomy = createRoomyStores({ stores, troubles: createTroubles(), disk: disk(figures), now: () => now })
  const grids = { key: '/v1/grids', data: { units: 1 }, fetchedAt: 1 }
  await assert.rejects(roomy.cache.put(grids), (error) => isSdkError(error) && error.code === 'storage')
  await roomy.cache.put({ ...grids, key: 'draft:report' })
  await roomy.outbox.add(entry('e'), [])
  figures.usage = 100_000
  await assert.rejects(roomy.cache.put(grids), 'what was said is believed for a while')
  now += 60_001
  await roomy.cache.put(grids)
  assert.deepEqual((await stores.cache.keys()).sort(), ['/v1/grids', 'draft:report'])
})

test('the browser is asked to keep all with the first unsent work, and once', async () => {
  const mine = disk({ quota: 1e9, usage: 0 })
  const roomy = createRoomyStores({ stores: createMemoryStores(), troubles: createTroubles(), disk: mine, now: () => 1 })
  await roomy.cache.put({ key: '/v1/grids', data: {}, fetchedAt: 1 })
  await new Promise(setImmediate)
  assert.equal(mine.asked, 0, 'not for a cache')
  await roomy.outbox.add(entry('a'), [])
  await roomy.outbox.add(entry('b'), [])
  await new Promise(setImmediate)
  assert.equal(mine.asked, 1)
})
