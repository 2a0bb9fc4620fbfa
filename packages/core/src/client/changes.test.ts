import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClientWorld, slot } from '../../test/client-world.ts'
import { employee, keyOf } from '../../test/host-token.ts'
import { createKeyRing } from '../adapters/seal.ts'
import { createSealedStores } from '../adapters/sealed-stores.ts'
import type { Change } from '../schema.ts'
import type { Client } from './client.ts'

// WebCrypto is not fake.
const device = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])

const lines = (requests: { line: string }[]) => requests.map(({ line }) => line.replace('GET /v1/', ''))

/** What the server tells of an issue: to staff in whose reach it lies, and to everybody else. */
const issueIn = (...gridPath: string[]): Omit<Change, 'seq' | 'at'> => {
  const data = { id: 'i1', version: 2, state: 'accepted' }
  return { topic: 'issue', id: 'i1', gridPath, data }
}
const someIssue: Omit<Change, 'seq' | 'at'> = { topic: 'issue', id: 'guixi', gridPath: ['guixi'], data: {} }

function watchSlots(client: Client) {
  const seen: { id: string; seated: number }[][] = []
  const stop = client.slots('o1').subscribe(({ data }) => data && seen.push(data.slots.map(({ id, seated }) => ({ id, seated }))))
  return { stop, seatedIn: (id: string) => seen.at(-1)?.find((one) => one.id === id)?.seated }
}

test('a slot that fills up elsewhere is seen here, from the delta alone', async () => {
  const { world, district, open, commit } = createClientWorld()
  const { seatedIn } = watchSlots(open())
  await world.advance(5_000)
  district.requests.length = 0
  commit({ topic: 'slot', id: 's2', gridPath: ['guixi', 'c1'], data: slot('s2', '10:00', '12:00', { seated: 2 }) })
  await world.advance(5_000)
  assert.deepEqual([seatedIn('s1'), seatedIn('s2')], [0, 2])
  assert.deepEqual(lines(district.requests), ['changes'])
})

test('of five tabs one has the stream and fetches what is new; when it is closed another has it', async () => {
  const { world, district, hearers, open, commit } = createClientWorld()
  const live: boolean[] = []
  const tabs = Array.from({ length: 5 }, (_, tab) => {
    const client = open()
    client.live.subscribe((is) => (live[tab] = is))
    return { client, ...watchSlots(client) }
  })
  await world.advance(5_000)
  const news = (seated: number) =>
    commit({ topic: 'slot', id: 's2', gridPath: [], data: slot('s2', '10:00', '12:00', { seated }) })
  for (let seated = 1; tabs.length > 0; seated += 1) {
    assert.equal(hearers.size, 1)
    district.requests.length = 0
    news(seated)
    await world.advance(5_000)
    const all = tabs.map(() => seated)
    assert.deepEqual(
      tabs.map(({ seatedIn }) => seatedIn('s2')),
      all,
    )
    assert.deepEqual(lines(district.requests), ['changes'])
    assert.deepEqual(
      live,
      live.map((_, tab) => tab >= seated - 1),
    )
    tabs.shift()?.client.close()
    await world.advance(5_000)
  }
  assert.equal(hearers.size, 0)
})

test('a slot that is new is fetched with the list', async () => {
  const { world, state, open, commit } = createClientWorld()
  const { seatedIn } = watchSlots(open())
  await world.advance(5_000)
  state.slots = [...state.slots, slot('s4', '18:00', '20:00')]
  commit({ topic: 'slot', id: 's4', gridPath: [], data: slot('s4', '18:00', '20:00') })
  await world.advance(5_000)
  assert.equal(seatedIn('s4'), 0)
})

for (const latencyMs of [1, 300, 3_000]) {
  test(`what one change outdates is fetched once, where an answer takes ${latencyMs} ms`, async () => {
    const { world, district, state, open, commit } = createClientWorld({ latencyMs })
    const client = open(employee())
    const { seatedIn } = watchSlots(client)
    client.gridStatus('guixi').subscribe(() => {})
    client.mySignUps().subscribe(() => {})
    await world.advance(60_000)
    const signed = await client.signUp({ slotId: 's1', orgId: 'o1', consent: { version: 1 } })
    assert.ok(signed.ok)
    await world.advance(60_000)
    district.requests.length = 0
    state.slots = [slot('s1', '09:00', '11:00', { seated: 1 }), slot('s4', '18:00', '20:00')]
    commit({ topic: 'slot', id: 's4', gridPath: [], data: slot('s4', '18:00', '20:00') })
    commit({ topic: 'slot', id: 's1', gridPath: [], data: slot('s1', '09:00', '11:00', { seated: 1 }) })
    await world.advance(60_000)
    state.open = 4
    commit(someIssue)
    await world.advance(60_000)
    assert.deepEqual([seatedIn('s1'), seatedIn('s4')], [1, 0])
    const asked = lines(district.requests).filter((line) => line !== 'changes')
    assert.deepEqual(asked.sort(), ['grids/guixi/status', 'me/sign-ups', 'slots?org=o1'])
  })
}

for (const [what, more, fetched] of [
  ['was cancelled', { cancelled: true }, false],
  ['is at an intersection', { post: { ...slot('s4', '18:00', '20:00').post, kind: 'intersection' } }, false],
  ['has started', { startsAt: '2026-03-02T11:59:00+08:00' }, false],
  ['is a week away', { startsAt: '2026-03-09T12:01:00+08:00' }, false],
  ['is nearly a week away', { startsAt: '2026-03-09T11:59:00+08:00' }, true],
  ['starts soon', { startsAt: '2026-03-02T12:01:00+08:00' }, true],
] as const) {
  test(`a list without a changed slot that ${what} is ${fetched ? '' : 'not '}fetched again`, async () => {
    const { world, district, open, commit } = createClientWorld()
    const { seatedIn } = watchSlots(open())
    await world.advance(5_000)
    district.requests.length = 0
    commit({ topic: 'slot', id: 's4', gridPath: [], data: slot('s4', '18:00', '20:00', more) })
    commit({ topic: 'slot', id: 's1', gridPath: [], data: slot('s1', '09:00', '11:00', { seated: 1 }) })
    await world.advance(5_000)
    const asked = lines(district.requests).filter((line) => line === 'slots?org=o1').length
    assert.equal(asked, fetched ? 1 : 0)
    assert.equal(seatedIn('s1'), fetched ? 0 : 1, 'what is known is patched all the same, until the server tells')
  })
}

test('an issue brings the statuses of its grids up to date, those that are watched, and no other', async () => {
  const { world, district, state, stores, open, commit } = createClientWorld()
  const client = open()
  const seen: Record<string, number | null | undefined> = {}
  for (const id of ['guixi', 'c2']) client.gridStatus(id).subscribe(({ data }) => (seen[id] = data?.issues.open))
  await client.gridStatus('c1').refresh()
  await world.advance(5_000)
  district.requests.length = 0
  state.open = 4
  commit(issueIn('guixi', 'c1'))
  await world.advance(5_000)
  assert.deepEqual(seen, { guixi: 4, c2: 3 })
  assert.deepEqual(lines(district.requests), ['changes', 'grids/guixi/status'])
  assert.equal((await stores.cache.get('/v1/grids/c1/status'))?.stale, 1)
})

test('where the server does not tell which issue changed, every status that is kept may be older than it looks', async () => {
  const { world, district, state, stores, open, commit } = createClientWorld()
  const client = open()
  const seen: Record<string, number | null | undefined> = {}
  for (const id of ['guixi', 'c2']) client.gridStatus(id).subscribe(({ data }) => (seen[id] = data?.issues.open))
  await client.gridStatus('c1').refresh()
  await client.slots('o1').refresh()
  await world.advance(5_000)
  district.requests.length = 0
  state.open = 4
  commit(someIssue)
  await world.advance(5_000)
  assert.deepEqual(seen, { guixi: 4, c2: 4 })
  assert.deepEqual(lines(district.requests).sort(), ['changes', 'grids/c2/status', 'grids/guixi/status'])
  assert.equal((await stores.cache.get('/v1/grids/c1/status'))?.stale, 1)
  assert.equal((await stores.cache.get('/v1/slots?org=o1'))?.stale, undefined)
})

test('who moves up from the waitlist when another cancels sees it; for slots that are not theirs nothing is asked', async () => {
  const { world, district, open, commit } = createClientWorld()
  const client = open(employee())
  const view = {
    id: '01ARYZ6S410000000000000009',
    slotId: 's1',
    orgId: 'o1',
    at: '2026-03-02T12:00:00+08:00',
    by: 'self',
  } as const
  const over = { ...view, id: '01ARYZ6S410000000000000008', slotId: 's3', state: 'cancelled' } as const
  district.tellSignUp(keyOf('A001'), { ...view, state: 'waitlisted', position: 1 })
  district.tellSignUp(keyOf('A001'), over)
  let mine = new Map<string, string>()
  client.mySignUps().subscribe(({ data = [] }) => (mine = new Map(data.map((one) => [one.id, one.state]))))
  await world.advance(5_000)
  assert.equal(mine.get(view.id), 'waitlisted')
  district.requests.length = 0
  for (const id of ['s2', 's3']) commit({ topic: 'slot', id, gridPath: [], data: slot(id, '09:00', '11:00', { seated: 1 }) })
  await world.advance(5_000)
  assert.equal(lines(district.requests).includes('me/sign-ups'), false)
  district.tellSignUp(keyOf('A001'), { ...view, state: 'seated' })
  commit({ topic: 'slot', id: 's1', gridPath: [], data: slot('s1', '09:00', '11:00', { seated: 2 }) })
  await world.advance(5_000)
  assert.equal(mine.get(view.id), 'seated')
})

/** What asks for the person's swaps again: a seat that is offered changes no count, so only the slot itself is told. */
for (const [what, told, asked] of [
  ['is told though its counts are what they were', [['s2', {}]], true],
  [
    'is told again behind a sign-up',
    [
      ['s2', { seated: 1 }],
      ['s2', { seated: 1 }],
    ],
    true,
  ],
  ['has one more person and no swap', [['s2', { seated: 1 }]], false],
  ['is that of a known swap, whatever else changed', [['s1', { seated: 1 }]], true],
  ['is in no list here', [['s9', {}]], true],
] as const) {
  test(`swaps are ${asked ? '' : 'not '}asked for again where a slot ${what}`, async () => {
    const { world, district, open, commit } = createClientWorld()
    const client = open(employee())
    const asOf = '2026-03-02T12:00:00+08:00'
    const swap = { id: '01ARYZ6S410000000000000009', orgId: 'o1', slotId: 's1', state: 'open', at: asOf, mine: 'open' } as const
    let swaps: object[] = [swap]
    district.resources.set('/v1/me/swaps', () => ({ status: 200, headers: {}, body: { asOf, swaps } }))
    watchSlots(client)
    let seen = 0
    client.mySwaps().subscribe(({ data = [] }) => (seen = data.length))
    await world.advance(5_000)
    assert.equal(seen, 1)
    swaps = []
    for (const [id, more] of told) {
      const [from, to] = id === 's1' ? ['09:00', '11:00'] : ['10:00', '12:00']
      commit({ topic: 'slot', id, gridPath: [], data: slot(id, from, to, more) })
    }
    await world.advance(5_000)
    assert.equal(seen, asked ? 0 : 1)
  })
}

test('an organisation’s swaps are asked for again where a sign-up of its own changed, and no other’s', async () => {
  const { world, district, open, commit } = createClientWorld()
  const client = open(employee())
  const asOf = '2026-03-02T12:00:00+08:00'
  for (const id of ['o1', 'o2']) {
    district.resources.set(`/v1/organisations/${id}/swaps`, () => ({ status: 200, headers: {}, body: { asOf, swaps: [] } }))
    client.organisationSwaps(id).subscribe(() => {})
  }
  await world.advance(5_000)
  district.requests.length = 0
  const view = { id: '01ARYZ6S410000000000000009', slotId: 's1', orgId: 'o2', state: 'seated', at: asOf, by: 'self' } as const
  commit({ topic: 'sign-up', id: view.id, gridPath: [], data: view })
  await world.advance(5_000)
  assert.deepEqual(lines(district.requests), ['changes', 'organisations/o2/swaps'])
})

async function watchWaitlisted() {
  const clientWorld = createClientWorld()
  const { world, district, open, commit } = clientWorld
  const client = open(employee())
  const signed = await client.signUp({ slotId: 's1', orgId: 'o1', consent: { version: 1 } })
  assert.ok(signed.ok)
  await signed.settled
  const path = '/v1/me/sign-ups'
  const tell = (state: 'waitlisted' | 'seated') =>
    district.tellSignUp(keyOf('A001'), {
      id: signed.id,
      slotId: 's1',
      orgId: 'o1',
      at: '2026-03-02T12:00:00+08:00',
      by: 'self',
      state,
    })
  tell('waitlisted')
  let mine: string | undefined
  const stop = client.mySignUps().subscribe(({ data }) => (mine = data?.[0]?.state))
  await world.advance(5_000)
  return {
    ...clientWorld,
    client,
    tell,
    stop,
    state: () => mine,
    asked: () => district.requests.filter(({ line }) => line === `GET ${path}`).length,
    change: () => commit({ topic: 'slot', id: 's1', gridPath: [], data: slot('s1', '09:00', '11:00', { seated: 2 }) }),
  }
}

test('who moves up while the server is out of order sees it once it is well', async () => {
  const { world, district, tell, state, asked, change } = await watchWaitlisted()
  const before = asked()
  tell('seated')
  district.faults.push('none', 'unavailable', 'lost-request')
  change()
  await world.settle()
  assert.deepEqual([state(), asked()], ['waitlisted', before + 1])
  await world.advance(60_000)
  assert.deepEqual([state(), asked(), world.timers()], ['seated', before + 3, 0])
})

for (const how of ['looks away', 'closes the client'] as const) {
  test(`an own sign-up that could not be asked for is not asked for again once the person ${how}`, async () => {
    const { world, district, client, stop, asked, change } = await watchWaitlisted()
    district.faults.push('none', 'unavailable')
    change()
    await world.settle()
    const before = asked()
    if (how === 'looks away') stop()
    else client.close()
    await world.settle()
    assert.equal(world.timers(), 0)
    await world.advance(300_000)
    assert.equal(asked(), before)
  })
}

test('an own sign-up that nobody looks at is known to be outdated, and not asked for', async () => {
  const { world, district, stores, open, commit } = createClientWorld()
  const client = open(employee())
  watchSlots(client)
  await world.advance(5_000)
  const signed = await client.signUp({ slotId: 's1', orgId: 'o1', consent: { version: 1 } })
  assert.ok(signed.ok)
  await signed.settled
  await world.advance(5_000)
  const isStale = async () => (await stores.cache.get(`me/${keyOf('A001')}/sign-ups`))?.stale !== undefined
  await client.mySignUps().refresh()
  assert.equal(await isStale(), false)
  district.requests.length = 0
  commit({ topic: 'slot', id: 's1', gridPath: [], data: slot('s1', '09:00', '11:00', { cancelled: true }) })
  await world.advance(5_000)
  assert.equal(await isStale(), true)
  assert.deepEqual(lines(district.requests), ['changes'])
})

test('many hints are fetched together, page by page, and the cursor is kept for the next visit', async () => {
  const { world, district, stores, open, commit } = createClientWorld()
  const client = open()
  const { stop, seatedIn } = watchSlots(client)
  await world.advance(5_000)
  district.requests.length = 0
  for (let seated = 1; seated <= 5; seated += 1) {
    commit({ topic: 'slot', id: 's1', gridPath: [], data: slot('s1', '09:00', '11:00', { capacity: 9, seated }) })
  }
  await world.advance(5_000)
  assert.equal(seatedIn('s1'), 5)
  const fetched = lines(district.requests).length
  assert.ok(fetched <= 4, `${fetched} requests for five changes on three pages`)
  assert.equal(await stores.meta.get('cursor'), 5)
  stop()
  await world.settle()
  client.close()
})

test('nobody is listened to once nobody looks', async () => {
  const { world, hearers, open } = createClientWorld()
  const { stop } = watchSlots(open())
  await world.advance(5_000)
  assert.equal(hearers.size, 1)
  stop()
  await world.settle()
  assert.deepEqual([hearers.size, world.timers()], [0, 0])
})

test('is live while somebody looks and the line is there, and says so at once', async () => {
  const { world, open, line } = createClientWorld()
  const client = open()
  const seen: boolean[] = []
  client.live.subscribe((live) => seen.push(live))
  await world.settle()
  assert.deepEqual(seen, [false])
  const { stop } = watchSlots(client)
  await world.advance(5_000)
  assert.deepEqual(seen, [false, true])
  line(false)
  assert.deepEqual(seen, [false, true, false])
  line(true)
  const late: boolean[] = []
  const unsubscribe = client.live.subscribe((live) => late.push(live))
  assert.deepEqual(late, [true])
  unsubscribe()
  stop()
  await world.settle()
  assert.deepEqual([seen, late], [[false, true, false, true, false], [true]])
})

test('is not live any more once it is closed', async () => {
  const { world, open } = createClientWorld()
  const client = open()
  let live: boolean | undefined
  client.live.subscribe((now) => (live = now))
  watchSlots(client)
  await world.advance(5_000)
  assert.equal(live, true)
  client.close()
  await world.settle()
  assert.equal(live, false)
})

test('what a tab of somebody else has heard, one’s own hears too', async () => {
  let atWork = 0
  const { world, district, stores, open, commit } = createClientWorld({ isBusy: () => atWork > 0 })
  const counted =
    <Args extends unknown[], T>(work: (...args: Args) => Promise<T>) =>
    async (...args: Args) => {
      atWork += 1
      return work(...args).finally(() => (atWork -= 1))
    }
  const tabOf = (token: ReturnType<typeof employee>) => {
    const { seal, open: unseal, unlock, ...keys } = createKeyRing(device)
    const slow = { ...keys, seal: counted(seal), open: counted(unseal), unlock: counted(unlock) }
    return open(token, { stores: createSealedStores({ stores, keys: slow, now: world.now }) })
  }
  const seen = ['ours', 'theirs'].map((who) => {
    const client = tabOf(employee(who))
    const states: string[][] = []
    client.mySignUps().subscribe(({ data }) => data && states.push(data.map(({ state }) => state)))
    return { client, states, who }
  })
  await world.advance(60_000)
  for (const { client } of seen) {
    const signed = await client.signUp({ slotId: 's1', orgId: 'o1', consent: { version: 1 } })
    assert.ok(signed.ok)
    await world.advance(60_000)
  }
  for (const { who, states } of seen) {
    const person = keyOf(who)
    for (const view of district.signUpsOf(person)) district.tellSignUp(person, { ...view, state: 'cancelled' })
    assert.deepEqual(states.at(-1), ['seated'])
  }
  commit({ topic: 'slot', id: 's1', gridPath: [], data: slot('s1', '09:00', '11:00') })
  await world.advance(60_000)
  for (const { states } of seen) assert.deepEqual(states.at(-1), ['cancelled'])
})

test('a server that has begun anew is believed, and everything is fetched again', async () => {
  const { world, state, stores, open, commit, beginAnew, hearers } = createClientWorld()
  const { seatedIn } = watchSlots(open())
  await world.advance(5_000)
  for (let i = 0; i < 3; i += 1) commit({ topic: 'grid', id: 'c2', gridPath: [], data: {} })
  await world.advance(5_000)
  beginAnew()
  state.slots = [slot('s1', '09:00', '11:00', { seated: 1 })]
  for (const hear of hearers) hear(0)
  await world.advance(5_000)
  assert.equal(await stores.meta.get('cursor'), 0)
  assert.deepEqual([seatedIn('s1'), seatedIn('s2')], [1, undefined])
})

test('a feed that fails is tried again; nothing is lost', async () => {
  const { world, district, open, commit } = createClientWorld()
  const { seatedIn } = watchSlots(open())
  await world.advance(5_000)
  district.faults.push('lost-answer', 'unavailable', 'portal')
  commit({ topic: 'slot', id: 's1', gridPath: [], data: slot('s1', '09:00', '11:00', { seated: 2 }) })
  await world.advance(120_000)
  assert.equal(seatedIn('s1'), 2)
})

test('without a line to listen on, a look at the world brings the news', async () => {
  const { world, open, commit } = createClientWorld({ listens: false })
  const { seatedIn } = watchSlots(open())
  await world.advance(5_000)
  commit({ topic: 'slot', id: 's1', gridPath: [], data: slot('s1', '09:00', '11:00', { seated: 2 }) })
  await world.advance(60_000)
  assert.equal(seatedIn('s1'), 0)
  await world.better()
  await world.advance(2_000)
  assert.equal(seatedIn('s1'), 2)
})

test('two tabs apply the news one after the other and both show them', async () => {
  const { world, open, commit } = createClientWorld()
  const tabs = [watchSlots(open()), watchSlots(open())]
  await world.advance(5_000)
  for (let seated = 1; seated <= 4; seated += 1) {
    commit({ topic: 'slot', id: 's1', gridPath: [], data: slot('s1', '09:00', '11:00', { capacity: 9, seated }) })
    await world.settle()
  }
  await world.advance(5_000)
  assert.deepEqual(
    tabs.map(({ seatedIn }) => seatedIn('s1')),
    [4, 4],
  )
})

test('a change that one tab has taken in is fetched by the other, which watches what it is about', async () => {
  const { world, state, open, commit } = createClientWorld()
  const [one, other] = [open(), open()]
  const seen: Record<string, number | null | undefined> = {}
  one.gridStatus('c1').subscribe(({ data }) => (seen['c1'] = data?.issues.open))
  other.gridStatus('c2').subscribe(({ data }) => (seen['c2'] = data?.issues.open))
  await world.advance(5_000)
  for (const [id, count] of [
    ['c1', 4],
    ['c2', 5],
  ] as const) {
    state.open = count
    commit(issueIn(id))
    await world.advance(5_000)
    assert.equal(seen[id], count)
  }
})

test('an own sign-up is current in every tab that shows it, whichever took the change in', async () => {
  const { world, district, open, commit } = createClientWorld()
  const [one, other] = [open(employee()), open(employee())]
  const signed = await one.signUp({ slotId: 's1', orgId: 'o1', consent: { version: 1 } })
  assert.ok(signed.ok)
  const { id } = signed
  await signed.settled
  watchSlots(one)
  let mine: string | undefined
  other.mySignUps().subscribe(({ data }) => (mine = data?.[0]?.state))
  await world.advance(5_000)
  for (const state of ['waitlisted', 'seated'] as const) {
    district.tellSignUp(keyOf('A001'), { id, slotId: 's1', orgId: 'o1', at: '2026-03-02T12:00:00+08:00', by: 'self', state })
    commit({ topic: 'slot', id: 's1', gridPath: [], data: slot('s1', '09:00', '11:00') })
    await world.advance(5_000)
    assert.equal(mine, state)
  }
})
