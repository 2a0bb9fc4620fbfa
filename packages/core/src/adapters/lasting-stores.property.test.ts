import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isSdkError, SdkError } from '../errors.ts'
import type { OutboxEntry, StoredPhoto, Stores } from '../ports/index.ts'
import { createLastingStores } from './lasting-stores.ts'
import { createMemoryStores } from './memory-stores.ts'
import { createTroubles } from './troubles.ts'

const entry = (id: string, photos: string[] = []): Omit<OutboxEntry, 'seq'> => ({
  id,
  kind: 'report',
  subject: id,
  method: 'POST',
  path: '/v1/issues',
  body: { id },
  photos,
  state: 'queued',
  attempts: 0,
  createdAt: 1,
  nextAttemptAt: 0,
})
const photo = (sha256: string): StoredPhoto => ({ sha256, type: 'image/png', bytes: new ArrayBuffer(3) })

/** A device whose storage can break: then every call fails, and what lies in it stays. */
function createDevice() {
  const memory = createMemoryStores()
  const state = { broken: false }
  const failing = <T extends object>(store: T): T =>
    new Proxy(store, {
      get: (target, name) => {
        const method = target[name as keyof T] as (...all: unknown[]) => unknown
        return async (...all: unknown[]) => {
          if (state.broken) throw new SdkError('storage', 'the disk broke', { retryable: true })
          return method(...all)
        }
      },
    })
  const device: Stores = {
    ...memory,
    kind: 'idb',
    cache: failing(memory.cache),
    outbox: failing(memory.outbox),
    meta: failing(memory.meta),
  }
  return { device, memory, state }
}

const ids = async ({ outbox }: Pick<Stores, 'outbox'>) => (await outbox.list()).map(({ id }) => id)

const step = fc.oneof(
  fc.constant('add' as const),
  fc.constantFrom('break' as const, 'heal' as const, 'take' as const, 'settle' as const, 'refuse' as const, 'discard' as const),
)

test('whenever the disk breaks and heals, each command is there once, in the order they were made, until it is settled', () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.nat(), async (steps, pick) => {
      const { device, memory, state } = createDevice()
      const stores = createLastingStores({ device, troubles: createTroubles() })
      let made: string[] = []
      for (const [n, one] of steps.entries()) {
        const there = await stores.outbox.list().catch(() => [])
        const target = there[(pick + n) % (there.length || 1)]?.id
        if (one === 'break') state.broken = true
        else if (one === 'heal') state.broken = false
        else if (one === 'add') made.push((await stores.outbox.add(entry(`e${n}`, [`p${n}`]), [photo(`p${n}`)])).id)
        else if (target !== undefined) {
          const isOut = await actOn(stores, one, target).catch((error: unknown) => {
            assert.ok(isSdkError(error) && state.broken)
            return false
          })
          if (isOut) made = made.filter((id) => id !== target)
        }
        if (!state.broken) assert.deepEqual(await ids(stores), made)
        else assert.deepEqual(new Set([...(await ids(memory)), ...(await ids(stores).catch(() => []))]), new Set(made))
        const durable = new Set(await ids(memory))
        assert.equal(stores.kind, made.every((id) => durable.has(id)) ? 'idb' : 'memory', 'it says so where any would be lost')
      }
      state.broken = false
      for (const { id, photos } of await stores.outbox.list()) {
        assert.equal((await stores.outbox.get(id))?.id, id)
        for (const name of photos) assert.ok(await stores.outbox.photo(name), `the photo of ${id} is there`)
      }
      stores.close()
    }),
  ))

async function actOn({ outbox }: Stores, act: 'take' | 'settle' | 'refuse' | 'discard', id: string): Promise<boolean> {
  if (act === 'settle') return outbox.settle(id, [{ key: `answer:${id}`, data: { id }, fetchedAt: 1 }])
  if (act === 'discard') return outbox.discard(id, ['queued', 'refused'])
  await outbox.update(id, { state: act === 'take' ? 'sending' : 'refused' }, ['queued', 'sending'])
  return false
}

test('what is in memory is said to be, is brought to the device in time, and that is said too', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { device, memory, state } = createDevice()
  const troubles = createTroubles()
  const told: string[] = []
  troubles.listen(({ kind }) => told.push(kind))
  const stores = createLastingStores({ device, troubles, retryMs: 1_000 })
  await stores.outbox.add(entry('a'), [])
  assert.deepEqual([stores.kind, stores.reason, told], ['idb', undefined, []])
  state.broken = true
  await stores.outbox.add(entry('b', ['p']), [photo('p')])
  assert.deepEqual([stores.kind, stores.reason, told], ['memory', 'the disk broke', ['memory']])
  t.mock.timers.tick(1_000)
  await new Promise(setImmediate)
  assert.equal(stores.kind, 'memory', 'it is still broken')
  state.broken = false
  t.mock.timers.tick(1_000)
  await new Promise(setImmediate)
  assert.deepEqual([stores.kind, stores.reason, told], ['idb', undefined, ['memory', 'kept']])
  assert.deepEqual(await ids(memory), ['a', 'b'])
  assert.ok(await memory.outbox.photo('p'))
  stores.close()
})

test('a second command of one id is no failure of the device, and one that is settled from memory has its answer', async () => {
  const { device, state } = createDevice()
  const cause = new DOMException('there is one', 'ConstraintError')
  const strict = {
    ...device,
    outbox: { ...device.outbox, add: () => Promise.reject(new SdkError('storage', 'twice', { cause })) },
  }
  await assert.rejects(createLastingStores({ device: strict, troubles: createTroubles() }).outbox.add(entry('a'), []), /twice/)
  const stores = createLastingStores({ device, troubles: createTroubles() })
  state.broken = true
  await stores.outbox.add(entry('a'), [])
  await stores.meta.put('outbox-pause', 7)
  assert.equal(await stores.meta.get('outbox-pause'), 7)
  assert.equal(await stores.outbox.settle('a', [{ key: 'answer:a', data: { id: 'a' }, fetchedAt: 1 }]), true)
  assert.deepEqual((await stores.cache.get('answer:a'))?.data, { id: 'a' })
  await assert.rejects(stores.cache.put({ key: '/v1/grids', data: {}, fetchedAt: 1 }), 'the server can give it again')
  stores.close()
})
