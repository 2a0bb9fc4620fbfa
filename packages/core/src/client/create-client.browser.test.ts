import { expect } from '@open-wc/testing'
import { waitUntil } from '../../test/wait-until.ts'
import { SdkError } from '../errors.ts'
import type { Transport, TransportRequest } from '../ports/index.ts'
import type { OutboxView } from './client-outbox.ts'
import type { Client, ReportInput } from './client.ts'
import { createClient } from './index.ts'

let count = 0
const clients: Client[] = []

afterEach(() => {
  for (const client of clients.splice(0)) client.close()
})

/** Clients of one district; each is a tab of its own, over the browser's IndexedDB, locks and channel. */
function district() {
  const tag = `t${Date.now()}n${(count += 1)}`
  const state = { online: true, applied: [] as string[], photos: [] as string[], open: 3 }
  async function send({ method, path, body }: TransportRequest) {
    if (!state.online) throw new SdkError('network', 'offline', { retryable: true })
    const ok = (data: unknown) => ({ status: 200, headers: {}, body: data })
    if (method === 'PUT') state.photos.push(path)
    if (method === 'PUT') return ok({})
    if (path === '/v1/categories') return ok({ categories: Array.from({ length: state.open }, (_, i) => category(`c${i}`)) })
    const { id } = body as { id: string }
    if (!state.applied.includes(id)) state.applied.push(id)
    return ok({ id, receipt: 'K7QM-2X9F-4D', state: 'submitted', gridPath: ['guixi'], createdAt: '2026-03-02T12:00:00+08:00' })
  }
  const open = (transport: Transport = { send }, siteKey = `wk_${tag}_a`) => {
    const client = createClient({ endpoint: 'https://grid.example', siteKey, transport })
    clients.push(client)
    return client
  }
  return { state, tag, send, open }
}

const category = (id: string) => ({ id, name: { zh: id, en: id }, version: 1, attributes: [] })
const report: ReportInput = {
  categoryId: 'street-light',
  description: '路灯不亮',
  place: { by: 'grid', gridId: 'c1' },
  photos: [new Blob([new Uint8Array([1, 2, 3])], { type: 'image/png' })],
  consent: { version: 1 },
}

/** Resolves with the first view that is as wanted. */
const viewOf = (client: Client, isWanted: (view: OutboxView) => boolean) =>
  new Promise<OutboxView>((resolve) => {
    const stop = client.outbox.subscribe((view) => {
      if (!isWanted(view)) return
      resolve(view)
      queueMicrotask(() => stop())
    })
  })

describe('a client in the browser', () => {
  it('keeps what was reported offline over a reload, and sends it with its photo, once', async () => {
    const { state, open } = district()
    state.online = false
    const first = open()
    const result = await first.report(report)
    if (!result.ok) throw new Error(result.reason)
    expect(result.saved).to.equal(true)
    await viewOf(first, ({ entries }) => entries[0]?.failure?.code === 'network')
    first.close()

    const second = open()
    const { durable, entries } = await viewOf(second, (view) => view.entries.length > 0)
    expect([durable, entries[0]?.id]).to.deep.equal([true, result.id])
    expect(state.applied).to.deep.equal([])
    state.online = true
    window.dispatchEvent(new Event('online'))
    await viewOf(second, (view) => view.entries.length === 0)
    expect(state.applied).to.deep.equal([result.id])
    expect(state.photos.length).to.equal(1)
  })

  it('tells the tab that reported what another tab has sent', async () => {
    const { state, open } = district()
    state.online = false
    const first = open()
    const result = await first.report(report)
    if (!result.ok) throw new Error(result.reason)
    await viewOf(first, ({ entries }) => entries[0]?.state === 'queued' && entries[0].attempts > 0)
    const second = open()
    await viewOf(second, ({ entries }) => entries.length > 0)
    state.online = true
    second.outbox.sendNow()
    const outcome = await result.settled
    expect(outcome.state).to.equal('acknowledged')
    expect(state.applied).to.deep.equal([result.id])
  })

  it('keeps what is unsent, what is cached and what was done over a new key of the same audience, and for no other', async () => {
    const { state, tag, send, open } = district()
    const first = open({ send }, `wk_${tag}_old`)
    await first.categories().refresh()
    const sent = await first.report(report)
    if (!sent.ok) throw new Error(sent.reason)
    await sent.settled
    state.online = false
    const result = await first.report(report)
    if (!result.ok) throw new Error(result.reason)
    await viewOf(first, ({ entries }) => entries[0]?.failure?.code === 'network')
    first.close()

    const other = open({ send }, `wk_${tag}x_old`)
    expect((await viewOf(other, () => true)).entries).to.deep.equal([])
    expect((await other.myReports().refresh()).data).to.deep.equal([])

    const lines: string[] = []
    const sendNew = (request: TransportRequest) => {
      lines.push(`${request.method} ${request.path}`)
      return send(request)
    }
    const second = open({ send: sendNew }, `wk_${tag}_new`)
    const { entries } = await viewOf(second, (view) => view.entries.length > 0)
    expect(entries.map(({ id }) => id)).to.deep.equal([result.id])
    expect((await second.categories().refresh()).data?.categories.length).to.equal(3)
    expect((await second.myReports().refresh()).data?.map(({ id }) => id)).to.deep.equal([sent.id])
    state.online = true
    second.outbox.sendNow()
    await viewOf(second, (view) => view.entries.length === 0)
    expect(state.applied).to.deep.equal([sent.id, result.id])
    expect(lines).to.include('POST /v1/issues')
  })

  it('lets one tab at a time send, also while one still has the old key', async () => {
    const { tag, send, open } = district()
    let answer = () => {}
    const answered = new Promise<void>((resolve) => (answer = resolve))
    const slow = async (request: TransportRequest) => {
      await answered
      return send(request)
    }
    const first = open({ send: slow }, `wk_${tag}_old`)
    const result = await first.report(report)
    if (!result.ok) throw new Error(result.reason)
    await viewOf(first, ({ entries }) => entries[0]?.state === 'sending')
    open({ send }, `wk_${tag}_new`).outbox.sendNow()
    await waitUntil(async () => {
      const { held = [], pending = [] } = await navigator.locks.query()
      return pending.some(({ name }) => name?.includes(tag) && held.some((lock) => lock.name === name))
    })
    answer()
    expect((await result.settled).state).to.equal('acknowledged')
  })

  it('holds keys that name no audience apart', async () => {
    const { tag, send, open } = district()
    const first = open({ send }, `wk_${tag}A`)
    expect((await first.categories().refresh()).data?.categories.length).to.equal(3)
    const offline = async () => {
      throw new SdkError('network', 'offline', { retryable: true })
    }
    expect((await open({ send: offline }, `wk_${tag}B`).categories().refresh()).data).to.equal(undefined)
    expect((await open({ send: offline }, `wk_${tag}A`).categories().refresh()).data?.categories.length).to.equal(3)
  })

  it('shows what was cached before the reload while it is offline', async () => {
    const { state, open } = district()
    const first = open()
    expect((await first.categories().refresh()).data?.categories.length).to.equal(3)
    first.close()
    state.online = false
    const second = open()
    const snapshot = await second.categories().refresh()
    expect([snapshot.data?.categories.length, snapshot.error?.code]).to.deep.equal([3, 'network'])
  })

  it('shows in one tab what another has fetched', async () => {
    const { state, open } = district()
    const [first, second] = [open(), open()]
    const seen = new Promise<void>((resolve) => {
      first.categories().subscribe(({ data }) => data?.categories.length === 4 && resolve())
    })
    await first.categories().refresh()
    state.open = 4
    await second.categories().refresh()
    await seen
  })
})
