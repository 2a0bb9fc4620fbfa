import { principalName } from './auth/principal.ts'
import type { Principal } from './auth/principal.ts'
import { limitClassOf, limitedByOf } from './limits.ts'
import type { AnyOperation } from './operation.ts'
import { ProblemError } from './problem.ts'
import type { Charge, RateLimiter, Standing } from './rate-limit.ts'

/** Counts one request against the limits, step by step as the server learns what and whose it is. */
export interface Meter {
  readonly standings: readonly Standing[]
  /** Before anything is looked up. */
  arrived(): Promise<void>
  /** The credentials were refused. @returns what to answer */
  refused(error: unknown): Promise<unknown>
  /** The credentials were believed. */
  believed(principal: Principal): Promise<void>
  /** The call stores a photo of so many bytes. */
  stores(bytes: number): Promise<void>
}

export interface Metered {
  /** Absent where nothing is limited. */
  limiter?: RateLimiter | undefined
  /** Of the client; absent where nobody knows it. */
  address?: string | undefined
}

/** Whatever has no operation of its own counts as a read. */
const READ = { method: 'GET', path: '' } as const

export function createMeter(
  { limiter, address }: Metered,
  operation: Pick<AnyOperation, 'method' | 'path' | 'raw'> = READ,
): Meter {
  const limitClass = limitClassOf(operation)
  const standings: Standing[] = []
  const charge = async (one: Charge) => {
    const standing = await limiter?.charge(one)
    if (standing) standings.push(standing)
  }
  let caller: Pick<Charge, 'by' | 'who'> | undefined
  return {
    standings,
    async arrived() {
      if (address !== undefined) await charge({ class: limitClass, by: 'address', who: address })
    },
    async refused(error) {
      if (address === undefined || !(error instanceof ProblemError) || error.status !== 401) return error
      // Those who come with good credentials from the same address go on.
      try {
        await limiter?.charge({ class: 'failed-credentials', by: 'address', who: address })
        return error
      } catch (limited) {
        return limited
      }
    },
    async believed(principal) {
      const by = limitedByOf(principal)
      if (!by) return
      caller = { by, who: principalName(principal) }
      await charge({ class: limitClass, ...caller })
    },
    async stores(bytes) {
      if (caller) await charge({ class: 'photo-kilobytes', ...caller, cost: Math.ceil(bytes / 1000) })
    },
  }
}
