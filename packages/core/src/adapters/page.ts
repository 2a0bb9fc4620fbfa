import type { Channel, ChannelMessage, Wakeups } from '../ports/index.ts'

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
