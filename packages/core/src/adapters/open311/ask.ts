import { retryAfterMs } from '../../backoff.ts'
import { SdkError } from '../../errors.ts'
import type { TransportResponse } from '../../ports/index.ts'
import { limitTime } from '../limit-time.ts'

/** GeoReport v2 has both; JSON is the one that a server may do without. */
export type Format = 'json' | 'xml'

export interface AskOptions {
  format: Format
  /** Of the GeoReport v2 endpoint, without a slash at its end. */
  endpoint: string
  fetch: typeof fetch
  timeoutMs: number
}

export interface Asked {
  /** Below the endpoint and without the ending of a format, e.g. `/services`. */
  path: string
  query?: Readonly<Record<string, string | undefined>>
  /** Sent as a form, by POST. */
  form?: URLSearchParams
  headers?: Readonly<Record<string, string>>
  signal?: AbortSignal | undefined
}

/** Whoever of ours is asked tells problems with their fields; others do not know the type. */
const ACCEPT: Record<Format, string> = {
  json: 'application/json, application/problem+json',
  xml: 'text/xml, application/xml',
}

/**
 * One call of an Open311 server. JSON and XML are taken for what they are, whatever was asked for and whatever type a server gives them.
 * @throws SdkError `network` (retryable) where no answer came, `bad-response` (retryable) where it is neither, `aborted`
 */
export async function ask(asked: Asked, { format, endpoint, fetch: request, timeoutMs }: AskOptions): Promise<TransportResponse> {
  const { path, query = {}, form, headers = {}, signal } = asked
  const pairs = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  const search = pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`
  const method = form ? 'POST' : 'GET'
  const limit = limitTime(signal, timeoutMs)
  try {
    const response = await request(`${endpoint}${path}.${format}${search}`, {
      method,
      // A URLSearchParams names its own type, which asks for no preflight.
      ...(form && { body: form }),
      headers: { accept: ACCEPT[format], ...headers },
      credentials: 'omit',
      cache: 'no-store',
      signal: limit.signal,
    })
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await readBody(response, path) }
  } catch (error) {
    if (signal?.aborted) throw new SdkError('aborted', 'The request was aborted', { cause: signal.reason })
    if (error instanceof SdkError) throw error
    const reason = limit.timedOut() ? `nothing within ${Math.round(timeoutMs / 1000)} s` : String(error)
    throw new SdkError('network', `Expected an answer to ${method} ${path}, got ${reason}`, { cause: error, retryable: true })
  } finally {
    limit.end()
  }
}

async function readBody(response: Response, path: string): Promise<unknown> {
  const text = await response.text()
  if (/^\s*</.test(text)) {
    // Few cities need it.
    const { readXml } = await import('./read-xml.ts')
    const body = readXml(text)
    if (body !== undefined) return body
    throw unreadable(response, path)
  }
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    throw unreadable(response, path, cause)
  }
}

function unreadable({ status, headers }: Response, path: string, cause?: unknown): SdkError {
  const asked = retryAfterMs(headers.get('retry-after') ?? undefined, Date.now())
  return new SdkError('bad-response', `Expected an answer of GeoReport v2 to ${path}, got ${status} with a body that is none`, {
    ...(cause === undefined ? {} : { cause }),
    retryable: true,
    status,
    ...(asked === undefined ? {} : { retryAfterMs: asked }),
  })
}
