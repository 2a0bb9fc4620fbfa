export interface RepeatedlyOptions {
  /** Milliseconds between the end of one run and the begin of the next. */
  everyMs: number
  onError: (error: unknown) => void
  /** The first run is now. @defaultValue false: after the first `everyMs` */
  atOnce?: boolean
}

/** Does something again and again, one run after the other, as long as the process lives. @returns what stops it; done when the last run has ended */
export function repeatedly(
  work: () => Promise<unknown>,
  { everyMs, onError, atOnce = false }: RepeatedlyOptions,
): () => Promise<void> {
  let timer: NodeJS.Timeout
  let running = Promise.resolve()
  let isOver = false
  const next = () => {
    if (!isOver) timer = setTimeout(run, everyMs).unref()
  }
  const run = () => {
    running = work()
      .then(() => {}, onError)
      .finally(next)
  }
  if (atOnce) run()
  else next()
  return () => {
    isOver = true
    clearTimeout(timer)
    return running
  }
}
