import type { Client } from './client.ts'

/** Whether the client hears of changes as they happen, and who wants to know. */
export function createLive(): Client['live'] & { set(live: boolean): void; is(): boolean } {
  const listeners = new Set<(live: boolean) => void>()
  let isLive = false
  return {
    subscribe(listener) {
      const own = (live: boolean) => listener(live)
      listeners.add(own)
      own(isLive)
      return () => listeners.delete(own)
    },
    is: () => isLive,
    set(live) {
      if (live === isLive) return
      isLive = live
      for (const listener of [...listeners]) listener(live)
    },
  }
}
