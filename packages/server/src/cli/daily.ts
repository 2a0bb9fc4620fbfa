const DAY_MS = 86_400_000
const FIRST_MS = 60_000

/** Does something a minute after the start and then once a day, as long as the process lives. @returns what stops it */
export function daily(work: () => Promise<unknown>, onError: (error: unknown) => void): () => void {
  const run = () => void work().catch(onError)
  const first = setTimeout(run, FIRST_MS).unref()
  const others = setInterval(run, DAY_MS).unref()
  return () => {
    clearTimeout(first)
    clearInterval(others)
  }
}
