import { createUlid } from '@wangge/core'
import { Hono } from 'hono'
import { allowOrigin } from './auth/cors.ts'
import { compressed } from './compress.ts'
import { createContext } from './context.ts'
import type { ContextOptions } from './context.ts'
import { mount } from './mount.ts'
import type { Env } from './mount.ts'
import { describeApi } from './openapi.ts'
import { OPERATIONS } from './operations.ts'
import { SECURITY_HEADERS } from './security-headers.ts'
import { isUnavailable } from './storage/unavailable.ts'
import { notFound, ProblemError, problemResponse } from './problem.ts'

export interface AppOptions extends Omit<ContextOptions, 'stopping'> {
  /** Opens `/v1/admin` to whoever sends it. */
  adminSecret?: string | undefined
  /** Told of what nobody expected; the answer itself says nothing of it. @defaultValue nobody is told */
  onError?: ((error: unknown, request: FailedRequest) => void) | undefined
}

export interface FailedRequest {
  /** As in the answer's `Request-Id`. */
  id: string
  method: string
  path: string
}

export interface App {
  fetch(request: Request): Promise<Response>
  /** Computes what the first caller would wait for. Never fails: a district without data has nothing to compute. */
  warm(): Promise<void>
  /** Ends the event streams. The database stays open: it is its opener's. */
  close(): void
}

const UNAVAILABLE = new ProblemError(503, 'database-unavailable', 'The database does not answer', {
  headers: { 'retry-after': '5' },
})

/** The district's HTTP API as a pure function of requests; `/v1/openapi.json` describes it. */
export function createApp({ adminSecret, onError, ...options }: AppOptions): App {
  const stop = new AbortController()
  const context = createContext({ ...options, stopping: stop.signal })
  const hono = new Hono<Env>()
  hono.use(async (c, next) => {
    c.set('requestId', createUlid(context.clock(), context.random))
    await next()
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) c.res.headers.set(name, value)
    c.res.headers.set('request-id', c.get('requestId'))
    await allowOrigin(context, c.req.raw, c.res.headers, c.get('originBelieved') ?? false).catch((error: unknown) => {
      // The answer itself already says that the database is away.
      if (!isUnavailable(error)) throw error
    })
    const packed = await compressed(c.req.raw, c.res)
    if (packed !== c.res) c.res = packed
  })
  mount(hono, [...OPERATIONS, describeApi(OPERATIONS)], { context, adminSecret })
  hono.notFound((c) => problemResponse(notFound('unknown-path', 'There is nothing here'), c.req.path))
  hono.onError((error, c) => {
    if (error instanceof ProblemError) return problemResponse(error, c.req.path)
    if (isUnavailable(error)) return problemResponse(UNAVAILABLE, c.req.path)
    onError?.(error, { id: c.get('requestId'), method: c.req.method, path: c.req.path })
    return problemResponse(new ProblemError(500, 'internal', 'The server failed'), c.req.path)
  })
  return {
    fetch: async (request) => hono.fetch(request),
    async warm() {
      try {
        const { staffing } = await context.reference.current()
        staffing(context.clock())
      } catch {
        // Whoever asks for it hears of it then.
      }
    },
    close: () => stop.abort(),
  }
}
