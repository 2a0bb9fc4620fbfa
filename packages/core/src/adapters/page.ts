import type { Channel, ChannelMessage, Locks, Wakeups } from '../ports/index.ts'

/** Timers, and the browser's word that the world looks better; without a page (Node, a worker) only timers. */
export function createWakeups(): Wakeups {
  return {
    after(ms, callback) {
      // A timer beyond 2^31 ms would fire at once.
      const timer = setTimeout(callback, Math.min(ms, 2 ** 31 - 1))
      return () => clearTimeout(timer)
    },
    onBetter(callback) {
      const unwatch = onVisibilityChange((visible) => visible && callback())
      globalThis.addEventListener?.('online', callback)
      return () => {
        unwatch()
        globalThis.removeEventListener?.('online', callback)
      }
    },
  }
}

export const isVisible = (): boolean => globalThis.document?.visibilityState !== 'hidden'

export function onVisibilityChange(callback: (visible: boolean) => void): () => void {
  const page = globalThis.document
  const listener = () => callback(isVisible())
  page?.addEventListener('visibilitychange', listener)
  return () => page?.removeEventListener('visibilitychange', listener)
}

/** Locks among all tabs of the origin; where the browser has none (plain http), among the clients of this page. */
export function createLocks(scope: string): Locks {
  const { locks } = globalThis.navigator ?? {}
  if (!locks) return pageLocks(scope)
  return {
    exclusive: (name, task, { signal } = {}) => locks.request(`${scope}:${name}`, signal ? { signal } : {}, task),
  }
}

const pageTails = new Map<string, Promise<unknown>>()
const pageLocks = (scope: string) => createLocalLocks(pageTails, scope)

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
        return await task()
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

/** Tells all tabs of the origin; where the browser cannot, the subscribers of this one. */
export function createChannel(name: string): Channel {
  const local = createLocalChannel()
  if (typeof BroadcastChannel === 'undefined') return local
  const others = new BroadcastChannel(name)
  others.onmessage = ({ data }) => local.post(data as ChannelMessage)
  // Node would stay alive for it.
  ;(others as { unref?: () => void }).unref?.()
  return {
    post(message) {
      others.postMessage(message)
      local.post(message)
    },
    subscribe: local.subscribe,
    close() {
      others.close()
      local.close()
    },
  }
}

export function createLocalChannel(): Channel {
  const listeners = new Set<(message: ChannelMessage) => void>()
  return {
    post(message) {
      for (const listener of [...listeners]) listener(message)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => listeners.clear(),
  }
}
