export interface RepeatedlyOptions {
  /** Milliseconds between the end of one run and the begin of the next. */
  everyMs: number
  onError: (error: unknown) => void
}

/** Does something again and again, one run after the other, as long as the process lives. @returns what stops it */
export function repeatedly(work: () => Promise<unknown>, { everyMs, onError }: RepeatedlyOptions): () => void {
  let timer: NodeJS.Timeout
  let isOver = false
  const next = () => {
    if (!isOver) timer = setTimeout(run, everyMs).unref()
  }
  const run = () => void work().catch(onError).finally(next)
  next()
  return () => {
    isOver = true
    clearTimeout(timer)
  }
}
