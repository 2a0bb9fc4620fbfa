/** Milliseconds of work between two rests: a page that draws every 16 ms keeps its pace. */
const SLICE = 8

/** Work in slices: `rest` gives way to whatever else waits (input, timers, an abort), `isDue` says when it is time to. */
export interface Breath {
  isDue(): boolean
  rest(): Promise<void>
  /** Milliseconds since the start. */
  elapsed(): number
  /** To be called at the end. */
  end(): void
}

/**
 * A message to oneself comes back in a page, a worker and Node alike, and at once; timers of pages wait 4 ms and more.
 * @param now milliseconds
 */
export function createBreath(now: () => number): Breath {
  const { port1, port2 } = new MessageChannel()
  const start = now()
  let since = start
  let resume: (() => void) | undefined
  port1.onmessage = () => {
    since = now()
    resume?.()
  }
  return {
    isDue: () => now() - since >= SLICE,
    rest: () =>
      new Promise((resolve) => {
        resume = resolve
        port2.postMessage(0)
      }),
    elapsed: () => now() - start,
    end: () => {
      port1.close()
      port2.close()
    },
  }
}
