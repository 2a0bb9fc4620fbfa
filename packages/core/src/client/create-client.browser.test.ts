import { expect } from '@open-wc/testing'
import { SdkError } from '../errors.ts'
import type { Transport, TransportRequest } from '../ports/index.ts'
import type { Client, OutboxView, ReportInput } from './client.ts'
import { createClient } from './index.ts'

let count = 0
const clients: Client[] = []

afterEach(() => {
  for (const client of clients.splice(0)) client.close()
})

/** Clients of one district; each is a tab of its own, over the browser's IndexedDB, locks and channel. */
function district() {
  const siteKey = `wk_${Date.now()}_${(count += 1)}`
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
  const open = (transport: Transport = { send }) => {
    const client = createClient({ endpoint: 'https://grid.example', siteKey, transport })
    clients.push(client)
    return client
  }
  return { state, open }
}

const category = (id: string) => ({ id, name: { zh: id, en: id }, version: 1, attributes: [] })
const report: ReportInput = {
  categoryId: 'street-light',
  description: '路灯不亮',
  place: { by: 'grid', gridId: 'c1' },
  photos: [new Blob([new Uint8Array([1, 2, 3])], { type: 'image/png' })],
  consent: true,
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
