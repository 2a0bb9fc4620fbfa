import type { Context } from './context.ts'
import type { LimitClass, LimitedBy, Limits, Rate } from './limits.ts'
import { ProblemError } from './problem.ts'
import { forgetWindows, lease } from './storage/rate-limits.ts'

export interface Charge {
  class: LimitClass
  by: LimitedBy
  /** An address, or a principal's name; stored as a keyed hash only. */
  who: string
  /** @defaultValue 1 */
  cost?: number
}

/** Where a charge stands, for the answer's headers. */
export interface Standing {
  /** E.g. `reads-by-person`. */
  policy: string
  limit: number
  /** Seconds. */
  window: number
  /** As far as this process knows. */
  remaining: number
  /** Seconds until the window ends. */
  reset: number
}

export interface RateLimiter {
  /**
   * Takes the cost off the window's allowance. Nothing where the class does not limit this kind of caller.
   * @throws ProblemError 429 `too-many-requests`
   */
  charge(charge: Charge): Promise<Standing | undefined>
}

interface Bucket {
  /** In the database; of whom it is, a keyed hash only. */
  key: string
  windowStart: number
  /** Epoch milliseconds. */
  windowEnd: number
  /** What this process may still use. */
  leased: number
  /** What nobody had at the last look. */
  left: number
  isExhausted: boolean
  wanted: number
  asking?: Promise<void>
}

/** The first lease of a window is this part of its limit; each further one is twice the last, up to the largest part. */
const FIRST_PART = 128
const LARGEST_PART = 16

/** Buckets of windows that are over go once there are this many, and are looked for no more often than this. */
const MANY = 10_000
const TIDY_EVERY_MS = 1_000

const FORGET_AFTER_MS = 2 * 86_400_000
const FORGET_EVERY_MS = 600_000

type Needs = Pick<Context, 'db' | 'districtId' | 'keyring' | 'clock'>

/**
 * Counts in fixed windows, in the database: all processes together allow what the limit says. Each takes leases, so that most
 * requests ask nobody; what a lease has left at the end of its window is lost, never carried over.
 */
export function createRateLimiter({ db, districtId, keyring, clock }: Needs, limits: Limits): RateLimiter {
  const buckets = new Map<string, Bucket>()
  let forgottenAt = clock()
  let tidiedAt = 0

  const tidy = (now: number) => {
    if (buckets.size < MANY || now - tidiedAt < TIDY_EVERY_MS) return
    tidiedAt = now
    for (const [name, { windowEnd }] of buckets) if (windowEnd <= now) buckets.delete(name)
  }

  const bucketAt = ({ policy, by, who }: Pick<Charge, 'by' | 'who'> & { policy: string }, rate: Rate, now: number): Bucket => {
    const { limit, window } = rate
    const windowStart = now - (now % (window * 1000))
    // In memory as it is: hashing it at each charge would cost more than all the rest.
    const name = `${policy}\0${who}`
    const known = buckets.get(name)
    if (known && known.windowStart >= windowStart) return known
    tidy(now)
    const bucket: Bucket = {
      key: `${policy}:${keyring.hash('address', `${by}\0${who}`).slice(0, 32)}`,
      windowStart,
      windowEnd: windowStart + window * 1000,
      leased: 0,
      left: limit,
      isExhausted: false,
      wanted: Math.max(1, Math.floor(limit / FIRST_PART)),
    }
    buckets.set(name, bucket)
    return bucket
  }

  const ask = async (bucket: Bucket, limit: number, least: number) => {
    const { key, windowStart } = bucket
    const wanted = Math.max(bucket.wanted, least)
    const { granted, left } = await lease(db, districtId, { bucket: key, windowStart, limit, wanted })
    bucket.leased += granted
    bucket.left = left
    bucket.isExhausted = granted < wanted
    bucket.wanted = Math.min(bucket.wanted * 2, Math.max(1, Math.floor(limit / LARGEST_PART)))
    if (clock() - forgottenAt < FORGET_EVERY_MS) return
    forgottenAt = clock()
    await forgetWindows(db, districtId, clock() - FORGET_AFTER_MS)
  }

  return {
    async charge({ class: limitClass, by, who, cost = 1 }) {
      const rate = limits[limitClass][by]
      if (!rate) return undefined
      const { limit, window } = rate
      const now = clock()
      const policy = `${limitClass}-by-${by}`
      const bucket = bucketAt({ policy, by, who }, rate, now)
      const reset = Math.max(1, Math.ceil((bucket.windowEnd - now) / 1000))
      while (bucket.leased < cost && !bucket.isExhausted) {
        bucket.asking ??= ask(bucket, limit, cost - bucket.leased).finally(() => delete bucket.asking)
        await bucket.asking
      }
      const isAllowed = bucket.leased >= cost
      if (isAllowed) bucket.leased -= cost
      const standing = { policy, limit, window, remaining: bucket.leased + bucket.left, reset }
      if (isAllowed) return standing
      throw new ProblemError(429, 'too-many-requests', 'Too many requests', {
        detail: `Expected at most ${limit} in ${window} s (${policy})`,
        headers: { 'retry-after': String(reset), ...rateLimitHeaders([standing]) },
      })
    },
  }
}

/** draft-ietf-httpapi-ratelimit-headers-10: `"reads-by-site";q=120000;w=60` and `"reads-by-site";r=119999;t=30`. */
export function rateLimitHeaders(standings: readonly Standing[]): Record<string, string> {
  if (standings.length === 0) return {}
  return {
    'ratelimit-policy': standings.map(({ policy, limit, window }) => `"${policy}";q=${limit};w=${window}`).join(', '),
    ratelimit: standings.map(({ policy, remaining, reset }) => `"${policy}";r=${remaining};t=${reset}`).join(', '),
  }
}
