import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { App } from './app.ts'

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
 * Serves the app over HTTP. The only file that knows Node's server.
 * @throws Error with `code` `EADDRINUSE` or `EACCES` where the port cannot be had
 */
export async function listen(app: App, { port, host = '127.0.0.1' }: ListenOptions): Promise<Listening> {
  const server = createServer(getRequestListener((request) => app.fetch(request), { overrideGlobalObjects: false }))
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
