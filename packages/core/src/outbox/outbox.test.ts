import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFaultyDistrict, problem } from '../../test/faulty-district.ts'
import { createWorld } from '../../test/world.ts'
import { createMemoryStores } from '../adapters/memory-stores.ts'
import { createLocalLocks } from '../adapters/locks.ts'
import { createLocalChannel } from '../adapters/page.ts'
import { isSdkError, SdkError } from '../errors.ts'
import type { OutboxEntry, StoredPhoto } from '../ports/index.ts'
import { answerKey, createOutbox } from './outbox.ts'

function setUp() {
  const world = createWorld()
  const district = createFaultyDistrict(world.now)
  const stores = createMemoryStores()
  const shared = { locks: createLocalLocks(), channel: createLocalChannel() }
  /** One tab of the origin. */
  const open = () =>
    createOutbox({
      ...shared,
      stores,
      transport: district.transport,
      wakeups: world.wakeups,
      now: world.now,
      random: world.random,
      answers: async ({ id }, body) => ((body as { id?: string } | undefined)?.id === id ? [] : undefined),
    })
  return { world, district, stores, open }
}

const command = (id: string, subject = id, body: object = {}) =>
  ({ id, kind: 'report', subject, path: '/v1/issues', body: { id, ...body } }) as const
const photo = (sha256: string): StoredPhoto => ({ sha256, type: 'image/jpeg', bytes: new ArrayBuffer(8) })
const withPhoto = (id: string, sha256: string) => command(id, id, { photos: [{ sha256 }] })
const posts = (requests: { line: string; key?: string }[]) =>
  requests.filter(({ line }) => line.startsWith('POST')).map(({ key }) => key)
const states = (entries: OutboxEntry[]) => entries.map(({ id, state }) => `${id} ${state}`)

test('an accepted command is sent, answered and taken out, and its answer is kept', async () => {
  const { world, district, stores, open } = setUp()
  const outbox = open()
  await outbox.add(command('a'))
  assert.deepEqual((await outbox.outcome('a')).state, 'acknowledged')
  await world.settle()
  assert.deepEqual(await outbox.entries(), [])
  assert.deepEqual(district.applied, [{ id: 'a' }])
  assert.equal(((await stores.cache.get(answerKey('a')))?.data as { id: string }).id, 'a')
  assert.equal(world.timers(), 0)
})

test('a lost answer is asked for again under the same key, and the command is applied once', async () => {
  const { world, district, open } = setUp()
  district.faults.push('lost-answer', 'lost-answer')
  const outbox = open()
  await outbox.add(command('a'))
  await world.advance(60_000)
  assert.deepEqual(posts(district.requests), ['a', 'a', 'a'])
  assert.deepEqual(district.applied, [{ id: 'a' }])
  assert.deepEqual(await outbox.entries(), [])
})

test('waits grow with each failure, up to five minutes', async () => {
  const { world, district, open } = setUp()
  district.faults.push(...Array<'unavailable'>(40).fill('unavailable'))
  const outbox = open()
  await outbox.add(command('a'))
  await world.advance(24 * 60 * 60 * 1000)
  const times = district.requests.map(({ at }) => at)
  const waits = times.slice(1).map((at, i) => at - (times[i] as number))
  assert.equal(waits.length, 40)
  assert.ok(
    waits.every((wait, i) => wait <= Math.min(300_000, 1000 * 2 ** i)),
    String(waits),
  )
  assert.ok(Math.max(...waits) > 60_000)
  assert.deepEqual(district.applied, [{ id: 'a' }])
})

test('nothing is sent before the time that the server asked for, by any tab', async () => {
  const { world, district, open } = setUp()
  district.faults.push('busy')
  const [first, second] = [open(), open()]
  await first.add(command('a'))
  await world.settle()
  await second.add(command('b'))
  await world.advance(29_999)
  assert.equal(district.requests.length, 1)
  await world.advance(60_000)
  assert.deepEqual(district.applied.map(({ id }) => id).sort(), ['a', 'b'])
})

test('“send now” goes out before the backoff and before the pause', async () => {
  const { world, district, open } = setUp()
  district.faults.push('busy')
  const outbox = open()
  await outbox.add(command('a'))
  await world.settle()
  outbox.sendNow()
  await world.settle()
  assert.deepEqual(district.applied, [{ id: 'a' }])
})

test('a device that comes online sends at once what only met a silent line', async () => {
  const { world, district, open } = setUp()
  district.faults.push('lost-request', 'unavailable')
  const outbox = open()
  await outbox.add(command('a'))
  await world.settle()
  await world.better()
  assert.equal(district.requests.length, 2)
  await world.better()
  assert.equal(district.requests.length, 2, 'a server that said "later" is not knocked at')
})

test('a silent line is not tried once more for each that waits', async () => {
  const { world, district, stores, open } = setUp()
  const before = open()
  before.close()
  district.faults.push(...Array<'lost-request'>(3).fill('lost-request'))
  for (const id of ['a', 'b', 'c', 'd', 'e']) await stores.outbox.add({ ...queued(id) }, [])
  open()
  await world.settle()
  assert.equal(district.requests.length, 1)
  await world.advance(60_000)
  assert.deepEqual(district.applied.map(({ id }) => id).sort(), ['a', 'b', 'c', 'd', 'e'])
})

test('a permanent refusal stays and shows the server’s problem, and does not hold up those behind it', async () => {
  const { world, district, open } = setUp()
  district.refuses = ({ id }) => (id === 'a' ? problem(409, 'refused', { refusal: { reason: 'outside-district' } }) : undefined)
  const outbox = open()
  await outbox.add(command('a', 'one'))
  await outbox.add(command('b', 'one'))
  const outcome = await outbox.outcome('a')
  await world.advance(3_600_000)
  assert.equal(outcome.state === 'refused' && outcome.problem.refusal?.reason, 'outside-district')
  assert.deepEqual(states(await outbox.entries()), ['a refused'])
  assert.deepEqual(posts(district.requests), ['a', 'b'])
  assert.equal(world.timers(), 0)
})

for (const [status, code] of [
  [401, 'credentials-required'],
  [403, 'token-expired'],
  [408, 'x'],
  [425, 'x'],
  [429, 'x'],
  [500, 'x'],
  [502, 'x'],
] as const) {
  test(`${status} ${code} is no refusal`, async () => {
    const { world, district, open } = setUp()
    let healed = false
    district.refuses = () => (healed ? undefined : problem(status, code))
    const outbox = open()
    await outbox.add(command('a'))
    await world.settle()
    assert.deepEqual(states(await outbox.entries()), ['a queued'])
    assert.deepEqual((await outbox.entries())[0]?.failure, { code: 'problem', status })
    healed = true
    await world.advance(10_000)
    assert.deepEqual(await outbox.entries(), [])
  })
}

for (const status of [400, 403, 404, 409, 413, 415, 422]) {
  test(`${status} with a problem of ours is a refusal, the same page of a proxy is none`, async () => {
    const { world, district, open } = setUp()
    district.refuses = ({ id }) => (id === 'a' ? problem(status, 'x') : { status, headers: {}, body: { error: 'proxy' } })
    const outbox = open()
    await outbox.add(command('a'))
    await outbox.add(command('b'))
    await world.settle()
    assert.deepEqual(states(await outbox.entries()), ['a refused', 'b queued'])
  })
}

test('an answer that is none to this command settles nothing', async () => {
  const { world, district, open } = setUp()
  district.refuses = () => ({ status: 200, headers: {}, body: { id: 'somebody else' } })
  const outbox = open()
  await outbox.add(command('a'))
  await world.settle()
  assert.deepEqual((await outbox.entries())[0]?.failure, { code: 'bad-response' })
})

test('commands of one subject keep their order while the first of them waits; others pass', async () => {
  const { world, district, open } = setUp()
  district.faults.push('unavailable')
  const outbox = open()
  for (const [id, subject] of [
    ['a', 'one'],
    ['b', 'one'],
    ['c', 'two'],
  ] as const)
    await outbox.add(command(id, subject))
  await world.advance(60_000)
  assert.deepEqual(
    district.applied.map(({ id }) => id),
    ['c', 'a', 'b'],
  )
})

test('photos go first, once, and also serve a second report of the same photo', async () => {
  const { world, district, stores, open } = setUp()
  district.faults.push('lost-answer', 'none', 'lost-answer')
  const outbox = open()
  await outbox.add(withPhoto('a', 'p'), [photo('p')])
  await outbox.add(withPhoto('b', 'p'), [photo('p')])
  await world.advance(60_000)
  assert.deepEqual(district.applied.map(({ id }) => id).sort(), ['a', 'b'])
  assert.equal(district.photos.get('p'), 2, 'the first upload’s answer was lost; after the second none')
  assert.equal(await stores.outbox.photo('p'), undefined)
})

test('a photo that the server has lost is uploaded again', async () => {
  const { world, district, open } = setUp()
  district.faults.push('none', 'forget-photos')
  const outbox = open()
  await outbox.add(withPhoto('a', 'p'), [photo('p')])
  await world.settle()
  assert.deepEqual(
    district.requests.map(({ line }) => line),
    ['PUT /v1/photos/p', 'POST /v1/issues', 'PUT /v1/photos/p', 'POST /v1/issues'],
  )
  assert.deepEqual(
    district.applied.map(({ id }) => id),
    ['a'],
  )
})

test('a photo that is neither here nor there is for the person to decide', async () => {
  const { world, district, stores, open } = setUp()
  await stores.outbox.add({ ...queued('a'), body: { id: 'a', photos: [{ sha256: 'p' }] }, photos: ['p'] }, [])
  const outbox = open()
  await world.advance(60_000)
  assert.deepEqual(states(await outbox.entries()), ['a refused'])
  assert.equal(district.requests.length, 1)
})

test('an entry that a page left in “sending” when it died is sent again', async () => {
  const { world, district, stores, open } = setUp()
  await stores.outbox.add({ ...queued('a'), state: 'sending', attempts: 1 }, [])
  open()
  await world.settle()
  assert.deepEqual(district.applied, [{ id: 'a' }])
})

test('a clock that was set back does not keep a command waiting for years', async () => {
  const { world, district, stores, open } = setUp()
  const farAway = world.now() + 365 * 24 * 60 * 60 * 1000
  await stores.outbox.add({ ...queued('a'), nextAttemptAt: farAway }, [])
  await stores.meta.put('outbox-pause', farAway)
  open()
  await world.settle()
  assert.deepEqual(district.applied, [{ id: 'a' }])
})

test('two tabs never send the same entry at the same time, and both learn its outcome', async () => {
  const { world, district, open } = setUp()
  let inFlight = 0
  let most = 0
  const { send } = district.transport
  district.transport.send = async (request) => {
    most = Math.max(most, (inFlight += 1))
    for (let i = 0; i < 10; i += 1) await Promise.resolve()
    inFlight -= 1
    return send(request)
  }
  const [first, second] = [open(), open()]
  await Promise.all([first.add(command('a')), second.add(command('b')), first.add(command('c'))])
  const outcomes = Promise.all([second.outcome('a'), first.outcome('b')])
  await world.advance(10_000)
  assert.equal(most, 1)
  assert.deepEqual(posts(district.requests).sort(), ['a', 'b', 'c'])
  assert.deepEqual(
    (await outcomes).map(({ state }) => state),
    ['acknowledged', 'acknowledged'],
  )
})

test('a refused command is sent again under its own key, or discarded, on the person’s word', async () => {
  const { world, district, open } = setUp()
  let strict = true
  district.refuses = () => (strict ? problem(409, 'refused') : undefined)
  const outbox = open()
  await outbox.add(command('a'))
  await outbox.add(command('b'))
  await world.settle()
  strict = false
  await outbox.retry('a')
  await outbox.discard('b')
  assert.deepEqual(await outbox.outcome('b'), { state: 'discarded' })
  assert.equal((await outbox.outcome('a')).state, 'acknowledged')
  assert.deepEqual(district.applied, [{ id: 'a' }])
  await assert.rejects(outbox.retry('a'), (error) => isSdkError(error) && error.code === 'bad-argument')
  await assert.rejects(outbox.discard('a'), (error) => isSdkError(error) && error.code === 'bad-argument')
})

test('what is on its way just now cannot be discarded', async () => {
  const { world, district, open } = setUp()
  let answer = () => {}
  const { send } = district.transport
  district.transport.send = async (request) => {
    await new Promise<void>((resolve) => (answer = resolve))
    return send(request)
  }
  const outbox = open()
  await outbox.add(command('a'))
  await world.settle()
  await assert.rejects(outbox.discard('a'), (error) => isSdkError(error) && error.code === 'bad-argument')
  answer()
  assert.equal((await outbox.outcome('a')).state, 'acknowledged')
})

test('an entry that the store cannot settle waits, and the others have their turn', async () => {
  const { world, district, stores, open } = setUp()
  const { settle } = stores.outbox
  let full = true
  stores.outbox.settle = async (id, answers) => {
    if (id === 'a' && full) throw new SdkError('storage', 'full', { retryable: true })
    return settle(id, answers)
  }
  const outbox = open()
  await outbox.add(command('a'))
  await outbox.add(command('b'))
  await world.settle()
  assert.deepEqual(states(await outbox.entries()), ['a sending'])
  full = false
  await world.advance(60_000)
  assert.deepEqual(await outbox.entries(), [])
  assert.deepEqual(
    district.applied.map(({ id }) => id),
    ['a', 'b'],
  )
})

test('listeners hear of each step, in every tab', async () => {
  const { world, open } = setUp()
  const [first, second] = [open(), open()]
  const seen: string[] = []
  second.subscribe((entries) => seen.push(states(entries).join(', ')))
  await world.settle()
  await first.add(command('a'))
  await world.settle()
  assert.equal(seen[0], '')
  assert.ok(seen.some((view) => view.startsWith('a ')))
  assert.equal(seen.at(-1), '')
})

test('a closed outbox sends nothing any more', async () => {
  const { world, district, open } = setUp()
  district.faults.push('lost-request')
  const outbox = open()
  await outbox.add(command('a'))
  await world.settle()
  outbox.close()
  await world.better()
  await world.advance(3_600_000)
  assert.equal(district.requests.length, 1)
  assert.equal(world.timers(), 0)
})

function queued(id: string): Omit<OutboxEntry, 'seq'> {
  return { ...command(id), method: 'POST', photos: [], state: 'queued', attempts: 0, createdAt: 0, nextAttemptAt: 0 }
}
