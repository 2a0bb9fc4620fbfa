import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SdkError } from '../errors.ts'
import type { OutboxEntry, PlainStores } from '../ports/index.ts'
import { createMemoryStores } from './memory-stores.ts'
import { createKeyRing, isSealed } from './seal.ts'
import { createSealedStores } from './sealed-stores.ts'

const PERSON = 'a'.repeat(32)
const OTHER = 'b'.repeat(32)
const STORAGE_KEY = Buffer.alloc(32, 7).toString('base64url')
const NOON = Date.parse('2026-03-02T12:00:00+08:00')
const device = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])

const entry = (id: string, person?: string): Omit<OutboxEntry, 'seq'> => ({
  id,
  kind: 'report',
  subject: id,
  method: 'POST',
  path: '/v1/issues',
  body: { description: `body of ${id}` },
  memo: { of: id },
  photos: ['p'],
  state: 'queued',
  attempts: 0,
  createdAt: NOON,
  nextAttemptAt: 0,
  ...(person === undefined ? {} : { person }),
})
const photo = () => ({ sha256: 'p', type: 'image/png', bytes: new TextEncoder().encode('a photo').buffer })
const refusal = { type: 'urn:x', title: 'no', status: 409, code: 'refused' }

function setUp(change: (plain: PlainStores) => Partial<PlainStores> = () => ({})) {
  const plain = createMemoryStores()
  const keys = createKeyRing(device)
  const stores = createSealedStores({ stores: { ...plain, ...change(plain) }, keys, now: () => NOON })
  /** Under whose key each part of an entry lies. */
  const sealersOf = async (id: string) => {
    const { body, memo, problem, photos = [] } = (await plain.outbox.get(id)) ?? {}
    const lying = await Promise.all(photos.map((name) => plain.outbox.photo(name)))
    const all = [body, memo, ...(problem ? [problem] : []), ...lying.map((one) => one?.bytes)]
    return all.map((data) => (isSealed(data) ? data.sealedBy : 'nobody'))
  }
  return { plain, keys, stores, sealersOf, unlock: () => stores.unlock?.(PERSON, STORAGE_KEY) }
}

test('what was kept of a person before their key was here lies under it once it is, and reads as before', async () => {
  const { plain, stores, sealersOf, unlock } = setUp()
  for (const [id, person] of [['1', PERSON], ['2', PERSON], ['3', OTHER], ['4']] as const) {
    await stores.outbox.add(entry(id, person), [photo()])
  }
  await stores.outbox.update('2', { state: 'refused', problem: refusal }, ['queued'])
  await stores.outbox.markUploaded('p@device', true)
  for (const key of [`me/${PERSON}/report:1`, `me/${OTHER}/report:2`, 'report:3']) {
    await stores.cache.put({ key, data: { of: key }, fetchedAt: NOON })
  }
  const before = [await stores.outbox.list(), await stores.cache.get(`me/${PERSON}/report:1`)]
  await unlock()

  assert.deepEqual(await sealersOf('1'), [PERSON, PERSON, PERSON])
  assert.deepEqual(await sealersOf('2'), [PERSON, PERSON, PERSON, PERSON])
  assert.deepEqual(await sealersOf('3'), ['device', 'device', 'device'])
  assert.deepEqual(await sealersOf('4'), ['device', 'device', 'device'])
  const sealerOf = async (key: string) => ((await plain.cache.get(key))?.data as { sealedBy: string }).sealedBy
  assert.deepEqual(await Promise.all([`me/${PERSON}/report:1`, `me/${OTHER}/report:2`, 'report:3'].map(sealerOf)), [
    PERSON,
    'device',
    'device',
  ])
  const names = ([one]: unknown[]) => (one as OutboxEntry[]).map(({ photos: _, ...rest }) => rest)
  const after = [await stores.outbox.list(), await stores.cache.get(`me/${PERSON}/report:1`)]
  assert.deepEqual([names(after), after[1]], [names(before), before[1]])
  const [name = ''] = (await stores.outbox.get('1'))?.photos ?? []
  assert.deepEqual(await stores.outbox.photo(name), { ...photo(), uploaded: true })
})

test('the photo under the key of before goes with the last entry that needs it', async () => {
  const { plain, stores, unlock } = setUp()
  await stores.outbox.add(entry('1', PERSON), [photo()])
  await stores.outbox.add(entry('2', PERSON), [photo()])
  await unlock()
  assert.equal(await plain.outbox.photo('p@device'), undefined)
  await stores.outbox.discard('1', ['queued'])
  assert.ok(await plain.outbox.photo(`p@${PERSON}`))
  await stores.outbox.discard('2', ['queued'])
  assert.equal(await plain.outbox.photo(`p@${PERSON}`), undefined)
})

test('where it breaks off, each entry is whole under one key or the other, and the next unlocking goes on', async () => {
  let turns = 1
  const { stores, sealersOf, unlock } = setUp(({ exchange }) => ({
    async exchange(...args) {
      turns -= 1
      if (turns < 0) throw new SdkError('storage', 'a full disk')
      return exchange(...args)
    },
  }))
  for (const id of ['1', '2', '3']) await stores.outbox.add(entry(id, PERSON), [photo()])
  const sealers = async () => Promise.all(['1', '2', '3'].map(sealersOf))
  const under = (sealer: string) => [sealer, sealer, sealer]
  await unlock()
  assert.deepEqual(await sealers(), [under(PERSON), under('device'), under('device')])
  assert.deepEqual(
    (await stores.outbox.list()).map(({ locked }) => locked),
    [undefined, undefined, undefined],
  )
  turns = 9
  await unlock()
  assert.deepEqual(await sealers(), [under(PERSON), under(PERSON), under(PERSON)])
})

test('an entry on its way keeps the names of its photos, one that is gone stays gone, and one that changed meanwhile as it is', async () => {
  let meanwhile = async () => {}
  const { plain, stores, sealersOf, unlock } = setUp(({ exchange }) => ({
    async exchange(...args) {
      await meanwhile()
      return exchange(...args)
    },
  }))
  await stores.outbox.add(entry('1', PERSON), [photo()])
  await stores.outbox.update('1', { state: 'sending' }, ['queued'])
  await unlock()
  assert.deepEqual(await sealersOf('1'), ['device', 'device', 'device'])
  await stores.outbox.update('1', { state: 'queued' }, ['sending'])
  meanwhile = async () => void (await stores.outbox.update('1', { state: 'sending', attempts: 1 }, ['queued']))
  await unlock()
  assert.deepEqual(await sealersOf('1'), ['device', 'device', 'device'])
  await stores.outbox.update('1', { state: 'queued' }, ['sending'])
  meanwhile = async () => void (await stores.outbox.discard('1', ['queued']))
  await unlock()
  assert.deepEqual([await plain.outbox.list(), await plain.outbox.photo(`p@${PERSON}`)], [[], undefined])
})

test('who leaves while their records are sealed again leaves none that is half sealed', async () => {
  const { stores, sealersOf, unlock } = setUp()
  for (const id of ['1', '2', '3']) await stores.outbox.add(entry(id, PERSON), [photo()])
  const unlocking = unlock()
  stores.lock?.(PERSON)
  await unlocking
  stores.lock?.(PERSON)
  for (const id of ['1', '2', '3']) assert.equal(new Set(await sealersOf(id)).size, 1)
})

test('what was being sealed when its person left does not come after what was wiped', async () => {
  const { plain, stores, unlock } = setUp()
  await unlock()
  const record = (key: string) => ({ key, data: { of: key }, fetchedAt: NOON })
  const writes = [
    stores.cache.put(record(`me/${PERSON}`)),
    stores.cache.update(`me/${PERSON}/sign-ups`, () => record(`me/${PERSON}/sign-ups`)),
    stores.cache.put(record(`me/${OTHER}`)),
  ]
  stores.lock?.(PERSON)
  await Promise.all(writes)
  assert.deepEqual(await plain.cache.keys(), [`me/${OTHER}`])
})
