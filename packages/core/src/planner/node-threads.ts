/** As much of `node:worker_threads` as is needed. */
export interface NodeThreads {
  /** Absent on the main thread. */
  parentPort: { on(event: 'message', listener: (message: unknown) => void): void } | null
  Worker: new (url: URL, options: { execArgv: readonly string[] }) => NodeThread
}

export interface NodeThread {
  postMessage(message: unknown, transfer: readonly unknown[]): void
  once(event: 'error', listener: (error: Error) => void): void
  once(event: 'exit', listener: () => void): void
  terminate(): Promise<number>
  ref(): void
  unref(): void
}

interface NodeProcess {
  getBuiltinModule?(name: 'node:worker_threads'): NodeThreads
}

/**
 * Node's threads; undefined in a page, and in a Node too old to be asked for them (before 20.16) by a file that bundlers of pages
 * read too.
 */
export const nodeThreads = (): NodeThreads | undefined =>
  (globalThis as { process?: NodeProcess }).process?.getBuiltinModule?.('node:worker_threads')
