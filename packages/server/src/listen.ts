import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener, RequestError } from '@hono/node-server'
import type { App } from './app.ts'
import { clientAddress } from './client-address.ts'
import { limitConnections } from './limit-connections.ts'
import { answerMalformedHttp, MALFORMED } from './malformed-http.ts'
import { ProblemError, problemResponse } from './problem.ts'
import { SECURITY_HEADERS } from './security-headers.ts'

export interface ListenOptions {
  /** 0 for any free one. */
  port: number
  /** @defaultValue 127.0.0.1 */
  host?: string
  /** How many proxies of the district's own stand before the server, whose `X-Forwarded-For` is believed. @defaultValue 0 */
  trustedProxies?: number
  /** @defaultValue those of SERVER_LIMITS */
  limits?: Partial<ServerLimits>
}

export interface ServerLimits {
  /** Milliseconds for all headers of a request. */
  headersTimeout: number
  /** Milliseconds for a whole request: a photo over a slow line. */
  requestTimeout: number
  /** Milliseconds that a connection may wait for its next request. */
  keepAliveTimeout: number
  /** How often, in milliseconds, connections are looked through for those that are too slow. */
  connectionsCheckingInterval: number
  /** Connections altogether; an event stream is one. */
  connections: number
  /** Connections from one address: an office behind one, with several pages open at each desk. */
  connectionsPerAddress: number
}

export const SERVER_LIMITS: ServerLimits = {
  headersTimeout: 15_000,
  requestTimeout: 120_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 5_000,
  connections: 20_000,
  connectionsPerAddress: 5_000,
}

/** Bytes of all headers with the request line, as Node counts them; beyond it the answer is a 431. */
const MAX_HEADER_SIZE = 16 * 1024
const MAX_HEADERS = 100

export interface Listening {
  /** E.g. `http://127.0.0.1:4310`. */
  url: string
  /** Takes no more connections, lets running requests end, and ends event streams. */
  close(): Promise<void>
}

/** How long a running request may take to end before its connection is cut. */
const GRACE_MS = 3_000

/**
 * Serves the app over HTTP. Only this file and malformed-http.ts know Node's server.
 * @throws Error with `code` `EADDRINUSE` or `EACCES` where the port cannot be had
 */
export async function listen(app: App, options: ListenOptions): Promise<Listening> {
  const { port, host = '127.0.0.1', trustedProxies = 0 } = options
  const { connections, connectionsPerAddress, ...timeouts } = { ...SERVER_LIMITS, ...options.limits }
  const listener = getRequestListener(
    (request, { incoming }) => {
      if (hostsIn(incoming.rawHeaders) > 1) return withSecurity(problemResponse(MALFORMED))
      const address = clientAddress(incoming.socket.remoteAddress, request.headers.get('x-forwarded-for'), trustedProxies)
      return app.fetch(request, { address })
    },
    {
      overrideGlobalObjects: false,
      errorHandler: (error) => withSecurity(problemResponse(error instanceof RequestError ? MALFORMED : FAILED)),
    },
  )
  // A missing Host is for the listener to find, whose answer has a body.
  const server = createServer({ requireHostHeader: false, maxHeaderSize: MAX_HEADER_SIZE, ...timeouts }, listener)
  server.maxHeadersCount = MAX_HEADERS
  limitConnections(server, { most: connections, mostPerAddress: trustedProxies > 0 ? undefined : connectionsPerAddress })
  answerMalformedHttp(server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const { address, port: actual, family } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${actual}`,
    close: () =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS)
        server.close(() => {
          clearTimeout(cut)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}

const FAILED = new ProblemError(500, 'internal', 'The server failed')

/** Of two names a proxy on the way might have taken the other (RFC 9112, 3.2). */
const hostsIn = (rawHeaders: readonly string[]): number =>
  rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === 'host').length

function withSecurity(response: Response): Response {
  for (const [name, value] of Object.entries({ ...SECURITY_HEADERS, connection: 'close' })) response.headers.set(name, value)
  return response
}
