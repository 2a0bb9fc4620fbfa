// A world for tests of the offline layer: a clock that only moves when told, and chance from a seed.
import type { Wakeups } from '../src/ports/index.ts'

export interface World {
  now: () => number
  random: () => number
  wakeups: Wakeups
  /** Lets everything run that needs no time. */
  settle(): Promise<void>
  /** Moves the clock, running what falls due on the way. */
  advance(ms: number): Promise<void>
  /** The device comes online, or the page into view. */
  better(): Promise<void>
  /** Timers that are set. */
  timers(): number
}

export const NOON = Date.parse('2026-03-02T12:00:00+08:00')

export interface WorldOptions {
  /** Whether something that is not fake is at work. */
  isBusy?: () => boolean
}

export function createWorld(seed = 1, { isBusy = () => false }: WorldOptions = {}): World {
  let now = NOON
  let order = 0
  const timers = new Map<number, { at: number; callback: () => void }>()
  const betters = new Set<() => void>()

  // All that is fake here answers in microtasks, and they are through when an immediate runs. WebCrypto is not fake: what
  // was asked of it before is answered before.
  const settle = async () => {
    for (let calm = 0; calm < 3; calm = isBusy() ? 0 : calm + 1) {
      await new Promise((resolve) => setImmediate(resolve))
      await crypto.subtle.digest('SHA-256', new Uint8Array(1))
    }
    await new Promise((resolve) => setImmediate(resolve))
  }

  return {
    now: () => now,
    random: mulberry32(seed),
    wakeups: {
      after(ms, callback) {
        const id = (order += 1)
        timers.set(id, { at: now + ms, callback })
        return () => timers.delete(id)
      },
      onBetter(callback) {
        betters.add(callback)
        return () => betters.delete(callback)
      },
    },
    settle,
    async advance(ms) {
      const end = now + ms
      await settle()
      for (;;) {
        const due = [...timers].filter(([, { at }]) => at <= end).sort(([a, x], [b, y]) => x.at - y.at || a - b)[0]
        if (!due) break
        timers.delete(due[0])
        now = Math.max(now, due[1].at)
        due[1].callback()
        await settle()
      }
      now = end
    },
    async better() {
      for (const callback of [...betters]) callback()
      await settle()
    },
    timers: () => timers.size,
  }
}

export function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
