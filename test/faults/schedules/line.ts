import type { World } from '../../../packages/core/test/world.ts'

/** What the line does to one request, and to its answer. */
export const LINE_FAULTS = [
  'cut-before', // nothing arrives
  'cut-within', // the answer breaks off: the body of the response fails
  'half-json', // the answer ends in the middle, as if it were whole
  'cut-after', // it is taken, the answer is lost
  'twice', // a box on the way sends it again; either answer comes back
  'late-request', // it arrives behind others
  'late-answer', // its answer comes behind those of others
  'unavailable',
  'busy',
  'broken',
  'gateway', // 502 with a proxy's page
  'portal', // 200 with somebody's page
] as const
export type LineFault = (typeof LINE_FAULTS)[number]

export interface Line {
  fetch: typeof fetch
  /** Requests that are with the server now. */
  busy: () => number
}

export interface LineOptions {
  /** The server itself. */
  serve: (request: Request) => Promise<Response>
  origin: string
  world: World
  random: () => number
  /** What happens to the next request. */
  next: () => LineFault | undefined
}

const LONGEST_DELAY_MS = 20_000

export function createLine({ serve, origin, world, random, next }: LineOptions): Line {
  let busy = 0

  async function ask(url: string, { method, headers, body }: RequestInit): Promise<Response> {
    busy += 1
    try {
      const all = { ...(headers as Record<string, string>), origin }
      const response = await serve(
        new Request(url, {
          ...(method === undefined ? {} : { method }),
          headers: all,
          ...(body === undefined || body === null ? {} : { body }),
        }),
      )
      // Whole, so that nothing is left to come once the request is over.
      return new Response(response.status === 304 ? null : await response.arrayBuffer(), response)
    } finally {
      busy -= 1
    }
  }

  const delay = () => new Promise<void>((resolve) => world.wakeups.after(Math.floor(random() * LONGEST_DELAY_MS), resolve))

  const send = async (url: string, init: RequestInit): Promise<Response> => {
    const fault = next()
    if (fault === 'cut-before') throw new TypeError('the line is cut')
    if (fault === 'unavailable') return problem(503, 'unavailable', random() < 0.5 ? { 'retry-after': '20' } : {})
    if (fault === 'busy') return problem(429, 'too-many-requests', { 'retry-after': String(Math.ceil(random() * 40)) })
    if (fault === 'broken') return problem(500, 'internal')
    if (fault === 'gateway') return page(502)
    if (fault === 'portal') return page(200)
    if (fault === 'late-request') await delay()
    const response = await ask(url, init)
    if (fault === 'cut-after') throw new TypeError('the line is cut')
    if (fault === 'twice') return random() < 0.5 ? (await ask(url, init), response) : ask(url, init)
    if (fault === 'late-answer') await delay()
    if (fault === 'half-json' || fault === 'cut-within') return half(response, fault === 'cut-within')
    return response
  }

  return {
    busy: () => busy,
    fetch: async (input, init = {}) => {
      init.signal?.throwIfAborted()
      const aborted = new Promise<never>((_, reject) =>
        init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError'))),
      )
      const answer = send(String(input), init)
      // Whoever does not wait any more does not hear of it either.
      answer.catch(() => {})
      aborted.catch(() => {})
      return Promise.race([answer, aborted])
    },
  }
}

const page = (status: number) =>
  new Response('<!doctype html><title>Sign in to this network</title>', { status, headers: { 'content-type': 'text/html' } })

function problem(status: number, code: string, headers: Record<string, string> = {}): Response {
  const body = { type: `urn:wangge:problem:${code}`, title: code, status, code }
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json', ...headers } })
}

async function half(response: Response, isCut: boolean): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer())
  const first = bytes.slice(0, Math.floor(bytes.length / 2))
  if (!isCut) return new Response(first, response)
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(first)
      controller.error(new TypeError('the line is cut'))
    },
  })
  return new Response(body, response)
}
