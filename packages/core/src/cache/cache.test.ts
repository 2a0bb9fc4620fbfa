import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFaultyDistrict, problem } from '../../test/faulty-district.ts'
import { createWorld } from '../../test/world.ts'
import { createMemoryStores } from '../adapters/memory-stores.ts'
import { createLocalChannel } from '../adapters/page.ts'
import type { TransportRequest } from '../ports/index.ts'
import { createCache } from './cache.ts'
import type { Snapshot } from './resource.ts'

interface Count {
  n: number
}
const parse = (data: unknown) => (typeof (data as Count | null)?.n === 'number' ? (data as Count) : undefined)
const KEY = '/v1/count'

function setUp() {
  const world = createWorld()
  const district = createFaultyDistrict(world.now)
  const { cache: store } = createMemoryStores()
  const channel = createLocalChannel()
  let n = 1
  district.resources.set(KEY, ({ headers }) => {
    const etag = `"${n}"`
    if (headers?.['if-none-match'] === etag) return { status: 304, headers: {}, body: undefined }
    return { status: 200, headers: { etag }, body: { n } }
  })
  const open = () =>
    createCache({ store, transport: district.transport, channel, wakeups: world.wakeups, now: world.now, random: world.random })
  return { world, district, store, open, set: (next: number) => (n = next) }
}

function watch(cache: ReturnType<ReturnType<typeof setUp>['open']>) {
  const seen: Snapshot<Count>[] = []
  const stop = cache.resource(KEY, parse).subscribe((snapshot) => seen.push(snapshot))
  return { seen, stop, last: () => seen.at(-1) as Snapshot<Count> }
}

test('what is cached is shown first, then what the server says', async () => {
  const { world, store, open, set } = setUp()
  await store.put({ key: KEY, data: { n: 1 }, etag: '"1"', fetchedAt: 5 })
  set(2)
  const { seen } = watch(open())
  await world.settle()
  const shown = seen.filter(({ data }) => data).map(({ data, fetchedAt, refreshing }) => [data?.n, fetchedAt, refreshing])
  assert.deepEqual(shown, [
    [1, 5, true],
    [2, world.now(), false],
  ])
})

test('an unchanged resource costs no body and is young again', async () => {
  const { world, district, store, open } = setUp()
  await store.put({ key: KEY, data: { n: 1 }, etag: '"1"', fetchedAt: 5, stale: 1 })
  const { last } = watch(open())
  await world.settle()
  assert.deepEqual(last(), { data: { n: 1 }, fetchedAt: world.now(), refreshing: false })
  assert.deepEqual(await store.get(KEY), { key: KEY, data: { n: 1 }, etag: '"1"', fetchedAt: world.now() })
  assert.equal(district.requests.length, 1)
})

test('many who look at once share one request', async () => {
  const { world, district, open } = setUp()
  const cache = open()
  const watchers = Array.from({ length: 5 }, () => watch(cache))
  const refreshed = cache.resource(KEY, parse).refresh()
  await world.settle()
  assert.equal(district.requests.length, 1)
  assert.deepEqual((await refreshed).data, { n: 1 })
  for (const { last } of watchers) assert.deepEqual(last().data, { n: 1 })
})

test('one who comes later is shown at once what is known', async () => {
  const { world, open } = setUp()
  const cache = open()
  watch(cache)
  await world.settle()
  assert.deepEqual(watch(cache).seen[0]?.data, { n: 1 })
})

for (const [what, record] of [
  ['of another shape', { key: KEY, data: { m: 1 }, etag: '"1"', fetchedAt: 5 }],
  ['without data', { key: KEY, etag: '"1"', fetchedAt: 5 }],
  ['without an age', { key: KEY, data: { n: 1 }, etag: '"1"' }],
] as const) {
  test(`a record ${what} is never shown, but dropped and fetched whole`, async () => {
    const { world, district, store, open } = setUp()
    await store.put(record as never)
    const headers: TransportRequest['headers'][] = []
    const { send } = district.transport
    district.transport.send = (request) => {
      headers.push(request.headers)
      return send(request)
    }
    const { seen, last } = watch(open())
    await world.settle()
    assert.deepEqual(headers, [{}])
    assert.deepEqual(last().data, { n: 1 })
    assert.ok(seen.every(({ data }) => data === undefined || data.n === 1))
  })
}

test('offline, the old data stays with the error, and the line is tried again', async () => {
  const { world, district, store, open, set } = setUp()
  await store.put({ key: KEY, data: { n: 1 }, fetchedAt: 5 })
  set(2)
  district.faults.push('lost-request', 'lost-request')
  const { last } = watch(open())
  await world.settle()
  assert.deepEqual([last().data, last().error?.code, last().refreshing], [{ n: 1 }, 'network', false])
  await world.advance(60_000)
  assert.deepEqual([last().data, last().error], [{ n: 2 }, undefined])
  assert.equal(world.timers(), 0)
})

test('a server that says no is not asked again by itself', async () => {
  const { world, district, open } = setUp()
  district.resources.set(KEY, () => problem(404, 'unknown-grid'))
  const { last } = watch(open())
  await world.advance(3_600_000)
  assert.deepEqual([last().error?.status, last().error?.problem, last().error?.retryable], [404, 'unknown-grid', false])
  assert.equal(district.requests.length, 1)
})

test('an answer of another shape is an error and is not cached', async () => {
  const { world, district, store, open } = setUp()
  district.resources.set(KEY, () => ({ status: 200, headers: {}, body: { m: 1 } }))
  const { last } = watch(open())
  await world.settle()
  assert.equal(last().error?.code, 'bad-response')
  assert.equal(await store.get(KEY), undefined)
})

test('other tabs see what one tab fetched, without a request of their own', async () => {
  const { world, district, open, set } = setUp()
  const [mine, others] = [open(), open()]
  const { last } = watch(others)
  await world.settle()
  set(2)
  await mine.resource(KEY, parse).refresh()
  await world.settle()
  assert.deepEqual(last().data, { n: 2 })
  assert.equal(district.requests.length, 2)
})

test('news that overtake an older answer on its way are not lost', async () => {
  const { world, district, open, set } = setUp()
  const cache = open()
  await cache.put(KEY, { n: 0 })
  let release = () => {}
  const { send } = district.transport
  district.transport.send = async (request) => {
    const answer = await send(request)
    if (district.requests.length === 1) await new Promise<void>((resolve) => (release = resolve))
    return answer
  }
  const { last } = watch(cache)
  await world.settle()
  set(2)
  await cache.patch(KEY, parse, () => ({ n: 2 }))
  release()
  await world.settle()
  assert.deepEqual(last().data, { n: 2 })
  assert.deepEqual(await cache.read(KEY, parse), { n: 2 })
})

test('patched data loses its ETag, so that no 304 blesses it', async () => {
  const { world, district, store, open } = setUp()
  const cache = open()
  await cache.resource(KEY, parse).refresh()
  await cache.patch(KEY, parse, () => ({ n: 7 }))
  assert.deepEqual((await store.get(KEY))?.etag, undefined)
  await cache.resource(KEY, parse).refresh()
  await world.settle()
  assert.deepEqual(await cache.read(KEY, parse), { n: 1 })
  assert.equal(district.requests.length, 2)
})

test('outdated records are fetched where somebody looks and marked where nobody does', async () => {
  const { world, district, store, open, set } = setUp()
  const cache = open()
  await store.put({ key: '/v1/other', data: { n: 1 }, fetchedAt: 5 })
  const { last } = watch(cache)
  await world.settle()
  set(2)
  await cache.expire(() => true)
  await world.settle()
  assert.deepEqual(last().data, { n: 2 })
  assert.equal((await store.get('/v1/other'))?.stale, 1)
  assert.equal(district.requests.length, 2)
})

test('news that another tab takes in while this one fetches are fetched for here too, once', async () => {
  const { world, district, open, set } = setUp()
  const [here, there] = [open(), open()]
  const { last } = watch(here)
  await world.settle()
  const { send } = district.transport
  let answer = () => {}
  district.transport.send = async (request) => {
    const response = await send(request)
    await new Promise<void>((resolve) => (answer = resolve))
    return response
  }
  const asking = here.resource(KEY, parse).refresh()
  await world.settle()
  set(2)
  await there.expire(() => true)
  answer()
  district.transport.send = send
  await asking
  assert.deepEqual(last().data, { n: 1 }, 'the answer is of before')
  // What the feed of this tab does once it has heard of the change.
  here.refreshWatched('outdated')
  await world.settle()
  assert.deepEqual(last().data, { n: 2 })
  here.refreshWatched('outdated')
  await world.settle()
  assert.equal(district.requests.length, 3)
})

test('a store that fails does not keep the server’s answer from the person', async () => {
  const { world, store, open } = setUp()
  store.get = () => Promise.reject(new Error('broken'))
  store.put = () => Promise.reject(new Error('full'))
  store.update = () => Promise.reject(new Error('full'))
  const { last } = watch(open())
  await world.settle()
  assert.deepEqual([last().data, last().error], [{ n: 1 }, undefined])
})

test('nobody is called back after unsubscribing, and no timer is left', async () => {
  const { world, district, open } = setUp()
  district.faults.push('lost-request')
  const { seen, stop } = watch(open())
  stop()
  const before = seen.length
  await world.advance(60_000)
  assert.equal(seen.length, before)
  assert.equal(world.timers(), 0)
})
