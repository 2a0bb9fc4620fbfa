import { retryAfterMs } from '../backoff.ts'
import { SdkError } from '../errors.ts'
import type { CacheRecord, Transport, TransportResponse } from '../ports/index.ts'
import type { Parse } from './resource.ts'

/** What the server said: the record is as it was, or this is what it is now. */
export type Fetched<T> = { changed: false } | { changed: true; record: CacheRecord & { data: T } }

export interface FetchOptions<T> {
  path: string
  /** Under whose token alone; null: under none. */
  person?: string | null
  etag?: string
  parse: Parse<T>
  signal: AbortSignal
  now: () => number
}

/**
 * Asks for a resource, conditionally where an ETag is known.
 * @throws SdkError `problem` where the server answered with one, `bad-response` where the body is not what was
 * expected, and whatever the transport throws
 */
export async function fetchRecord<T>(
  transport: Transport,
  { path, person, etag, parse, signal, now }: FetchOptions<T>,
): Promise<Fetched<T>> {
  const headers = etag === undefined ? {} : { 'if-none-match': etag }
  const whose = person === undefined ? {} : { person }
  const response = await transport.send({ method: 'GET', path, headers, signal, ...whose })
  if (response.status === 304 && etag !== undefined) return { changed: false }
  if (response.status !== 200) throw problemError(path, response, now())
  const data = parse(response.body)
  if (data === undefined) {
    throw new SdkError('bad-response', `Expected ${path} to have the shape of its schema; it has not`, { retryable: true })
  }
  const tag = response.headers['etag']
  return { changed: true, record: { key: path, data, fetchedAt: now(), ...(tag === undefined ? {} : { etag: tag }) } }
}

/** The server's problem as an error; later may help where the server is busy, not where it says no. */
export function problemError(key: string, { status, headers, body }: TransportResponse, now: number): SdkError {
  const { code, title } = (typeof body === 'object' && body !== null ? body : {}) as { code?: unknown; title?: unknown }
  const asked = retryAfterMs(headers['retry-after'], now)
  return new SdkError('problem', `Expected ${key}, got ${status} ${typeof title === 'string' ? title : ''}`.trimEnd(), {
    status,
    retryable: status >= 500 || status === 401 || status === 408 || status === 425 || status === 429,
    ...(typeof code === 'string' ? { problem: code } : {}),
    ...(asked === undefined ? {} : { retryAfterMs: asked }),
  })
}
