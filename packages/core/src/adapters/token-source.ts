import { isSdkError, SdkError } from '../errors.ts'
import type { Identity, Token, TokenSource, Wakeups } from '../ports/index.ts'
import { sha256 } from '../sha256.ts'

export interface TokenSourceOptions {
  /** A token, or where to get one. */
  token: string | (() => Promise<string>)
  /** Asks the server whom a token names that does not say so itself. */
  whoIs: (token: Token) => Promise<string>
  now: () => number
  wakeups: Pick<Wakeups, 'after'>
}

/** So long before its end a token is as good as over. */
const RENEW_BEFORE_MS = 30_000
/** A host's page that has not answered by then will not. */
const HOST_TIMEOUT_MS = 30_000

/** A person's tokens, from the host's page into this page's memory and nowhere else. */
export function createTokenSource({ token, whoIs, now, wakeups }: TokenSourceOptions): TokenSource {
  const listeners = new Set<(identity: Identity) => void>()
  let fixed = typeof token === 'string' ? token : undefined
  let held: Token | undefined
  let asking: Promise<Token> | undefined
  let resolving: { text: string; person: Promise<string> } | undefined
  let identity: Identity = { state: 'none' }
  /** Counts up with each `forget`: what was under way then is nobody's any more. */
  let life = 0

  async function take(): Promise<Token> {
    if (held && !isOver(held)) return useUp(held)
    // One that is good for one request is shared by nobody.
    const fresh = await (asking ??= ask())
    if (!fresh.once) return fresh
    return held === fresh ? useUp(fresh) : take()
  }

  const isOver = ({ expiresAt }: Token) => fixed === undefined && expiresAt !== undefined && expiresAt - RENEW_BEFORE_MS <= now()

  function useUp(current: Token): Token {
    if (current.once) held = undefined
    return current
  }

  async function ask(): Promise<Token> {
    const mine = life
    if (identity.state !== 'known') tell({ ...personOnly(), state: 'asking' })
    try {
      const fresh = await readToken(await askHost())
      if (mine !== life) throw new SdkError('network', 'The person has signed out meanwhile', { retryable: true })
      held = fresh
      if (fresh.person !== undefined) know(fresh.person)
      return fresh
    } catch (error) {
      if (mine === life) tell({ ...personOnly(), state: 'failed', error: error as SdkError })
      throw error
    } finally {
      if (mine === life) asking = undefined
    }
  }

  async function askHost(): Promise<string> {
    if (typeof token === 'string') {
      if (fixed === undefined) throw noToken('the one given is no longer taken')
      return fixed
    }
    let cancel = () => {}
    const tooLate = new Promise<never>((_, reject) => {
      cancel = wakeups.after(HOST_TIMEOUT_MS, () => reject(new Error(`nothing within ${HOST_TIMEOUT_MS / 1000} s`)))
    })
    try {
      const text: unknown = await Promise.race([Promise.resolve().then(token), tooLate])
      if (typeof text !== 'string' || text === '') throw new Error(`a ${typeof text}`)
      return text
    } catch (cause) {
      throw noToken(cause instanceof Error ? cause.message : String(cause), cause)
    } finally {
      cancel()
    }
  }

  async function personOf(one: Token): Promise<string> {
    if (one.person !== undefined) return one.person
    if (resolving?.text === one.text) return resolving.person
    const mine = life
    const person = whoIs(one)
    resolving = { text: one.text, person }
    try {
      const key = await person
      one.person = key
      if (mine === life) know(key)
      return key
    } catch (error) {
      if (resolving?.person === person) resolving = undefined
      if (mine === life && isSdkError(error)) tell({ ...personOnly(), state: 'failed', error })
      throw error
    }
  }

  const personOnly = () => (identity.personKey === undefined ? {} : { personKey: identity.personKey })

  function know(personKey: string) {
    if (identity.state !== 'known' || identity.personKey !== personKey) tell({ state: 'known', personKey })
  }

  function tell(next: Identity) {
    identity = next
    for (const listener of [...listeners]) listener(next)
  }

  return {
    take,
    refuse(refused) {
      if (held?.text === refused.text) held = undefined
      return typeof token !== 'string'
    },
    async person() {
      // One-time tokens are not spent on the question whose they are.
      if (identity.state === 'known' && identity.personKey !== undefined && (!held || !isOver(held))) return identity.personKey
      const current = held && !isOver(held) ? held : await (asking ??= ask())
      return personOf(current)
    },
    personOf,
    identity: () => identity,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    forget() {
      life += 1
      fixed = undefined
      held = undefined
      asking = undefined
      resolving = undefined
      tell({ state: 'none' })
    },
  }
}

const noToken = (got: string, cause?: unknown) =>
  new SdkError('network', `Expected a token from the host page, got ${got}`, { cause, retryable: true, problem: 'no-token' })

/** What a token says of itself. Nothing is verified: the server does that; a token that says nothing is asked about there. */
async function readToken(text: string): Promise<Token> {
  const { iss, sub, exp, once } = payloadOf(text)
  const isNamed = typeof iss === 'string' && typeof sub === 'string'
  return {
    text,
    person: isNamed ? (await sha256(new TextEncoder().encode(`${iss}\n${sub}`).buffer)).slice(0, 32) : undefined,
    once: once === true,
    expiresAt: typeof exp === 'number' && Number.isFinite(exp) ? exp * 1000 : undefined,
  }
}

function payloadOf(text: string): Record<string, unknown> {
  const [, payload, signature] = text.split('.')
  if (payload === undefined || signature === undefined) return {}
  try {
    const bytes = Uint8Array.from(atob(payload.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0))
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : {}
  } catch {
    // No JWT of ours: the server will say what it makes of it.
    return {}
  }
}
