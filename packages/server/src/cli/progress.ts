/** Says on a terminal what is being done and how long it took; nothing where nobody looks. */
export interface Progress {
  /** Runs a phase. Long work that cannot be interrupted still shows its name first. */
  phase<T>(name: string, work: () => T | Promise<T>): Promise<T>
}

export function openProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  return {
    async phase(name, work) {
      if (!stream.isTTY) return work()
      stream.write(`· ${name} …`)
      // A turn for the terminal before the work takes the thread.
      await new Promise((resolve) => setImmediate(resolve))
      const startedAt = performance.now()
      try {
        const result = await work()
        stream.write(`\r\x1b[K✓ ${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)\n`)
        return result
      } catch (error) {
        stream.write(`\r\x1b[K✗ ${name}\n`)
        throw error
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
