/** A number in [0, 1). */
type Random = () => number

export interface BackoffOptions {
  /** Longest wait after the first failure, in milliseconds. @defaultValue 1000 */
  baseMs?: number
  /** Longest wait of all, in milliseconds. @defaultValue 300000 */
  maxMs?: number
}

/**
 * Milliseconds to wait after the `failures`-th failure (from 1): exponential, with full jitter, so that devices that
 * failed together do not come back together.
 * @example backoff(3, () => 0.5) // 2000: half of at most 4000
 */
export function backoff(failures: number, random: Random, { baseMs = 1000, maxMs = 300_000 }: BackoffOptions = {}): number {
  return Math.floor(random() * Math.min(maxMs, baseMs * 2 ** (failures - 1)))
}

/**
 * Milliseconds that a `Retry-After` header asks for: seconds or an HTTP date (RFC 9110, 10.2.3). Undefined where there
 * is none or it cannot be read; 0 for a date that has passed.
 */
export function retryAfterMs(value: string | null | undefined, now: number): number | undefined {
  const text = value?.trim()
  if (!text) return undefined
  if (/^\d+$/.test(text)) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}
