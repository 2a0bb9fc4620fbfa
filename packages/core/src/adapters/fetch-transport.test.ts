import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createWorld } from '../../test/world.ts'
import { isSdkError } from '../errors.ts'
import { createFetchTransport } from './fetch-transport.ts'
import type { FetchTransportOptions } from './fetch-transport.ts'

type Answer = (url: string, init: RequestInit & { headers: Record<string, string> }) => Response | Promise<Response>

function setUp(answers: Answer[], options: Partial<FetchTransportOptions> = {}) {
  const world = createWorld()
  const calls: { url: string; init: RequestInit & { headers: Record<string, string> } }[] = []
  const fetch = async (input: unknown, init: unknown) => {
    const call = { url: String(input), init: init as RequestInit & { headers: Record<string, string> } }
    calls.push(call)
    const answer = answers[Math.min(calls.length, answers.length) - 1] as Answer
    return answer(call.url, call.init)
  }
  const transport = createFetchTransport({
    endpoint: 'https://grid.example/base/',
    fetch: fetch as typeof globalThis.fetch,
    wakeups: world.wakeups,
    random: world.random,
    ...options,
  })
  return { world, transport, calls }
}

const json = (body: unknown, init: ResponseInit = {}) =>
  new Response(JSON.stringify(body), { ...init, headers: { 'content-type': 'application/json; charset=utf-8', ...init.headers } })
const get = { method: 'GET', path: '/v1/grids' } as const
const failure = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(isSdkError(error), String(error))
  return error
}

test('a request carries the site key and its JSON, and no cookies', async () => {
  const { transport, calls } = setUp([() => json({ ok: 1 }, { status: 201, headers: { etag: '"1"' } })], {
    siteKey: 'wk_a',
  })
  const response = await transport.send({
    method: 'POST',
    path: '/v1/issues',
    body: { a: 1 },
    headers: { 'idempotency-key': 'k' },
  })
  assert.deepEqual([response.status, response.body, response.headers['etag']], [201, { ok: 1 }, '"1"'])
  const { url, init } = calls[0] as (typeof calls)[0]
  assert.equal(url, 'https://grid.example/base/v1/issues')
  assert.deepEqual([init.method, init.body, init.credentials], ['POST', '{"a":1}', 'omit'])
  assert.deepEqual(init.headers, {
    accept: 'application/json, application/problem+json',
    'content-type': 'application/json',
    'idempotency-key': 'k',
    'wangge-site-key': 'wk_a',
  })
})

test('bytes go as they are, under the type that was named', async () => {
  const { transport, calls } = setUp([() => json({})])
  const body = new Uint8Array([1, 2]).buffer
  await transport.send({ method: 'PUT', path: '/v1/photos/x', headers: { 'content-type': 'image/png' }, body })
  assert.equal(calls[0]?.init.body, body)
  assert.equal(calls[0]?.init.headers['content-type'], 'image/png')
})

test('a problem is an answer like any other', async () => {
  const headers = { 'content-type': 'application/problem+json' }
  const { transport } = setUp([() => new Response('{"code":"x"}', { status: 404, headers })])
  assert.deepEqual((await transport.send(get)).body, { code: 'x' })
})

test('304 and 204 have no body', async () => {
  const { transport } = setUp([
    () => new Response(null, { status: 304, headers: { etag: '"1"' } }),
    () => new Response(null, { status: 204 }),
  ])
  assert.deepEqual([(await transport.send(get)).status, (await transport.send(get)).body], [304, undefined])
})

for (const [what, response] of [
  ['a captive portal’s page with 200', () => new Response('<html>', { headers: { 'content-type': 'text/html' } })],
  ['half a document', () => new Response('{"grids": [', { headers: { 'content-type': 'application/json' } })],
  ['nothing at all with 200', () => new Response('', { headers: { 'content-type': 'application/json' } })],
  ['a type that only looks like JSON', () => new Response('{}', { headers: { 'content-type': 'text/json-ish' } })],
] as const) {
  test(`${what} is no answer of ours; later may be`, async () => {
    const { transport } = setUp([response])
    const { code, retryable, status } = await failure(transport.send(get))
    assert.deepEqual([code, retryable, status], ['bad-response', true, 200])
  })
}

test('a proxy’s page says how long to wait', async () => {
  const headers = { 'content-type': 'text/html', 'retry-after': '7' }
  const { transport } = setUp([() => new Response('busy', { status: 503, headers })])
  const { status, retryAfterMs } = await failure(transport.send(get))
  assert.deepEqual([status, retryAfterMs], [503, 7000])
})

test('no way to the server is a network error; later may be', async () => {
  const { transport } = setUp([() => Promise.reject(new TypeError('Failed to fetch'))])
  const { code, retryable } = await failure(transport.send(get))
  assert.deepEqual([code, retryable], ['network', true])
})

const untilAborted: Answer = (_, { signal }) =>
  new Promise((_resolve, reject) => {
    const abort = () => reject(new DOMException('aborted', 'AbortError'))
    if (signal?.aborted) abort()
    signal?.addEventListener('abort', abort)
  })

test('an aborted request is told from a broken line', async () => {
  const { transport } = setUp([untilAborted])
  const controller = new AbortController()
  const sending = transport.send({ ...get, signal: controller.signal })
  controller.abort()
  assert.equal((await failure(sending)).code, 'aborted')
  assert.equal((await failure(transport.send({ ...get, signal: controller.signal }))).code, 'aborted')
})

test('a server that does not answer in time is a network error', async () => {
  const { transport } = setUp([untilAborted], { timeoutMs: 1 })
  const { code, retryable, message } = await failure(transport.send(get))
  assert.deepEqual([code, retryable], ['network', true])
  assert.match(message, /nothing within/)
})

/** An event stream that the test writes to. */
function stream() {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined
  const body = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given) })
  const encoder = new TextEncoder()
  const answer: Answer = (_, { signal }) => {
    signal?.addEventListener('abort', () => {
      try {
        controller?.error(new DOMException('aborted', 'AbortError'))
      } catch {
        // It has ended already.
      }
    })
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  }
  return { answer, say: (text: string) => controller?.enqueue(encoder.encode(text)), end: () => controller?.close() }
}

function listening(answers: Answer[], options: Partial<FetchTransportOptions> = {}) {
  const { world, transport, calls } = setUp(answers, { siteKey: 'wk_a', silenceMs: 45_000, ...options })
  const cursors: number[] = []
  const states: boolean[] = []
  const stop = new AbortController()
  transport.listen?.({ signal: stop.signal, onCursor: (cursor) => cursors.push(cursor), onState: (state) => states.push(state) })
  return { world, calls, cursors, states, stop }
}

test('listening hears each cursor, ignores what is none, and shows its key', async () => {
  const { answer, say } = stream()
  const { world, calls, cursors, states, stop } = listening([answer])
  await world.settle()
  say('event: cursor\nid: 3\ndata: {"cursor": 3}\n\n: alive\n\nevent: other\ndata: {"cursor": 9}\n\n')
  say('event: cursor\nid: 4\ndata: nonsense\n\nevent: cursor\nid: 5\nda')
  say('ta: {"cursor": 5}\n\n')
  await world.settle()
  assert.deepEqual([cursors, states], [[3, 5], [true]])
  assert.deepEqual([calls[0]?.init.headers['wangge-site-key'], calls[0]?.init.headers['accept']], ['wk_a', 'text/event-stream'])
  stop.abort()
  await world.advance(3_600_000)
  assert.deepEqual([calls.length, states, world.timers()], [1, [true, false], 0])
})

test('a connection that ends is opened again, after a while, with the last id', async () => {
  const [first, second] = [stream(), stream()]
  const { world, calls, cursors, stop } = listening([first.answer, second.answer])
  await world.settle()
  first.say('event: cursor\nid: 3\ndata: {"cursor": 3}\n\n')
  await world.settle()
  first.end()
  await world.advance(2_000)
  second.say('event: cursor\nid: 4\ndata: {"cursor": 4}\n\n')
  await world.settle()
  assert.deepEqual(cursors, [3, 4])
  assert.deepEqual(
    calls.map(({ init }) => init.headers['last-event-id']),
    [undefined, '3'],
  )
  stop.abort()
})

test('a connection without a heartbeat is given up; with one it is kept', async () => {
  const [first, second] = [stream(), stream()]
  const { world, calls, stop } = listening([first.answer, second.answer])
  await world.settle()
  for (let i = 0; i < 5; i += 1) {
    await world.advance(40_000)
    first.say(': alive\n\n')
    await world.settle()
  }
  assert.equal(calls.length, 1)
  await world.advance(50_000)
  assert.equal(calls.length, 2)
  stop.abort()
})

test('a server that is down is asked ever less often, and at once when the device comes online', async () => {
  const down = () => Promise.reject(new TypeError('Failed to fetch'))
  const { world, calls, stop } = listening([down])
  await world.advance(3_600_000)
  assert.ok(calls.length > 10 && calls.length < 120, String(calls.length))
  const before = calls.length
  await world.better()
  assert.equal(calls.length, before + 1)
  stop.abort()
})

test('a server that does not let this key listen is asked again only after five minutes', async () => {
  const { world, calls, stop } = listening([() => json({ code: 'audience-not-allowed' }, { status: 403 })])
  await world.advance(299_000)
  assert.equal(calls.length, 1)
  await world.advance(2_000)
  assert.equal(calls.length, 2)
  stop.abort()
})
