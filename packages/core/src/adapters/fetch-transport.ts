import { retryAfterMs } from '../backoff.ts'
import { SdkError } from '../errors.ts'
import type { ListenOptions, Random, Transport, TransportRequest, TransportResponse, Wakeups } from '../ports/index.ts'
import { followEventStream } from './event-stream.ts'
import { limitTime } from './limit-time.ts'
import { createWakeups } from './page.ts'
import type { ServerSentEvent } from './sse-parser.ts'

export interface FetchTransportOptions {
  /** Address of the district's server, e.g. `https://grid.example.gov.cn`; a path is kept. */
  endpoint: string
  /** Public key of an embedding page, `wk_…`. */
  siteKey?: string
  /** @defaultValue the global `fetch` */
  fetch?: typeof fetch
  /** Longest wait for an answer, in milliseconds; a body to send adds 1 ms for each 10 bytes. @defaultValue 30000 */
  timeoutMs?: number
  /** An event stream that is silent for so long is dead; the server's heartbeat is every 15 s. @defaultValue 45000 */
  silenceMs?: number
  wakeups?: Wakeups
  random?: Random
}

const BYTES_PER_MS = 10

/** The way to the server by `fetch`. No cookies, no browser cache: the SDK's own cache knows better. */
export function createFetchTransport(options: FetchTransportOptions): Transport {
  const { siteKey, timeoutMs = 30_000, silenceMs = 45_000, random = Math.random } = options
  const endpoint = options.endpoint.replace(/\/+$/, '')
  const request: typeof fetch = options.fetch ?? ((input, init) => fetch(input, init))

  const key: Record<string, string> = siteKey === undefined ? {} : { 'wangge-site-key': siteKey }

  const ask = (path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Response> =>
    request(`${endpoint}${path}`, { ...init, headers: { ...init.headers, ...key }, credentials: 'omit', cache: 'no-store' })

  async function send({ method, path, headers = {}, body, accept, signal }: TransportRequest): Promise<TransportResponse> {
    const isBytes = body instanceof ArrayBuffer
    const payload = body === undefined || isBytes ? body : JSON.stringify(body)
    const type: Record<string, string> = body === undefined || isBytes ? {} : { 'content-type': 'application/json' }
    const length = typeof payload === 'string' ? payload.length : (payload?.byteLength ?? 0)
    const limit = limitTime(signal, timeoutMs + length / BYTES_PER_MS)
    try {
      const response = await ask(path, {
        method,
        headers: { accept: accept ?? 'application/json, application/problem+json', ...type, ...headers },
        ...(payload === undefined ? {} : { body: payload }),
        signal: limit.signal,
      })
      return await readResponse(response, accept)
    } catch (error) {
      if (signal?.aborted) throw new SdkError('aborted', 'The request was aborted', { cause: signal.reason })
      if (error instanceof SdkError) throw error
      const reason = limit.timedOut() ? `nothing within ${Math.round(timeoutMs / 1000)} s` : String(error)
      throw new SdkError('network', `Expected an answer to ${method} ${path}, got ${reason}`, { cause: error, retryable: true })
    } finally {
      limit.end()
    }
  }

  function listen({ signal, path = '/v1/events', onCursor, onEvent, onState = () => {}, turn, credentials }: ListenOptions) {
    const connect = async (headers: Record<string, string>, aborting: AbortSignal, refusal?: string) =>
      ask(path, { headers: { ...headers, ...(await credentials?.(refusal)) }, signal: aborting })
    void followEventStream({
      async connect(headers, aborting) {
        const response = await connect(headers, aborting)
        if (response.status !== 401 || !credentials) return response
        const { body } = await readResponse(response)
        return connect(headers, aborting, String((body as { code?: unknown } | undefined)?.code))
      },
      onEvent(event) {
        onEvent?.(event)
        const cursor = readCursor(event)
        if (cursor !== undefined) onCursor(cursor)
      },
      onState,
      ...(turn && { turn }),
      signal,
      silenceMs,
      random,
      wakeups: options.wakeups ?? createWakeups(),
    })
  }

  return { send, listen }
}

/** @throws SdkError `bad-response` where the body is not JSON, whatever the status: a portal's or a proxy's page */
async function readResponse(response: Response, accept?: string): Promise<TransportResponse> {
  const { status } = response
  const headers = Object.fromEntries(response.headers)
  const isAsked = accept !== undefined && headers['content-type']?.split(';')[0]!.trim() === accept
  if (isAsked) return { status, headers, body: await response.arrayBuffer() }
  const text = await response.text()
  if (status === 204 || status === 304) return { status, headers, body: undefined }
  const type = headers['content-type'] ?? ''
  const asked = retryAfterMs(headers['retry-after'], Date.now())
  const details = { retryable: true, status, ...(asked === undefined ? {} : { retryAfterMs: asked }) }
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type)) {
    throw new SdkError('bad-response', `Expected JSON, got ${status} with "${type}"`, details)
  }
  try {
    return { status, headers, body: JSON.parse(text) as unknown }
  } catch (cause) {
    throw new SdkError('bad-response', `Expected JSON, got ${status} with a body that is none`, { ...details, cause })
  }
}

function readCursor({ type, data }: ServerSentEvent): number | undefined {
  if (type !== 'cursor') return undefined
  try {
    const { cursor } = JSON.parse(data) as { cursor?: unknown }
    return typeof cursor === 'number' ? cursor : undefined
  } catch {
    return undefined
  }
}
