import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClientWorld } from '../../test/client-world.ts'
import { cursorKey } from './changes.ts'
import { employee, hostToken, keyOf, personKeyOf } from '../../test/host-token.ts'
import type { Stores } from '../ports/index.ts'
import type { OutboxView } from './client-outbox.ts'

const ULID = '01ARYZ6S410000000000000009'
const statusKeys = async ({ cache }: Stores) => (await cache.keys()).filter((key) => key.endsWith('/status')).sort()
const SEAT = { slotId: 's1', orgId: 'o1', consent: { version: 1 } } as const

test('without a token nobody signs up, nobody is known, and there is nothing of one’s own', async () => {
  const client = createClientWorld().open()
  assert.deepEqual(await client.signUp(SEAT), { ok: false, reason: 'not-signed-in' })
  assert.deepEqual((await client.mySignUps().refresh()).data, [])
  assert.deepEqual(await client.signOut(), { ok: true })
})

test('a host that fails before anybody is known: nobody signs up; once somebody is, they may, and nothing is lost', async () => {
  const { world, district, open } = createClientWorld()
  let isUp = false
  const host = async () => {
    if (!isUp) throw new Error('no session')
    return hostToken('A001', { exp: Math.floor(world.now() / 1000) + 60 })
  }
  const client = open(host)
  const early = await client.signUp(SEAT)
  assert.equal(!early.ok && early.reason, 'person-unknown')
  isUp = true
  district.faults.push(...Array<'lost-request'>(30).fill('lost-request'))
  const signed = await client.signUp(SEAT)
  assert.ok(signed.ok)
  isUp = false
  await world.advance(600_000)
  assert.deepEqual(district.applied, [])
  const another = await client.signUp({ ...SEAT, slotId: 's3' })
  assert.ok(another.ok, 'who was known stays known while the host is out of reach')
  isUp = true
  district.faults.length = 0
  await world.advance(600_000)
  assert.deepEqual(
    district.applied.map(({ id }) => id),
    [signed.id, another.id],
  )
})

test('another person sees nothing of the first but that something waits; it goes out when the first is back', async () => {
  const { world, district, open } = createClientWorld()
  district.faults.push(...Array<'lost-request'>(2).fill('lost-request'))
  const first = open(employee('A001'))
  const signed = await first.signUp(SEAT)
  assert.ok(signed.ok)
  await world.settle()
  first.close()
  const second = open(employee('A002'))
  let view: OutboxView | undefined
  second.outbox.subscribe((now) => (view = now))
  second.identity.subscribe(() => {})
  await world.advance(600_000)
  assert.deepEqual([view?.entries, view?.others, district.applied], [[], 1, []])
  assert.deepEqual((await second.mySignUps().refresh()).data, [])
  second.close()
  open(employee('A001'))
  await world.advance(600_000)
  assert.equal(district.takenFrom.get(signed.id), keyOf('A001'))
})

test('who signs out is asked about what is unsent, and leaves nothing behind, in no tab', async () => {
  const { world, district, stores, open } = createClientWorld()
  const [client, tab] = [open(employee()), open(employee())]
  const first = await client.signUp(SEAT)
  assert.ok(first.ok)
  await first.settled
  await client.me().refresh()
  let inTab: unknown[] | undefined
  tab.mySignUps().subscribe(({ data }) => (inTab = data))
  await world.advance(5_000)
  assert.equal(inTab?.length, 1)
  district.faults.push(...Array<'lost-request'>(9).fill('lost-request'))
  const second = await client.signUp({ ...SEAT, slotId: 's3' })
  assert.ok(second.ok)
  await world.settle()
  assert.deepEqual(await client.signOut(), { ok: false, reason: 'unsent', entries: 1 })
  tab.close()
  client.outbox.subscribe(() => {})
  assert.deepEqual(await client.signOut({ discardUnsent: true }), { ok: true })
  assert.equal((await second.settled).state, 'discarded')
  assert.deepEqual(await stores.outbox.list(), [])
  const left = (await stores.cache.keys()).filter((key) => key.startsWith('me/'))
  assert.deepEqual(left, [])
})

test('who signs out after the host’s session is over leaves nothing of anybody behind, in no tab, and is asked about what is unsent', async () => {
  const { world, district, stores, open } = createClientWorld()
  const before = open(employee())
  const first = await before.signUp(SEAT)
  assert.ok(first.ok)
  await first.settled
  await before.me().refresh()
  await before.gridStatus('c1').refresh()
  district.faults.push(...Array<'lost-request'>(99).fill('lost-request'))
  assert.ok((await before.signUp({ ...SEAT, slotId: 's3' })).ok)
  await world.advance(5_000)
  before.close()
  const client = open(async () => {
    throw new Error('no session')
  })
  assert.deepEqual(await client.signOut(), { ok: false, reason: 'unsent', entries: 1 })
  const tab = open(employee())
  let inTab: unknown[] | undefined
  tab.mySignUps().subscribe(({ data }) => (inTab = data))
  let tabIdentity: string | undefined
  tab.identity.subscribe(({ personKey }) => (tabIdentity = personKey))
  await world.advance(5_000)
  assert.equal(inTab?.length, 1)
  const cursor = () => stores.meta.get(cursorKey(keyOf('A001')))
  await stores.meta.put(cursorKey(keyOf('A001')), 7)
  assert.deepEqual(await client.signOut({ discardUnsent: true }), { ok: true })
  assert.equal(await cursor(), undefined, 'nor where they were in the news')
  assert.deepEqual([inTab, tabIdentity], [[], undefined])
  assert.deepEqual(await stores.outbox.list(), [])
  assert.deepEqual(
    (await stores.cache.keys()).filter((key) => key.startsWith('me/')),
    [],
  )
})

test('what the server tells a person of a grid is theirs: the next one does not see it, nor who has no name, and it goes with them', async () => {
  const { world, district, stores, open } = createClientWorld()
  const told: (string | undefined)[] = []
  const answer = district.resources.get('/v1/grids/c1/status')
  district.resources.set('/v1/grids/c1/status', (request) => {
    told.push(personKeyOf(request.headers?.['authorization']))
    return answer!(request)
  })
  const client = open(employee('A001'))
  let open1: number | null | undefined
  client.gridStatus('c1').subscribe(({ data }) => (open1 = data?.issues.open))
  await world.settle()
  assert.equal(open1, 3)
  assert.deepEqual(await statusKeys(stores), [`me/${keyOf('A001')}/v1/grids/c1/status`])
  assert.deepEqual([...new Set(told)], [keyOf('A001')], 'asked for under no other name meanwhile')

  const other = open(employee('A002'))
  assert.equal((await other.gridStatus('c1').refresh()).data?.issues.open, 3)
  assert.equal((await open().gridStatus('c1').refresh()).data?.issues.open, 3)
  assert.deepEqual([...new Set(told)], [keyOf('A001'), keyOf('A002'), undefined])
  assert.deepEqual(await client.signOut(), { ok: true })
  await world.settle()
  assert.deepEqual(await statusKeys(stores), [`/v1/grids/c1/status`, `me/${keyOf('A002')}/v1/grids/c1/status`])
})

test('news outdate what is kept of a grid for a person; a page whose host names nobody sees what anybody sees', async () => {
  const { world, state, stores, open, commit } = createClientWorld()
  const client = open(employee())
  const nobody = open(async () => {
    throw new Error('no session')
  })
  const seen = { known: 0 as number | null, nobody: 0 as number | null }
  client.gridStatus('c1').subscribe(({ data }) => (seen.known = data?.issues.open ?? 0))
  nobody.gridStatus('c1').subscribe(({ data }) => (seen.nobody = data?.issues.open ?? 0))
  await world.settle()
  assert.deepEqual(seen, { known: 3, nobody: 3 })
  state.open = 4
  commit({ topic: 'issue', id: ULID, gridPath: ['guixi', 'c1'], data: { version: 2, state: 'accepted' } })
  await world.advance(5_000)
  assert.deepEqual(seen, { known: 4, nobody: 4 })
  assert.deepEqual(await statusKeys(stores), ['/v1/grids/c1/status', `me/${keyOf('A001')}/v1/grids/c1/status`])
})
