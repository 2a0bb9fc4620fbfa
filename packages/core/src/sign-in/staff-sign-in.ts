import { SdkError } from '../errors.ts'
import { sha256 } from '../sha256.ts'

export interface StaffSignInOptions {
  /** Address of the district's server. */
  endpoint: string
  /** Keeps what has to outlast the way to the provider and back. @defaultValue `sessionStorage` */
  storage?: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  /** @defaultValue the global `fetch` */
  fetch?: typeof fetch
  /** Epoch milliseconds. @defaultValue `Date.now` */
  now?: () => number
  /** @defaultValue by `crypto.getRandomValues` */
  randomBytes?: (size: number) => Uint8Array
}

export type SignInResult =
  | { ok: true; expiresAt: string }
  /** `none`: the address brings no answer; `unexpected`: it answers no question of this page; `refused`: the provider or the district said no. */
  | { ok: false; reason: 'none' | 'unexpected' | 'refused'; detail?: string }

export interface StaffSignIn {
  /** Resolves with the address to send the page to; it comes back to `redirectUri`, whose fragment is lost. */
  begin(redirectUri: string): Promise<string>
  /**
   * Takes up the answer in the address that the page was called with. Take it out of the address bar behind it.
   * @throws SdkError `network`, `bad-response` where the district's server could not be asked
   */
  complete(url: string): Promise<SignInResult>
  /** The session, as `token` for `createClient`. @throws SdkError `network` where nobody is signed in (any more) */
  token(): Promise<string>
  /** Whether there is a session that has not run out. */
  isSignedIn(): boolean
  /** Ends the session here at once, and at the server where that can be reached; tells whether it could. */
  signOut(): Promise<boolean>
}

const STORED = 'wangge-sign-in'

interface Begun {
  state: string
  codeVerifier: string
}

/**
 * Signs staff in by the district's provider (OpenID Connect). The session lives in this page's memory only: who reloads
 * signs in again, mostly without being asked.
 * @example
 * const signIn = createStaffSignIn({ endpoint: 'https://grid.example' })
 * const result = await signIn.complete(location.href)
 * if (!result.ok) location.assign(await signIn.begin(location.href))
 * else createClient({ endpoint: 'https://grid.example', token: signIn.token })
 */
export function createStaffSignIn(options: StaffSignInOptions): StaffSignIn {
  const { storage = sessionStorage, now = Date.now } = options
  const { randomBytes = (size: number) => crypto.getRandomValues(new Uint8Array(size)) } = options
  const endpoint = options.endpoint.replace(/\/+$/, '')
  const request: typeof fetch = options.fetch ?? ((input, init) => fetch(input, init))
  let session: { token: string; expiresAt: string } | undefined

  async function post(path: string, init: { body?: object; token?: string }): Promise<{ status: number; body: unknown }> {
    const { body, token } = init
    try {
      const response = await request(`${endpoint}${path}`, {
        method: 'POST',
        headers: {
          accept: 'application/json, application/problem+json',
          ...(body ? { 'content-type': 'application/json' } : {}),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
        credentials: 'omit',
        cache: 'no-store',
      })
      const text = await response.text()
      return { status: response.status, body: text === '' ? undefined : parseJson(text, path) }
    } catch (cause) {
      if (cause instanceof SdkError) throw cause
      throw new SdkError('network', `Expected an answer to POST ${path}, got ${String(cause)}`, { cause, retryable: true })
    }
  }

  /** What this page has asked; good for one answer. */
  function takeBegun(): Begun | undefined {
    const text = storage.getItem(STORED)
    storage.removeItem(STORED)
    return text === null ? undefined : (JSON.parse(text) as Begun)
  }

  const current = () => (session && Date.parse(session.expiresAt) > now() ? session : undefined)

  return {
    async begin(redirectUri) {
      const begun: Begun = { state: base64url(randomBytes(16)), codeVerifier: base64url(randomBytes(32)) }
      storage.setItem(STORED, JSON.stringify(begun))
      const address = new URL(`${endpoint}/v1/auth/sign-in`)
      address.searchParams.set('redirect_uri', withoutFragment(redirectUri))
      address.searchParams.set('state', begun.state)
      address.searchParams.set('code_challenge', await challengeOf(begun.codeVerifier))
      return address.href
    },
    async complete(url) {
      const answer = new URLSearchParams(new URL(url).hash.slice(1))
      const [code, state, error] = ['wangge_code', 'wangge_state', 'wangge_error'].map((name) => answer.get(name))
      if (!code && !error) return { ok: false, reason: 'none' }
      const begun = takeBegun()
      // An answer to somebody else's question would sign this person in as another.
      if (!begun || begun.state !== state) return { ok: false, reason: 'unexpected' }
      if (error || !code) return { ok: false, reason: 'refused', ...(error ? { detail: error } : {}) }
      const { status, body } = await post('/v1/auth/sessions', { body: { code, codeVerifier: begun.codeVerifier } })
      if (status >= 400 && status < 500) return { ok: false, reason: 'refused', detail: codeOf(body) ?? String(status) }
      session = readSession(status, body)
      return { ok: true, expiresAt: session.expiresAt }
    },
    async token() {
      const { token } = current() ?? {}
      if (token !== undefined) return token
      throw new SdkError('network', 'Expected somebody to be signed in, nobody is', { retryable: true, problem: 'no-token' })
    },
    isSignedIn: () => current() !== undefined,
    async signOut() {
      const ended = session
      session = undefined
      storage.removeItem(STORED)
      if (!ended) return true
      const left = await post('/v1/auth/sign-out', { token: ended.token }).catch(() => undefined)
      return left !== undefined && left.status < 400
    },
  }
}

function readSession(status: number, body: unknown): { token: string; expiresAt: string } {
  const { token, expiresAt } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  if (status === 201 && typeof token === 'string' && typeof expiresAt === 'string') return { token, expiresAt }
  throw new SdkError('bad-response', `Expected a session, got ${status}`, { status, retryable: true })
}

const codeOf = (body: unknown): string | undefined => {
  const { code } = (typeof body === 'object' && body !== null ? body : {}) as { code?: unknown }
  return typeof code === 'string' ? code : undefined
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new SdkError('bad-response', `Expected ${path} to answer JSON, got something else`, { cause, retryable: true })
  }
}

function withoutFragment(address: string): string {
  const url = new URL(address)
  url.hash = ''
  return url.href
}

/** RFC 7636, S256. */
async function challengeOf(verifier: string): Promise<string> {
  const hash = await sha256(new TextEncoder().encode(verifier).buffer)
  return base64url(Uint8Array.from(hash.match(/../g) ?? [], (pair) => parseInt(pair, 16)))
}

const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')
