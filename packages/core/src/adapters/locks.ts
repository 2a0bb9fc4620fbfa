import { SdkError } from '../errors.ts'
import type { Locks } from '../ports/index.ts'
import { isVisible } from './page.ts'

/** How long a page waits for its turn before it asks whether the holder still answers, and between two questions, milliseconds. */
const ASK_MS = 2000
/** Questions without an answer after which the holder is frozen. */
const QUESTIONS = 2

export interface LockOptions {
  /** @defaultValue 2000 */
  askMs?: number
}

/**
 * Locks among all tabs of the origin; where the browser has none (plain http), among the clients of this page. A frozen page
 * keeps a Web Lock for as long as it is frozen: a page in view that waits for its turn asks the holder, and takes the lock from one
 * that does not answer.
 */
export function createLocks(scope: string, { askMs = ASK_MS }: LockOptions = {}): Locks {
  const { locks } = globalThis.navigator ?? {}
  if (!locks) return createLocalLocks(pageTails, scope)
  const line = lineOf(scope)

  async function exclusive<T>(
    name: string,
    task: (lost: AbortSignal) => Promise<T>,
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<T> {
    signal?.throwIfAborted()
    const key = `${scope}:${name}`
    const waiting = new AbortController()
    const lost = new AbortController()
    let holds = false
    const giveUp = () => waiting.abort(signal?.reason)
    signal?.addEventListener('abort', giveUp)
    const stopAsking = askWhileWaiting(key, () => waiting.abort(FROZEN))
    const hold = async (): Promise<T> => {
      holds = true
      stopAsking()
      const letGo = line?.hold(key)
      try {
        return await task(lost.signal)
      } finally {
        letGo?.()
      }
    }
    try {
      return await locks.request(key, { signal: waiting.signal }, hold)
    } catch (error) {
      if (holds && isAbort(error)) throw lose(lost)
      if (error !== FROZEN) throw error
      signal?.throwIfAborted()
      try {
        return await locks.request(key, { steal: true }, hold)
      } catch (later) {
        throw isAbort(later) ? lose(lost) : later
      }
    } finally {
      stopAsking()
      signal?.removeEventListener('abort', giveUp)
    }
  }

  function askWhileWaiting(key: string, onFrozen: () => void): () => void {
    if (!line) return () => {}
    let holder: string | undefined
    let unanswered = 0
    let over = false
    let timer = setTimeout(ask, askMs)
    const unhear = line.hear(({ alive }) => {
      if (alive === key) unanswered = 0
    })

    async function ask() {
      // Who holds it now may be another than was asked; a page out of sight is in no hurry.
      const now = isVisible() ? await holderOf(key) : undefined
      if (now === undefined || now !== holder) unanswered = 0
      holder = now
      if (over) return
      if (unanswered >= QUESTIONS) return onFrozen()
      if (now !== undefined) {
        unanswered += 1
        line?.post({ ask: key })
      }
      timer = setTimeout(ask, askMs)
    }

    return () => {
      over = true
      clearTimeout(timer)
      unhear()
    }
  }

  async function holderOf(key: string): Promise<string | undefined> {
    const { held = [] } = await locks.query()
    return held.find(({ name }) => name === key)?.clientId
  }

  return { exclusive }
}

const FROZEN = new Error('The page that holds the lock does not answer')
const NEVER = new AbortController().signal

const isAbort = (error: unknown) => error instanceof DOMException && error.name === 'AbortError'

function lose(lost: AbortController): SdkError {
  const error = new SdkError('aborted', 'Another page has taken over while this one did not answer', { retryable: true })
  lost.abort(error)
  return error
}

/** What pages say to each other of the locks of a scope. */
interface LockMessage {
  ask?: string
  alive?: string
}

/** The line of a scope in this page: it answers for all locks that are held here. */
interface LockLine {
  hold(key: string): () => void
  hear(listener: (message: LockMessage) => void): () => void
  post(message: LockMessage): void
}

/** As long as the page lives; one for each endpoint and audience that it has a client of. */
const lines = new Map<string, LockLine>()

/** Undefined where pages cannot hear each other: then nobody is asked, and nobody loses a turn. */
function lineOf(scope: string): LockLine | undefined {
  const known = lines.get(scope)
  if (known || typeof BroadcastChannel === 'undefined') return known
  const held = new Map<string, number>()
  const listeners = new Set<(message: LockMessage) => void>()
  const others = new BroadcastChannel(`${scope}:locks`)
  // Node would stay alive for it.
  ;(others as { unref?: () => void }).unref?.()
  const hearAll = (message: LockMessage) => {
    if (message.ask !== undefined && held.has(message.ask)) post({ alive: message.ask })
    for (const listener of [...listeners]) listener(message)
  }
  others.onmessage = ({ data }) => hearAll(data as LockMessage)
  // A channel does not speak to itself: two clients of one page hear each other here.
  const post = (message: LockMessage) => {
    others.postMessage(message)
    if (message.ask === undefined || held.has(message.ask)) queueMicrotask(() => hearAll(message))
  }
  const line: LockLine = {
    hold(key) {
      held.set(key, (held.get(key) ?? 0) + 1)
      return () => {
        const left = (held.get(key) ?? 1) - 1
        if (left > 0) held.set(key, left)
        else held.delete(key)
      }
    },
    hear(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    post,
  }
  lines.set(scope, line)
  return line
}

const pageTails = new Map<string, Promise<unknown>>()

/** Locks among those who share `tails`. */
export function createLocalLocks(tails: Map<string, Promise<unknown>> = new Map(), scope = ''): Locks {
  return {
    async exclusive(name, task, { signal } = {}) {
      const key = `${scope}:${name}`
      const before = tails.get(key)
      let release = () => {}
      const mine = new Promise<void>((resolve) => (release = resolve))
      // Who is aborted while waiting leaves the queue; those behind still wait for those before.
      const tail = Promise.all([before, mine])
      tails.set(key, tail)
      try {
        await Promise.race([before, aborted(signal)])
        signal?.throwIfAborted()
        return await task(NEVER)
      } finally {
        release()
        if (tails.get(key) === tail) tails.delete(key)
      }
    },
  }
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    if (signal?.aborted) reject(signal.reason as Error)
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
}
