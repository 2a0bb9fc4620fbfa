import { backoff } from '../backoff.ts'
import type { Random, Wakeups } from '../ports/index.ts'
import { isVisible, onVisibilityChange } from './page.ts'
import { createSseParser } from './sse-parser.ts'
import type { ServerSentEvent } from './sse-parser.ts'

export interface EventStreamOptions {
  /** Asks for the stream; the headers come on top of the caller's own. */
  connect: (headers: Record<string, string>, signal: AbortSignal) => Promise<Response>
  onEvent: (event: ServerSentEvent) => void
  onState: (connected: boolean) => void
  /** Within which each connection is made. @defaultValue at once */
  turn?: <T>(connection: () => Promise<T>) => Promise<T>
  signal: AbortSignal
  wakeups: Wakeups
  random: Random
  /** A stream that says nothing for so long, not even a heartbeat, is dead. */
  silenceMs: number
}

const BACKOFF = { baseMs: 2_000, maxMs: 120_000 }
/** A server that says no (401, 403, 404) is asked again, but seldom. */
const REFUSED_MS = 300_000

/**
 * Keeps an event stream open until the signal aborts: reconnects with backoff and jitter, at once when the device
 * comes online or the page into view, and lets go while the page is hidden (browsers allow few connections to a host).
 */
export async function followEventStream(options: EventStreamOptions): Promise<void> {
  const { connect, onEvent, onState, turn = (connection) => connection(), signal, wakeups, random, silenceMs } = options
  let lastEventId = ''
  let failures = 0
  let leastWaitMs = 0
  const seen = (event: ServerSentEvent) => {
    lastEventId = event.lastEventId
    onEvent(event)
  }

  while (!signal.aborted) {
    await untilVisible(signal)
    if (signal.aborted) return
    // A turn that was lost, or ended with the signal, is a connection that failed.
    const outcome = await turn(follow).catch(() => 'failed' as const)
    if (signal.aborted) return
    if (outcome === 'hidden') continue
    failures = outcome === 'heard' ? 1 : failures + 1
    const waitMs = outcome === 'refused' ? REFUSED_MS : Math.max(leastWaitMs, backoff(failures, random, BACKOFF))
    if (isVisible()) await betterOrAfter(waitMs)
  }

  /** One connection, from its opening to its end; none where the page was hidden while it waited for its turn. */
  async function follow(): Promise<'heard' | 'failed' | 'refused' | 'hidden'> {
    if (!isVisible()) return 'hidden'
    const connection = new AbortController()
    const hangUp = () => connection.abort()
    signal.addEventListener('abort', hangUp)
    const unwatch = onVisibilityChange((visible) => visible || hangUp())
    let cancelSilence = wakeups.after(silenceMs, hangUp)
    let heard = false
    try {
      const headers: Record<string, string> = { accept: 'text/event-stream' }
      if (lastEventId) headers['last-event-id'] = lastEventId
      const response = await connect(headers, connection.signal)
      const isStream = response.headers.get('content-type')?.startsWith('text/event-stream')
      if (!response.ok || !isStream || !response.body) {
        void response.body?.cancel().catch(() => {})
        return response.status >= 400 && response.status < 500 && response.status !== 429 ? 'refused' : 'failed'
      }
      onState(true)
      const parser = createSseParser({ lastEventId, onEvent: seen, onRetry: (ms) => (leastWaitMs = ms) })
      const decoder = new TextDecoder()
      const reader = response.body.getReader()
      for (;;) {
        const { done, value } = await reader.read()
        if (done) break
        heard = true
        cancelSilence()
        cancelSilence = wakeups.after(silenceMs, hangUp)
        parser.push(decoder.decode(value, { stream: true }))
      }
    } catch {
      // However it ended, the next connection decides.
    } finally {
      cancelSilence()
      unwatch()
      signal.removeEventListener('abort', hangUp)
      connection.abort()
      onState(false)
    }
    return heard ? 'heard' : 'failed'
  }

  function betterOrAfter(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        cancel()
        unwatch()
        signal.removeEventListener('abort', done)
        resolve()
      }
      const cancel = wakeups.after(ms, done)
      const unwatch = wakeups.onBetter(done)
      signal.addEventListener('abort', done)
    })
  }
}

function untilVisible(signal: AbortSignal): Promise<void> {
  if (isVisible() || signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      unwatch()
      signal.removeEventListener('abort', done)
      resolve()
    }
    const unwatch = onVisibilityChange((visible) => visible && done())
    signal.addEventListener('abort', done)
  })
}
