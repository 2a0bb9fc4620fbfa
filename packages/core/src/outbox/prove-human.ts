import type { Wakeups } from '../ports/index.ts'
import type { Challenge } from '../schema.ts'
import { findProof } from './proof-of-work.ts'

/** Does what a challenge asks for: what is sent as `Wangge-Proof`. Undefined where it cannot. */
export type ProveHuman = (challenge: Challenge, signal: AbortSignal) => Promise<string | undefined>

/** Tries at a time: some milliseconds, 25 on a slow phone. Between two the page has its turn. */
const SLICE = 256
/** More would be minutes: nobody’s battery is spent on a server's mistake. */
const MOST_BITS = 22

/**
 * Solves the server's own kind of challenge, proof of work, in slices, so that the page goes on. Others, such as a captcha, are the
 * host's to solve.
 */
export function solvesWork({ after }: Pick<Wakeups, 'after'>): ProveHuman {
  const rest = () => new Promise<void>((resolve) => void after(0, resolve))
  return async ({ kind, token, bits }, signal) => {
    if (kind !== 'proof-of-work' || bits === undefined || bits > MOST_BITS) return undefined
    for (let from = 0; ; from += SLICE) {
      signal.throwIfAborted()
      const found = findProof(token, bits, { from, count: SLICE })
      if (found !== undefined) return `${token}:${found}`
      await rest()
    }
  }
}
