import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClientWorld, slot } from '../../test/client-world.ts'
import { employee, keyOf } from '../../test/host-token.ts'
import type { DutyNews } from '../roster/index.ts'
import type { SignUpView } from '../roster/schema.ts'

const ULID = '01ARYZ6S410000000000000009'
const AT = '2026-03-01T12:00:00+08:00'
const s3 = slot('s3', '14:00', '16:00')
const view = { id: ULID, slotId: 's3', orgId: 'o1', at: AT, by: 'self', slot: s3 } as const
const CALLED_OFF = {
  state: 'cancelled',
  ended: 'slot-cancelled',
  slot: { ...s3, cancelled: true, cancelReason: 'weather' },
} as const

function open() {
  const parts = createClientWorld({ listens: false })
  const tell = (more: Partial<SignUpView>, who = 'A001') =>
    parts.district.tellSignUp(keyOf(who), { ...view, state: 'seated', ...more } as SignUpView)
  const seenKeys = async () => (await parts.stores.cache.keys()).filter((key) => key.includes('seen:'))
  return { ...parts, tell, seenKeys }
}

const kinds = (news: readonly DutyNews[] | undefined) => news?.map(({ kind }) => kind)
type Asked = Pick<ReturnType<ReturnType<typeof createClientWorld>['open']>, 'dutyNews'>
const ask = async (client: Asked) => (await client.dutyNews().refresh()).data

test('what happened to a duty is news until the person says so, over a reload and without a connection', async () => {
  const { open: tab, tell, district } = open()
  tell({ state: 'waitlisted', position: 1 })
  const first = tab(employee())
  assert.deepEqual(await ask(first), [])
  tell({ state: 'offered', confirmBy: '2026-03-03T12:00:00+08:00' })
  assert.deepEqual(kinds(await ask(first)), ['offered'])
  assert.deepEqual(kinds(await ask(first)), ['offered'], 'looking is not seeing')
  first.close()

  const second = tab(employee())
  await second.me().refresh()
  await second.mySignUps().refresh()
  district.faults.push(...Array<'lost-request'>(50).fill('lost-request'))
  const offline = await ask(second)
  assert.deepEqual(kinds(offline), ['offered'])
  await second.sawDutyNews(offline!.map(({ id }) => id))
  assert.deepEqual(await ask(second), [])
  second.close()
  district.faults.length = 0

  const third = tab(employee())
  assert.deepEqual(await ask(third), [], 'not told twice')
  tell(CALLED_OFF)
  const [news] = (await ask(third))!
  assert.deepEqual([news!.kind, news!.reason, news!.signUpId], ['called-off', 'weather', ULID])
})

test('whoever looks is told as it comes, also in another tab, and as time goes on', async () => {
  const { open: tab, tell, world } = open()
  tell({ confirmBy: '2026-03-03T12:00:00+08:00' })
  const [one, other] = [tab(employee()), tab(employee())]
  let [here, there]: (readonly DutyNews[] | undefined)[] = []
  const stops = [one.dutyNews().subscribe(({ data }) => (here = data)), other.dutyNews().subscribe(({ data }) => (there = data))]
  await world.advance(1_000)
  assert.deepEqual([here, there], [[], []])
  tell({ confirmBy: '2026-03-03T12:00:00+08:00', remindedAt: '2026-03-02T12:00:00+08:00' })
  await one.mySignUps().refresh()
  await world.advance(1_000)
  assert.deepEqual([kinds(here), kinds(there)], [['to-confirm'], ['to-confirm']])
  await other.sawDutyNews(there!.map(({ id }) => id))
  await world.advance(1_000)
  assert.deepEqual([here, there], [[], []])
  for (const stop of stops) stop()
})

test('asks to confirm by the clock alone, and not once it is too late', async () => {
  const { open: tab, tell, world } = open()
  const soon = new Date(world.now() + 30 * 60_000).toISOString()
  tell({ confirmBy: soon, remindedAt: AT })
  const client = tab(employee())
  let news: readonly DutyNews[] | undefined
  const stop = client.dutyNews().subscribe(({ data }) => (news = data))
  await world.advance(1_000)
  assert.deepEqual(kinds(news), ['to-confirm'])
  await world.advance(31 * 60_000)
  assert.deepEqual(news, [])
  stop()
})

test('what somebody saw is theirs alone, and goes when they sign out', async () => {
  const { open: tab, tell, seenKeys } = open()
  tell({})
  const client = tab(employee('A001'))
  await ask(client)
  const keys = await seenKeys()
  assert.equal(keys.length, 1)
  assert.ok(keys[0]!.startsWith(`me/${keyOf('A001')}/`))
  client.close()
  tell(CALLED_OFF)
  tell({ ...CALLED_OFF, id: ULID.replace('9', '8') }, 'A002')

  const second = tab(employee('A002'))
  assert.deepEqual(kinds(await ask(second)), ['called-off'])
  second.close()
  const third = tab(employee('A001'))
  await third.me().refresh()
  assert.deepEqual(kinds(await ask(third)), ['called-off'])
  await third.signOut()
  assert.ok((await seenKeys()).every((key) => !key.startsWith(`me/${keyOf('A001')}/`)))
})

test('without a token there is no news, and nothing to mark', async () => {
  const { open: tab, seenKeys } = open()
  const client = tab()
  assert.deepEqual(await ask(client), [])
  await client.sawDutyNews(['s:x.state=seated'])
  assert.deepEqual(await seenKeys(), [])
})

test('while what was seen is sealed under a key that is not here, nothing is told and nothing forgotten', async () => {
  const { open: tab, tell, stores, seenKeys } = open()
  tell({ by: 'liaison' })
  const first = tab(employee())
  await first.sawDutyNews((await ask(first))!.map(({ id }) => id))
  first.close()
  const [key] = await seenKeys()
  let isLocked = true
  const { cache } = stores
  const get = async (one: string) => (isLocked && one === key ? undefined : cache.get(one))
  const second = tab(employee(), { stores: { ...stores, cache: { ...cache, get } } })
  assert.equal(await ask(second), undefined)
  isLocked = false
  assert.deepEqual(await ask(second), [])
})
