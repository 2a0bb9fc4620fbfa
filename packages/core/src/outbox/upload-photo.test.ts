import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFaultyDistrict, problem } from '../../test/faulty-district.ts'
import type { Fault, FaultyDistrict } from '../../test/faulty-district.ts'
import { createWorld } from '../../test/world.ts'
import { createLocalLocks } from '../adapters/locks.ts'
import { createMemoryStores } from '../adapters/memory-stores.ts'
import { createLocalChannel } from '../adapters/page.ts'
import type { StoredPhoto, TransportRequest, TransportResponse } from '../ports/index.ts'
import { createOutbox } from './outbox.ts'
import { isStuck, stuckAfter } from './stuck-photo.ts'
import { PART_BYTES } from './upload-photo.ts'

const DAY_MS = 86_400_000
const SIZE = 2 * PART_BYTES + 1_000

function setUp(
  answers: (request: TransportRequest, district: FaultyDistrict) => TransportResponse | undefined = () => undefined,
) {
  const world = createWorld()
  const district = createFaultyDistrict(world.now)
  const stores = createMemoryStores()
  let sent = 0
  const outbox = createOutbox({
    stores,
    transport: {
      async send(request) {
        if (request.body instanceof ArrayBuffer) sent += request.body.byteLength
        return answers(request, district) ?? district.transport.send(request)
      },
    },
    locks: createLocalLocks(),
    channel: createLocalChannel(),
    wakeups: world.wakeups,
    now: world.now,
    random: world.random,
    answers: async ({ id }, body) => ((body as { id?: string } | undefined)?.id === id ? [] : undefined),
  })
  const lines = () => district.requests.map(({ line }) => line)
  return { world, district, stores, outbox, lines, bytes: () => sent }
}

const report = (id: string, ...photos: string[]) =>
  ({ id, kind: 'report', subject: id, path: '/v1/issues', body: { id, photos: photos.map((sha256) => ({ sha256 })) } }) as const
const photo = (sha256: string, size = SIZE): StoredPhoto => ({ sha256, type: 'image/jpeg', bytes: new ArrayBuffer(size) })

test('a small photo is one request', async () => {
  const { world, outbox, lines } = setUp()
  await outbox.add(report('a', 'p'), [photo('p', PART_BYTES)])
  await world.settle()
  assert.deepEqual(lines(), ['PUT /v1/photos/p', 'POST /v1/issues'])
})

test('a large one goes in parts', async () => {
  const { world, outbox, lines } = setUp()
  await outbox.add(report('a', 'p'), [photo('p')])
  await world.settle()
  assert.deepEqual(lines(), [
    'POST /v1/photos/p/upload',
    'PUT /v1/photos/p/upload?offset=0',
    `PUT /v1/photos/p/upload?offset=${PART_BYTES}`,
    `PUT /v1/photos/p/upload?offset=${2 * PART_BYTES}`,
    'POST /v1/issues',
  ])
})

for (const fault of ['lost-request', 'lost-answer', 'unavailable', 'portal'] as const satisfies Fault[]) {
  test(`where it was cut it goes on, and at most one part is sent twice: ${fault} at each request`, async () => {
    for (let before = 0; before < 5; before += 1) {
      const { world, district, outbox, bytes } = setUp()
      district.faults.push(...Array<Fault>(before).fill('none'), fault)
      await outbox.add(report('a', 'p'), [photo('p')])
      await world.advance(60_000)
      assert.deepEqual(
        district.applied.map(({ id }) => id),
        ['a'],
      )
      assert.equal(district.photos.get('p'), 1)
      assert.ok(bytes() <= SIZE + PART_BYTES, `${bytes()} bytes, cut at request ${before}`)
      assert.deepEqual(await outbox.entries(), [])
    }
  })
}

test('an upload that moves on begins its waits anew, however often it is cut', async () => {
  const { world, district, outbox } = setUp()
  for (let nth = 0; nth < 3; nth += 1) district.faults.push('none', 'none', 'lost-request')
  await outbox.add(report('a', 'p'), [photo('p', 6 * PART_BYTES)])
  await world.advance(8_000)
  assert.equal(district.photos.get('p'), 1, 'after six seconds of waits at most')
})

test('a server that takes no parts takes the whole', async () => {
  for (const status of [404, 405]) {
    const { world, district, outbox, lines } = setUp(({ path }) =>
      path.includes('/upload') ? problem(status, 'unknown-path') : undefined,
    )
    await outbox.add(report('a', 'p'), [photo('p')])
    await world.settle()
    assert.deepEqual(lines(), ['PUT /v1/photos/p', 'POST /v1/issues'])
    assert.equal(district.applied.length, 1)
  }
})

test('where somebody else’s parts lie under its name it goes whole', async () => {
  const { world, district, outbox } = setUp(({ path }) => (path.includes('offset=') ? problem(422, 'photo-mismatch') : undefined))
  await outbox.add(report('a', 'p'), [photo('p')])
  await world.settle()
  assert.deepEqual([district.photos.get('p'), district.applied.length], [1, 1])
})

test('an answer that is none, or that never moves on, is for later', async () => {
  for (const body of [
    {},
    { offset: -1, complete: false },
    { offset: SIZE + 1, complete: false },
    { offset: 0, complete: false },
  ]) {
    const { world, outbox } = setUp(({ path }) => (path.includes('/upload') ? { status: 200, headers: {}, body } : undefined))
    await outbox.add(report('a', 'p'), [photo('p')])
    await world.settle()
    const [entry] = await outbox.entries()
    assert.deepEqual([entry?.state, entry?.failure], ['queued', { code: 'bad-response' }])
  }
})

test('between the photos of a report others have their turn', async () => {
  const { world, outbox, lines } = setUp()
  await outbox.add(report('a', 'p', 'q', 'p'), [photo('p', 8), photo('q', 8)])
  await outbox.add(report('b'))
  await world.settle()
  assert.deepEqual(lines(), ['PUT /v1/photos/p', 'POST /v1/issues', 'PUT /v1/photos/q', 'POST /v1/issues'])
})

const failing = (status: number) => (request: TransportRequest) =>
  request.path.endsWith('/p') ? { status, headers: {}, body: '<html>' } : undefined

test('a report whose photo is never taken is for the person to decide after a day; others go on', async () => {
  for (const status of [413, 500]) {
    const { world, district, outbox } = setUp(failing(status))
    await outbox.add(report('a', 'p'), [photo('p', 8)])
    await outbox.add(report('b'))
    await world.advance(DAY_MS - 1)
    assert.deepEqual(
      district.applied.map(({ id }) => id),
      ['b'],
    )
    assert.equal((await outbox.entries())[0]?.state, 'queued')
    await world.advance(600_000)
    const [entry] = await outbox.entries()
    assert.equal(entry?.state, 'refused')
    assert.deepEqual(entry?.problem?.refusal, { reason: 'photo-not-taken', detail: { photo: 'p' } })
    assert.equal(entry?.stuck, undefined)
  }
})

test('neither a clock that is set a day ahead nor a server that fails at everything for an hour decides', () => {
  const now = 10 * DAY_MS
  assert.equal(isStuck({ since: now - 2 * DAY_MS, times: 3 }, now), false)
  assert.equal(isStuck({ since: now - DAY_MS / 24, times: 30 }, now), false)
  assert.equal(isStuck({ since: now - DAY_MS, times: 8 }, now), true)
  const later = { kind: 'later', failure: { code: 'problem', status: 500 } } as const
  assert.deepEqual(stuckAfter({ since: now + DAY_MS, times: 2 }, later, now), { since: now, times: 3 })
})

test('a server that is away, and one that asks who it is, say nothing of a photo', async () => {
  for (const status of [401, 429, 503, 200]) {
    const { world, outbox } = setUp((request) => {
      if (status !== 200) return failing(status)(request)
      return request.path.endsWith('/p') ? { status: 302, headers: {}, body: '<html>' } : undefined
    })
    await outbox.add(report('a', 'p'), [photo('p', 8)])
    await world.advance(3 * DAY_MS)
    assert.deepEqual([(await outbox.entries())[0]?.state, (await outbox.entries())[0]?.stuck], ['queued', undefined])
  }
})
