/** A signal that aborts with another one or after some milliseconds. AbortSignal.any and .timeout came after the oldest browsers that we serve. */
export function limitTime(outer: AbortSignal | undefined, ms: number) {
  const controller = new AbortController()
  let timedOut = false
  const abort = () => controller.abort(outer?.reason)
  const timer = setTimeout(() => {
    timedOut = true
    controller.abort()
  }, ms)
  if (outer?.aborted) abort()
  outer?.addEventListener('abort', abort)
  return {
    signal: controller.signal,
    timedOut: () => timedOut,
    end() {
      clearTimeout(timer)
      outer?.removeEventListener('abort', abort)
    },
  }
}
