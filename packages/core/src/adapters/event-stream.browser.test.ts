import { expect } from '@open-wc/testing'
import { createFetchTransport } from './fetch-transport.ts'

/** Pretends that the page is hidden or in view. */
function show(visibility: DocumentVisibilityState) {
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visibility })
  document.dispatchEvent(new Event('visibilitychange'))
}

afterEach(() => {
  delete (document as { visibilityState?: unknown }).visibilityState
})

it('listens while the page is in view, lets go while it is hidden, and takes up again where it was', async () => {
  const ids: (string | null)[] = []
  const heard: number[] = []
  let state: (connected: boolean) => void = () => {}
  const next = () => new Promise<boolean>((resolve) => (state = resolve))
  const fetch = async (_: unknown, { headers, signal }: RequestInit) => {
    ids.push(new Headers(headers).get('last-event-id'))
    const n = ids.length
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(`event: cursor\nid: ${n}\ndata: {"cursor": ${n}}\n\n`))
        signal?.addEventListener('abort', () => controller.error(signal.reason))
      },
    })
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  }
  const transport = createFetchTransport({ endpoint: 'https://grid.example', fetch: fetch as typeof globalThis.fetch })
  const stop = new AbortController()
  let hear = () => {}
  const hearing = () => new Promise<void>((resolve) => (hear = resolve))

  const first = hearing()
  transport.listen?.({
    signal: stop.signal,
    onCursor(cursor) {
      heard.push(cursor)
      hear()
    },
    onState: (connected) => state(connected),
  })
  await first
  const gone = next()
  show('hidden')
  expect(await gone).to.equal(false)
  const second = hearing()
  show('visible')
  await second
  expect([heard, ids]).to.deep.equal([
    [1, 2],
    [null, '1'],
  ])
  const over = next()
  stop.abort()
  expect(await over).to.equal(false)
})
