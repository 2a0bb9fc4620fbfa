import { SdkError } from '../../errors.ts'
import type { Instant } from '../../schema.ts'

/** An instant, as records have it and as it is compared. */
export interface Moment {
  text: Instant
  /** Epoch milliseconds. */
  ms: number
}

/** @throws SdkError `bad-argument` where it is neither an RFC 3339 instant nor epoch milliseconds */
export function momentOf(at: Instant | number): Moment {
  const ms = typeof at === 'number' ? at : Date.parse(at)
  if (Number.isFinite(ms) && Math.abs(ms) <= FURTHEST_MS) {
    return { ms, text: typeof at === 'number' ? new Date(at).toISOString() : at }
  }
  throw new SdkError('bad-argument', `Expected an instant such as 2026-03-02T09:00:00+08:00 or epoch milliseconds, got ${at}`)
}

/** Beyond it there is no date (ECMA-262, 21.4.1.1). */
const FURTHEST_MS = 8.64e15
