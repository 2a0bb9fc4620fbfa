import { SdkError } from '../../../packages/core/src/errors.ts'
import type { Locks } from '../../../packages/core/src/ports/index.ts'

interface Waiting {
  tab: object
  start: () => void
  giveUp: (reason: unknown) => void
}

export interface TabLocks {
  of(tab: object): Locks
  /** As a browser does for a page that is gone. */
  release(tab: object): void
}

/** One lock for each name among tabs that may die while they hold it. */
export function createTabLocks(): TabLocks {
  const queues = new Map<string, Waiting[]>()
  const gone = new WeakSet<object>()

  function leave(queue: Waiting[], one: Waiting) {
    const at = queue.indexOf(one)
    if (at < 0) return
    queue.splice(at, 1)
    if (at === 0) queue[0]?.start()
  }

  return {
    of: (tab) => ({
      async exclusive(name, task, { signal } = {}) {
        if (gone.has(tab)) return new Promise<never>(() => {})
        signal?.throwIfAborted()
        const queue = queues.get(name) ?? []
        queues.set(name, queue)
        let mine!: Waiting
        await new Promise<void>((start, giveUp) => {
          mine = { tab, start, giveUp }
          queue.push(mine)
          if (queue[0] === mine) start()
          signal?.addEventListener('abort', () => {
            if (queue[0] === mine) return
            leave(queue, mine)
            giveUp(signal.reason ?? new SdkError('aborted', 'aborted'))
          })
        })
        try {
          return await task(new AbortController().signal)
        } finally {
          leave(queue, mine)
        }
      },
    }),
    release(tab) {
      gone.add(tab)
      for (const queue of queues.values()) for (const one of queue.filter((each) => each.tab === tab)) leave(queue, one)
    },
  }
}
