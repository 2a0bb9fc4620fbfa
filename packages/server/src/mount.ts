import { idSchema } from '@wangge/core/schema'
import type { Context as HonoContext, Hono } from 'hono'
import { authenticate } from './auth/authenticate.ts'
import { withKey } from './auth/with-key.ts'
import { preflight } from './auth/cors.ts'
import type { Principal } from './auth/principal.ts'
import { expectType, readBytes, readForm, readJson } from './body.ts'
import type { Context } from './context.ts'
import { answer } from './answer.ts'
import { formFields } from './form-fields.ts'
import { createMeter } from './meter.ts'
import type { HumanGate } from './humans/human-gate.ts'
import type { Meter } from './meter.ts'
import type { OpenStreams } from './open-streams.ts'
import type { AnyOperation, Answer, Operation } from './operation.ts'
import { parseBody, parseQuery } from './parse.ts'
import { notFound, ProblemError } from './problem.ts'
import type { RateLimiter } from './rate-limit.ts'
import { honoPath, pathParams } from './route-path.ts'

export interface MountOptions {
  context: Context
  /** Opens `/v1/admin`; without it there is no such path. */
  adminSecret?: string | undefined
  /** Absent where nothing is limited. */
  limiter?: RateLimiter | undefined
  /** Absent where nobody is asked whether they are a person. */
  humans?: HumanGate | undefined
  /** Absent where nothing is limited. */
  streams?: OpenStreams | undefined
}

/** What the pipeline keeps of a request. */
export interface Env {
  Bindings: {
    /** Of the client, as the listener knows it. */
    address?: string | undefined
  }
  Variables: {
    requestId: string
    /** The caller's key is for the request's origin. */
    originBelieved?: boolean
    /** The operation's path, without what a caller put into it. */
    route?: string
    meter?: Meter
  }
}

type General = Operation<unknown, unknown>

/** Mounts operations with what is the same for all: preflight, access, parsing, idempotency headers, ETag, 405. */
export function mount(hono: Hono<Env>, operations: readonly AnyOperation[], options: MountOptions): void {
  const reachable = (operations as unknown as General[]).filter(
    ({ access }) => options.adminSecret !== undefined || access.some((one) => one !== 'admin'),
  )
  for (const [path, ofPath] of Map.groupBy(reachable, (operation) => operation.path)) {
    const methods = ofPath.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
    hono.all(honoPath(path), async (c) => {
      const method = c.req.raw.method
      c.set('route', path)
      if (method === 'OPTIONS') {
        await createMeter({ limiter: options.limiter, address: c.env?.address }).arrived()
        return preflight(options.context, c.req.raw, { methods: methods.join(', '), route: path })
      }
      const wanted = ofPath.find((operation) => operation.method === (method === 'HEAD' ? 'GET' : method))
      if (wanted) return run(c, wanted, options)
      const meter = createMeter({ limiter: options.limiter, address: c.env?.address })
      c.set('meter', meter)
      await meter.arrived()
      throw new ProblemError(405, 'method-not-allowed', 'This path knows other methods', {
        detail: `Expected ${methods.join(', ')}, got ${method}`,
        headers: { allow: methods.join(', ') },
      })
    })
  }
}

async function run(c: HonoContext<Env>, operation: General, options: MountOptions): Promise<Response> {
  const { context, adminSecret, limiter, humans, streams } = options
  const request = c.req.raw
  const described = operation as unknown as AnyOperation
  const meter = createMeter({ limiter, streams, address: c.env?.address }, described)
  c.set('meter', meter)
  await meter.arrived()
  const form = operation.form && (await readForm(request, operation.form.maxSize))
  const headers = withKey(request.headers, form?.get(operation.form?.keyField ?? ''))
  const principal = await authenticate(context, { headers, adminSecret }, described).catch(async (error: unknown) => {
    throw await meter.refused(error)
  })
  await meter.believed(principal, headers.get('wangge-site-key'))
  c.set('originBelieved', 'origins' in principal)
  const params = pathParams(operation.path, c.req.param() as Record<string, string>)
  // What cannot be an id is the id of nothing.
  const isId = (value: string) => idSchema.safeParse(value).success
  if (!Object.values(params).every(isId)) throw notFound('not-found', 'There is no such record')
  const query = operation.query ? parseQuery(operation.query, searchParams(request, operation)) : undefined
  const body = form ? parseBody(operation.form!.schema, formFields(form)) : await jsonBody(request, operation)
  if (operation.idempotent) expectKey(request.headers, (body as { id: string }).id)
  const besides = operation.countedAs?.(body)
  if (besides) await meter.counts(besides)
  // Last: whoever sent what is wrong is told that, and works for nothing.
  const { byHumans } = operation
  if (byHumans) await humans?.pass({ principal, headers, address: c.env?.address, isSoft: byHumans === 'over-rate' })
  const type = operation.raw ? expectType(request, operation.raw.types) : ''
  const bytes = operation.raw ? await readBytes(request, operation.raw.maxSize) : new Uint8Array()
  if (operation.raw) await meter.brings(bytes.byteLength)
  const ended = operation.holdsOpen ? meter.listens() : () => {}
  const call = { context, principal, params, query, body, bytes, type, request, now: context.clock(), ended }
  const result = await operation.handle(call).catch((error: unknown) => {
    ended()
    throw error
  })
  if (!(result instanceof Response)) return answer(request, isOpenTo(operation, principal) ? result : keptNowhere(result))
  // Nobody reads the body of an answer to HEAD: a stream would listen for ever.
  if (request.method !== 'HEAD') return result
  await result.body?.cancel()
  return new Response(null, result)
}

const jsonBody = async (request: Request, { json }: General): Promise<unknown> =>
  json && parseBody(json.schema, await readJson(request, json.maxSize))

function searchParams({ url }: Request, { emptyIsNone = false }: General): URLSearchParams {
  const all = new URL(url).searchParams
  return emptyIsNone ? new URLSearchParams([...all].filter(([, value]) => value !== '')) : all
}

/** Whether the answer is the same for all of the caller's kind. */
function isOpenTo({ scope }: General, { kind }: Principal): boolean {
  // Staff may see more of the same record than others.
  if (kind === 'staff') return false
  if (typeof scope === 'string') return scope === 'open'
  return kind === 'none' || scope[kind] === undefined || scope[kind] === 'open'
}

/** What is a caller's own is not left in a cache of the browser's, which others may use after them. */
const keptNowhere = (result: Answer): Answer => ({ ...result, headers: { 'cache-control': 'no-store', ...result.headers } })

function expectKey(headers: Headers, id: string): void {
  const key = headers.get('idempotency-key')
  if (key === null) {
    throw new ProblemError(400, 'idempotency-key-required', 'The Idempotency-Key header is required', {
      detail: 'Expected the id of the command in the body',
    })
  }
  if (key !== id) {
    throw new ProblemError(422, 'idempotency-key-mismatch', 'The Idempotency-Key is not the id of the command', {
      detail: `Expected ${id}, got ${key}`,
    })
  }
}
