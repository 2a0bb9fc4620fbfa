import { backoff } from '../backoff.ts'
import { isSdkError, SdkError } from '../errors.ts'
import type { Clock, Identity, Random, Token, TokenSource, Wakeups } from '../ports/index.ts'
import { sha256 } from '../sha256.ts'

export interface TokenSourceOptions {
  /** A token, or where to get one. */
  token: string | (() => Promise<string>)
  /** Asks the server whom a token names that does not say so itself. */
  whoIs: (token: Token) => Promise<string>
  now: Clock
  random: Random
  wakeups: Wakeups
}

/** So long before its end a token is as good as over; of one that lives for less than a minute, half its life. */
const RENEW_BEFORE_MS = 30_000
/** A host that hands out the same token again is not asked for another one sooner. */
const SAME_AGAIN_MS = 10_000
/** No token that the server takes lives longer. */
const LONGEST_LIFE_MS = 900_000
/** A host's page that has not answered by then will not. */
const HOST_TIMEOUT_MS = 30_000
/** How a host is asked again that gives no token, or none that the server takes. */
const RETRY = { leastMs: 1_000, baseMs: 2_000, maxMs: 60_000 }

/** A person's tokens, from the host's page into this page's memory and nowhere else. */
export function createTokenSource({ token, whoIs, now, random, wakeups }: TokenSourceOptions): TokenSource {
  const listeners = new Set<(identity: Identity) => void>()
  let fixed = typeof token === 'string' ? token : undefined
  let held: Token | undefined
  let asking: Promise<Token> | undefined
  let resolving: { text: string; person: Promise<string> } | undefined
  let identity: Identity = { state: 'none' }
  /** Counts up with each `forget`: what was under way then is nobody's any more. */
  let life = 0
  /** The last token that came, and from when to when it is used. */
  let last: { text: string; from: number; renewAt: number } | undefined
  const hostFails = createPause({ now, random })
  const serverRefuses = createPause({ now, random })
  const unwake = wakeups.onBetter(hostFails.end)

  async function take(): Promise<Token> {
    if (held && !isOver(held)) return useUp(held)
    // One that is good for one request is shared by nobody.
    const fresh = await askOnce()
    if (!fresh.once) return fresh
    return held === fresh ? useUp(fresh) : take()
  }

  /** By how long it lives, counted from when it came: this device's clock may be wrong by hours. */
  function isOver({ text }: Token): boolean {
    if (fixed !== undefined || last?.text !== text) return false
    return now() >= last.renewAt || now() < last.from
  }

  /** All who ask at the same time wait for one answer; a host that fails is left alone for a while. */
  function askOnce({ urgent = false } = {}): Promise<Token> {
    if (asking) return asking
    if (!urgent && identity.error && hostFails.isOn()) return Promise.reject(identity.error)
    return (asking = ask())
  }

  function useUp(current: Token): Token {
    if (current.once) held = undefined
    return current
  }

  async function ask(): Promise<Token> {
    const mine = life
    const from = now()
    if (identity.state !== 'known') tell({ ...personOnly(), state: 'asking' })
    try {
      const { token: fresh, lifeMs } = await readToken(await askHost(), from)
      if (mine !== life) throw new SdkError('network', 'The person has signed out meanwhile', { retryable: true })
      last = { text: fresh.text, from, renewAt: renewalOf(fresh.text, lifeMs, from) }
      held = fresh
      hostFails.end()
      if (fresh.person !== undefined) know(fresh.person)
      return fresh
    } catch (error) {
      if (mine === life) {
        hostFails.begin()
        tell({ ...personOnly(), state: 'failed', error: error as SdkError })
      }
      throw error
    } finally {
      if (mine === life) asking = undefined
    }
  }

  /** One that came before lives no longer for coming again. */
  function renewalOf(text: string, lifeMs: number, from: number): number {
    if (last?.text === text) return Math.max(last.renewAt, from + SAME_AGAIN_MS)
    return from + lifeMs - Math.min(RENEW_BEFORE_MS, lifeMs / 2)
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
      const isHeld = held?.text === refused.text
      if (typeof token === 'string') {
        if (isHeld) held = undefined
        return false
      }
      // Another one is here, or on its way, on account of somebody else's refusal.
      if (!isHeld && !refused.once) return true
      if (serverRefuses.isOn()) return false
      serverRefuses.begin()
      if (isHeld) held = undefined
      return true
    },
    accept: serverRefuses.end,
    async person(how) {
      // One-time tokens are not spent on the question whose they are.
      if (identity.state === 'known' && identity.personKey !== undefined && (!held || !isOver(held))) return identity.personKey
      return personOf(held && !isOver(held) ? held : await askOnce(how))
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
      last = undefined
      asking = undefined
      resolving = undefined
      hostFails.end()
      serverRefuses.end()
      tell({ state: 'none' })
    },
    close: unwake,
  }
}

const noToken = (got: string, cause?: unknown) =>
  new SdkError('network', `Expected a token from the host page, got ${got}`, { cause, retryable: true, problem: 'no-token' })

/** A pause that grows each time it begins anew, until it is ended. */
function createPause({ now, random }: { now: Clock; random: Random }) {
  let times = 0
  let until = 0
  return {
    // A clock that was set back must not draw it out.
    isOn: () => now() < until && until <= now() + RETRY.leastMs + RETRY.maxMs,
    begin() {
      times += 1
      until = now() + RETRY.leastMs + backoff(times, random, RETRY)
    },
    end() {
      times = 0
      until = 0
    },
  }
}

/** What a token says of itself. Nothing is verified: the server does that; a token that says nothing is asked about there. */
async function readToken(text: string, now: number): Promise<{ token: Token; lifeMs: number }> {
  const { iss, sub, iat, exp, once } = payloadOf(text)
  const isNamed = typeof iss === 'string' && typeof sub === 'string'
  const person = isNamed ? (await sha256(new TextEncoder().encode(`${iss}\n${sub}`).buffer)).slice(0, 32) : undefined
  return { token: { text, person, once: once === true }, lifeMs: lifeOf(iat, exp, now) }
}

/** Without a word of when it begins, by this device's clock, as far as that makes sense; otherwise the server says when. */
function lifeOf(iat: unknown, exp: unknown, now: number): number {
  if (!isInstant(exp)) return Infinity
  if (isInstant(iat) && exp > iat) return (exp - iat) * 1000
  const lifeMs = exp * 1000 - now
  return lifeMs > 0 ? Math.min(lifeMs, LONGEST_LIFE_MS) : LONGEST_LIFE_MS
}

const isInstant = (claim: unknown): claim is number => typeof claim === 'number' && Number.isFinite(claim)

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
