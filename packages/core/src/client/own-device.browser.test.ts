import { expect } from '@open-wc/testing'
import { waitUntil } from '../../test/wait-until.ts'
import { rawDevice } from '../../test/raw-database.ts'
import { SdkError } from '../errors.ts'
import type { TransportRequest } from '../ports/index.ts'
import { sha256 } from '../sha256.ts'
import type { OutboxView } from './client-outbox.ts'
import type { Client, Identity } from './client.ts'
import { createClient } from './index.ts'

const DESCRIPTION = '路灯不亮，晚上看不见'
const PLACE = '三单元门口往东'
const PHOTO = 'photo-bytes-in-the-clear'
const RECEIPT = 'K7QM-2X9F-4D'
const NAME = '张三丰'
const STAFF_NUMBER = 'GH-20260317'
const AT = '2026-03-02T12:00:00+08:00'
/** What nobody is to find on a device who is not the person. */
const SECRETS = [DESCRIPTION, PLACE, PHOTO, RECEIPT, NAME, STAFF_NUMBER]

let count = 0
const clients: Client[] = []

afterEach(() => {
  for (const client of clients.splice(0)) client.close()
  Reflect.deleteProperty(crypto, 'subtle')
})

/** As a page on plain http has it. */
const withoutSubtle = () => Object.defineProperty(crypto, 'subtle', { value: undefined, configurable: true })

const encode = (part: object) => btoa(JSON.stringify(part)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

/** A device at which an employee is signed in, a host that says so, and a district behind a line. */
async function seat() {
  const tag = `d${Date.now()}n${(count += 1)}`
  const token = `${encode({ alg: 'EdDSA' })}.${encode({ iss: 'https://host.example', sub: STAFF_NUMBER })}.signature`
  const person = (await sha256(new TextEncoder().encode(`https://host.example\n${STAFF_NUMBER}`).buffer)).slice(0, 32)
  const state = { online: true, isSignedIn: true, signUps: [] as object[] }
  const me = { kind: 'person', personKey: person, name: NAME, orgId: 'o1', staffNumber: STAFF_NUMBER, minor: false, grants: [] }

  async function send({ method, path, body, headers }: TransportRequest) {
    if (!state.online) throw new SdkError('network', 'offline', { retryable: true })
    const ok = (data: unknown) => ({ status: 200, headers: {}, body: data })
    const isTheirs = headers?.['authorization'] === `Bearer ${token}`
    if (method === 'PUT') return ok({})
    if (path === '/v1/me' && isTheirs) return ok({ ...me, storageKey: 'A'.repeat(43) })
    if (path === '/v1/me/sign-ups' && isTheirs) return ok({ asOf: AT, signUps: state.signUps })
    if (path.startsWith('/v1/changes')) return ok({ changes: [], cursor: 0, more: false })
    const { id } = (body ?? {}) as { id?: string }
    if (path === '/v1/issues') return ok({ id, receipt: RECEIPT, state: 'submitted', gridPath: ['guixi'], createdAt: AT })
    if (path !== '/v1/sign-ups') return { status: 404, headers: {}, body: { code: 'not-found', status: 404, title: 'Not found' } }
    const view = { id, slotId: 's1', orgId: 'o1', state: 'seated', at: AT, by: 'self' }
    state.signUps.push(view)
    return ok(view)
  }

  async function host() {
    if (!state.isSignedIn) throw new Error('nobody is signed in')
    return token
  }

  const open = () => {
    const client = createClient({ endpoint: 'https://grid.example', siteKey: `wk_${tag}_a`, token: host, transport: { send } })
    clients.push(client)
    return client
  }
  return { tag, token, person, state, open }
}

const photo = () => new Blob([PHOTO], { type: 'image/png' })

/** Reports with a photo and signs up, by name; both are kept when this resolves. */
async function act(client: Client) {
  const reported = await client.report({
    categoryId: 'street-light',
    description: DESCRIPTION,
    place: { by: 'grid', gridId: 'c1' },
    placeText: PLACE,
    photos: [photo()],
    consent: { version: 1 },
  })
  const signed = await client.signUp({ slotId: 's1', orgId: 'o1', consent: { version: 1 } })
  if (!reported.ok || !signed.ok) throw new Error(JSON.stringify([reported, signed]))
  expect([reported.saved, signed.saved]).to.deep.equal([true, true])
  return { settled: Promise.all([reported.settled, signed.settled]) }
}

function follow(client: Client) {
  const seen: { outbox?: OutboxView; identity?: Identity; signUps?: number; name?: string | undefined; reports?: number } = {}
  client.outbox.subscribe((view) => (seen.outbox = view))
  client.identity.subscribe((identity) => (seen.identity = identity))
  client.mySignUps().subscribe(({ data }) => (seen.signUps = data?.length ?? 0))
  client.myReports().subscribe(({ data }) => (seen.reports = data?.length ?? 0))
  client.me().subscribe(({ data }) => (seen.name = data?.name))
  return seen
}

for (const [when, isKeyHere] of [
  ['the key of the person’s records is here', true],
  ['it is not yet, and once it is', false],
] as const) {
  it(`a page leaves nothing of a person in the clear on the device: unsent, sent, and after a reload, where ${when}`, async () => {
    const { tag, token, state, open } = await seat()
    const secrets = [...SECRETS, token, token.split('.')[1] as string, 'A'.repeat(43)]
    const first = open()
    if (isKeyHere) await first.me().refresh()
    state.online = false
    const { settled } = await act(first)
    const unsent = await rawDevice(tag)
    expect(unsent).to.include('"kind":"report"').and.to.include('"kind":"sign-up"')
    for (const secret of secrets) expect(unsent).not.to.include(secret)

    state.online = true
    const seen = follow(first)
    await first.me().refresh()
    first.outbox.sendNow()
    expect((await settled).map((outcome) => outcome.state)).to.deep.equal(['acknowledged', 'acknowledged'])
    await waitUntil(() => seen.signUps === 1 && seen.reports === 1 && seen.name === NAME)
    const sent = await rawDevice(tag)
    expect(sent).to.include('report:')
    for (const secret of secrets) expect(sent).not.to.include(secret)
    expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }])).not.to.include(token)
    first.close()

    const again = open()
    await again.me().refresh()
    expect((await again.myReports().refresh()).data?.map(({ receipt }) => receipt)).to.deep.equal([RECEIPT])
    expect((await new Promise<OutboxView>((resolve) => again.outbox.subscribe(resolve))).sealed).to.equal(true)
  })
}

it('a page without WebCrypto works, keeps what it must in the clear, and says so', async () => {
  const { tag, token, state, open } = await seat()
  withoutSubtle()
  const client = open()
  await client.me().refresh()
  state.online = false
  const { settled } = await act(client)
  const seen = follow(client)
  await waitUntil(() => seen.outbox?.entries.length === 2)
  expect([seen.outbox?.sealed, seen.outbox?.durable]).to.deep.equal([false, true])
  const unsent = await rawDevice(tag)
  for (const plain of [DESCRIPTION, PLACE, PHOTO, NAME]) expect(unsent).to.include(plain)
  // What need not be kept is not, here neither.
  for (const secret of [token, 'A'.repeat(43)]) expect(unsent).not.to.include(secret)
  state.online = true
  client.outbox.sendNow()
  expect((await settled).map((outcome) => outcome.state)).to.deep.equal(['acknowledged', 'acknowledged'])
  expect(await client.signOut()).to.deep.equal({ ok: true })
  const left = await rawDevice(tag)
  for (const secret of SECRETS) expect(left).not.to.include(secret)
})

it('who signs out in one tab leaves nothing on the device, and nothing in another tab', async () => {
  const { tag, person, state, open } = await seat()
  const [client, tab] = [open(), open()]
  const seen = follow(tab)
  await client.me().refresh()
  await (
    await act(client)
  ).settled
  await waitUntil(() => seen.signUps === 1 && seen.reports === 1 && seen.name === NAME)
  expect(await rawDevice(tag)).to.include(`me/${person}`)

  state.isSignedIn = false
  expect(await client.signOut()).to.deep.equal({ ok: true })
  expect(await rawDevice(tag)).not.to.include(person)
  await waitUntil(() => seen.identity?.state === 'none' || seen.identity?.state === 'failed')
  await waitUntil(() => seen.signUps === 0 && seen.reports === 0 && seen.name === undefined)
  // Nor does it come back by what the other tab still asks for.
  await tab.mySignUps().refresh()
  await tab.me().refresh()
  expect(await rawDevice(tag)).not.to.include(person)
  expect([seen.signUps, seen.reports, seen.name]).to.deep.equal([0, 0, undefined])
})
