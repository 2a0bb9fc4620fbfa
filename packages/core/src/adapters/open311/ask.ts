import { retryAfterMs } from '../../backoff.ts'
import { SdkError } from '../../errors.ts'
import type { TransportResponse } from '../../ports/index.ts'
import { limitTime } from '../limit-time.ts'

export interface AskOptions {
  /** Of the GeoReport v2 endpoint, without a slash at its end. */
  endpoint: string
  fetch: typeof fetch
  timeoutMs: number
}

export interface Asked {
  /** Below the endpoint, e.g. `/services.json`. */
  path: string
  query?: Readonly<Record<string, string | undefined>>
  /** Sent as a form, by POST. */
  form?: URLSearchParams
  headers?: Readonly<Record<string, string>>
  signal?: AbortSignal | undefined
}

/** Whoever of ours is asked tells problems with their fields; others do not know the type. */
const ACCEPT = 'application/json, application/problem+json'

/**
 * One call of an Open311 server. JSON is taken for what it is, whatever type a server gives it.
 * @throws SdkError `network` (retryable) where no answer came, `bad-response` (retryable) where it is no JSON, `aborted`
 */
export async function ask(asked: Asked, { endpoint, fetch: request, timeoutMs }: AskOptions): Promise<TransportResponse> {
  const { path, query = {}, form, headers = {}, signal } = asked
  const pairs = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  const search = pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`
  const method = form ? 'POST' : 'GET'
  const limit = limitTime(signal, timeoutMs)
  try {
    const response = await request(`${endpoint}${path}${search}`, {
      method,
      // A URLSearchParams names its own type, which asks for no preflight.
      ...(form && { body: form }),
      headers: { accept: ACCEPT, ...headers },
      credentials: 'omit',
      cache: 'no-store',
      signal: limit.signal,
    })
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await readJson(response, path) }
  } catch (error) {
    if (signal?.aborted) throw new SdkError('aborted', 'The request was aborted', { cause: signal.reason })
    if (error instanceof SdkError) throw error
    const reason = limit.timedOut() ? `nothing within ${Math.round(timeoutMs / 1000)} s` : String(error)
    throw new SdkError('network', `Expected an answer to ${method} ${path}, got ${reason}`, { cause: error, retryable: true })
  } finally {
    limit.end()
  }
}

async function readJson(response: Response, path: string): Promise<unknown> {
  const text = await response.text()
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    const { status, headers } = response
    const asked = retryAfterMs(headers.get('retry-after') ?? undefined, Date.now())
    throw new SdkError('bad-response', `Expected JSON of ${path}, got ${status} with a body that is none`, {
      cause,
      retryable: true,
      status,
      ...(asked === undefined ? {} : { retryAfterMs: asked }),
    })
  }
}
