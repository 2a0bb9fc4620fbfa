import type { OpenStreamLimits, StreamsOf } from './limits.ts'
import { ProblemError } from './problem.ts'

export interface Listener {
  by: StreamsOf
  /** An address, or a principal's name. */
  who: string
}

/** Event streams that are open in this process: each takes memory, and a look at its credentials at every commit. */
export interface OpenStreams {
  /** Counts one for each of those whose it is. @returns what counts it out again @throws ProblemError 429 `too-many-streams` */
  open(listeners: readonly Listener[]): () => void
}

const RETRY_AFTER_S = 30

export function createOpenStreams(limits: OpenStreamLimits): OpenStreams {
  const counts = new Map<string, number>()
  return {
    open(listeners) {
      const counted = listeners.flatMap(({ by, who }) => {
        const most = limits[by]
        return most === undefined ? [] : [{ by, most, name: `${by}\0${who}` }]
      })
      const full = counted.find(({ name, most }) => (counts.get(name) ?? 0) >= most)
      if (full) {
        throw new ProblemError(429, 'too-many-streams', 'Too many event streams are open', {
          detail: `Expected at most ${full.most} at a time (by ${full.by})`,
          headers: { 'retry-after': String(RETRY_AFTER_S) },
        })
      }
      for (const { name } of counted) counts.set(name, (counts.get(name) ?? 0) + 1)
      let isOver = false
      return () => {
        if (isOver) return
        isOver = true
        for (const { name } of counted) {
          const left = counts.get(name)! - 1
          if (left > 0) counts.set(name, left)
          else counts.delete(name)
        }
      }
    },
  }
}
