import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener, RequestError } from '@hono/node-server'
import type { App } from './app.ts'
import { answerMalformedHttp, MALFORMED } from './malformed-http.ts'
import { ProblemError, problemResponse } from './problem.ts'
import { SECURITY_HEADERS } from './security-headers.ts'

export interface ListenOptions {
  /** 0 for any free one. */
  port: number
  /** @defaultValue 127.0.0.1 */
  host?: string
}

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
export async function listen(app: App, { port, host = '127.0.0.1' }: ListenOptions): Promise<Listening> {
  const listener = getRequestListener((request) => app.fetch(request), {
    overrideGlobalObjects: false,
    errorHandler: (error) => withSecurity(problemResponse(error instanceof RequestError ? MALFORMED : FAILED)),
  })
  // A missing Host is for the listener to find, whose answer has a body.
  const server = createServer({ requireHostHeader: false }, listener)
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

function withSecurity(response: Response): Response {
  for (const [name, value] of Object.entries({ ...SECURITY_HEADERS, connection: 'close' })) response.headers.set(name, value)
  return response
}
