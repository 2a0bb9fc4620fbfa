/** Says on a terminal what is being done, how far it is and how long it took; nothing where nobody looks. */
export interface Progress {
  /** Runs a phase, which may say how far it is. Long work that cannot be interrupted still shows its name first. */
  phase<T>(name: string, work: (show: (state: string) => void) => T | Promise<T>): Promise<T>
}

/** Milliseconds after which it is said how long a phase takes already, and again. */
const TICK_MS = 1_000

export function openProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  return {
    async phase(name, work) {
      if (!stream.isTTY) return work(() => {})
      const startedAt = performance.now()
      const line = openLine(stream)
      let state = ''
      const draw = () => {
        const seconds = Math.floor((performance.now() - startedAt) / 1_000)
        line.show([`· ${name} …`, state, seconds > 0 ? `${seconds} s` : ''].filter(Boolean).join(' '))
      }
      draw()
      const ticking = setInterval(draw, TICK_MS)
      // A turn for the terminal before the work takes the thread.
      await new Promise((resolve) => setImmediate(resolve))
      try {
        const result = await work((news) => {
          state = news
          draw()
        })
        stream.write(`\r\x1b[K✓ ${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)\n`)
        return result
      } catch (error) {
        stream.write(`\r\x1b[K✗ ${name}\n`)
        throw error
      } finally {
        clearInterval(ticking)
      }
    },
  }
}

/** A line on a terminal that says how far something is, written over itself; nothing where nobody looks. */
export interface ProgressLine {
  show(text: string): void
  clear(): void
}

/** Milliseconds between two texts: more often than anybody reads them. */
const PAUSE_MS = 100

export function openLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  let shownAt = -Infinity
  return {
    show(text) {
      const now = performance.now()
      if (!stream.isTTY || now - shownAt < PAUSE_MS) return
      shownAt = now
      stream.write(`\r\x1b[K${text}`)
    },
    clear() {
      if (stream.isTTY && shownAt > -Infinity) stream.write('\r\x1b[K')
    },
  }
}
