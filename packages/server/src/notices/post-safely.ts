import { lookup as resolve } from 'node:dns'
import type { LookupAddress } from 'node:dns'
import { request as requestHttp } from 'node:http'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import type { LookupFunction } from 'node:net'
import { isPublicAddress } from './is-public-address.ts'

export interface PostRequest {
  url: string
  headers: Record<string, string>
  body: string
}

export interface PostOptions {
  /** `host:port` of what may be asked though it is no address of the internet, by http too: the district's own network. */
  privateTargets?: readonly string[]
  /** Milliseconds for the whole of it. @defaultValue 10000 */
  timeoutMs?: number
  /** Ends it before. */
  signal?: AbortSignal
}

export interface PostAnswer {
  status: number
  /** As it came. */
  retryAfter: string | undefined
  /** The first of it: whether a robot took the message stands there. */
  text: string
}

/** Why nothing was heard; a code and nothing that the other side said. */
export class PostError extends Error {
  override readonly name = 'PostError'
  readonly code: string

  constructor(code: string, options?: ErrorOptions) {
    super(code, options)
    this.code = code
  }
}

const TIMEOUT_MS = 10_000
/** Bytes of an answer that are looked at. */
const MOST = 16_384

/**
 * Posts to an address that somebody entered, and to no other: redirects are answers, and the address that is connected to is
 * the one that was looked at, so that a name cannot mean something else a moment later.
 * @throws PostError `not-public`, `timeout`, or the code of the network's error
 */
export async function postSafely(
  { url, headers, body }: PostRequest,
  { privateTargets = [], timeoutMs = TIMEOUT_MS, signal: stop }: PostOptions = {},
): Promise<PostAnswer> {
  const { protocol, hostname, host, port } = new URL(url)
  const isSecure = protocol === 'https:'
  const isPrivate = privateTargets.includes(port === '' ? `${host}:${isSecure ? 443 : 80}` : host)
  const literal = hostname.replace(/^\[|\]$/g, '')
  if (!isPrivate && (!isSecure || (isIP(literal) !== 0 && !isPublicAddress(literal)))) throw new PostError('not-public')
  const length = Buffer.byteLength(body)
  const timeout = AbortSignal.timeout(timeoutMs)
  const signal = stop ? AbortSignal.any([timeout, stop]) : timeout
  const options = {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', 'content-length': length, ...headers },
    // Nobody else's connection, and none left open.
    agent: false as const,
    signal,
    ...(!isPrivate && { lookup: publicOnly }),
  }
  try {
    const answer = await send((isSecure ? requestHttps : requestHttp)(url, options), body)
    const { statusCode = 0, headers: told } = answer
    return { status: statusCode, retryAfter: told['retry-after'], text: await firstOf(answer) }
  } catch (error) {
    if (error instanceof PostError) throw error
    if (timeout.aborted) throw new PostError('timeout', { cause: error })
    throw new PostError((error as NodeJS.ErrnoException).code ?? 'network', { cause: error })
  }
}

const send = (request: ClientRequest, body: string): Promise<IncomingMessage> =>
  new Promise((done, fail) => {
    request.once('response', done)
    request.once('error', fail)
    request.end(body)
  })

async function firstOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    // Leaving the loop ends the connection.
    if (size >= MOST) break
  }
  return Buffer.concat(chunks).subarray(0, MOST).toString('utf8')
}

/** One address inside is enough to refuse the name: which of them is connected to nobody knows. */
const publicOnly: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) return callback(error, '', 0)
    const first = addresses[0]
    if (!first || !addresses.every(({ address }) => isPublicAddress(address))) {
      return callback(new PostError('not-public'), '', 0)
    }
    if (options.all) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}
