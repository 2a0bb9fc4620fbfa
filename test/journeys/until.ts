import { setTimeout } from 'node:timers/promises'

/** Long for a machine that is busy, and less than a step may take before somebody looks why. */
const LIMIT_MS = 60_000
const PAUSE_MS = 50

/** Waits until there is an answer other than undefined, false or nothing. @throws Error that says what was waited for */
export async function until<T>(ask: () => T | Promise<T>, what: string): Promise<NonNullable<T>> {
  for (const end = performance.now() + LIMIT_MS; performance.now() < end; await setTimeout(PAUSE_MS)) {
    const answer = await ask()
    if (answer) return answer
  }
  throw new Error(`expected ${what} within ${LIMIT_MS / 1_000} s`)
}
